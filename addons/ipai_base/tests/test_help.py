# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from odoo.tests import HttpCase, new_test_user, tagged

from .. import help_pages

OPEN = """
    const help = odoo.loader.modules.get("@ipai_base/help/help");
    const { action } = odoo.__WOWL_DEBUG__.root.env.services;
    const address = help.helpAddress(action.currentController);
    if (address !== "/ipai/help?action=ipai_base.ipai_audit_action&model=ipai.audit") {
        throw new Error(address);
    }
    document.querySelector(".o_user_menu button").click();
    const wait = setInterval(() => {
        if (document.querySelector("[data-menu=ipai_help]")) {
            clearInterval(wait);
            console.log("test successful");
        }
    }, 50);
"""


@tagged("post_install", "-at_install")
class TestHelp(HttpCase):
    def setUp(self):
        super().setUp()
        self.user = new_test_user(self.env, "helped", "base.group_user,ipai_base.group_user")

    def screens(self):
        """The window and client actions of ours, as (external id, model)."""
        found = self.env["ir.model.data"].search(
            [
                ("model", "in", ["ir.actions.act_window", "ir.actions.client"]),
                ("module", "=like", "ipai\\_%"),
            ]
        )
        for one in found:
            action = self.env[one.model].browse(one.res_id)
            yield one.complete_name, action.res_model or ""

    def test_each_screen_of_ours_has_a_page_that_stands_there(self):
        if not (help_pages.ROOT / help_pages.START).exists():
            self.skipTest("Without the documentation there is nothing to lead to")
        without, wrong = [], []
        for name, model in self.screens():
            page = help_pages.page_of(name.partition(".")[0], model, name)
            path, _sign, anchor = page.partition("#")
            file = help_pages.file_of(f"docs/{path}")
            if page == "index.md":
                without.append(name)
            elif not file:
                wrong.append(page)
            elif anchor:
                headings = re.findall(r"^#+ (.+)$", file.read_text(), re.MULTILINE)
                if anchor not in map(help_pages.anchor_of, headings):
                    wrong.append(page)
        self.assertEqual((without, wrong), ([], []))

    def test_help_leads_to_the_page_here_or_on_the_site_that_is_named(self):
        self.authenticate("helped", "helped")
        asked = "/ipai/help?action=ipai_base.ipai_audit_action&model=ipai.audit"
        answer = self.url_open(asked, allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.assertTrue(answer.headers["Location"].endswith("/ipai/help/docs/audit.md"))
        address = "https://docs.example.com/19.0"
        self.env["ir.config_parameter"].sudo().set_param(help_pages.ADDRESS, address)
        answer = self.url_open(asked, allow_redirects=False)
        self.assertEqual(answer.headers["Location"], f"{address}/docs/audit/")
        answer = self.url_open("/ipai/help?model=no.such", allow_redirects=False)
        self.assertEqual(answer.headers["Location"], f"{address}/docs/")

    def test_a_page_is_shown_and_nothing_else_of_the_server(self):
        page = self.url_open("/ipai/help/docs/index.md")
        self.assertEqual(page.status_code, 200)
        self.assertIn("text/html", page.headers["Content-Type"])
        for path in ("setup/keys.py", "docs/..%2fsetup%2fkeys.py", "docs/take_pictures.py"):
            with self.subTest(path):
                self.assertEqual(self.url_open(f"/ipai/help/{path}").status_code, 404)

    def test_the_menu_of_the_user_asks_for_the_screen_that_is_open(self):
        admin = self.env.ref("base.user_admin")
        if "tour_enabled" in admin._fields:
            admin.tour_enabled = False
        self.browser_js(
            "/odoo/action-ipai_base.ipai_audit_action?debug=1",
            OPEN,
            "odoo.isReady === true && !!document.querySelector('.o_list_view')",
            login="admin",
        )
