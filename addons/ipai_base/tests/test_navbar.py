# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import HttpCase, tagged

GROW = """
    const tray = document.querySelector(".o_menu_systray");
    const late = document.createElement("div");
    late.style.width = "600px";
    late.style.flex = "none";
    tray.prepend(late);
    const wait = setInterval(() => {
        const menus = [...document.querySelectorAll(".o_menu_sections > *")];
        const right = Math.max(...menus.map((one) => one.getBoundingClientRect().right));
        const more = document.querySelector(".o_menu_sections_more");
        if (more && right <= tray.getBoundingClientRect().left + 1) {
            clearInterval(wait);
            console.log("test successful");
        }
    }, 50);
"""


@tagged("post_install", "-at_install")
class TestNavbar(HttpCase):
    browser_size = "1366x768"

    def test_what_comes_late_into_the_tray_lies_over_no_menu(self):
        admin = self.env.ref("base.user_admin")
        if "tour_enabled" in admin._fields:
            admin.tour_enabled = False
        root = self.env.ref("base.menu_administration")
        for number in range(12):
            self.env["ir.ui.menu"].create(
                {
                    "name": f"A menu of ours {number}",
                    "parent_id": root.id,
                    "action": f"ir.actions.act_window,{self.env.ref('base.action_res_users').id}",
                }
            )
        self.browser_js(
            f"/odoo/action-{self.env.ref('base.action_res_users').id}",
            GROW,
            # All is loaded: what a page still asks for when it is closed is an error on its console.
            "odoo.isReady === true && ['.o_menu_sections > *', '.o_action_manager .o_view_controller']"
            ".every((one) => document.querySelector(one))",
            login="admin",
        )
