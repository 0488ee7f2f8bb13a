# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import HttpCase, TransactionCase, tagged

LOOK = """
    const wait = setInterval(() => {
        const cells = [...document.querySelectorAll(".o_ipai_list td.o_data_cell")];
        const named = document.querySelector(".o_list_record_selector input[aria-label]");
        if (!cells.length || !named) {
            return;
        }
        clearInterval(wait);
        const cut = cells.filter((cell) => cell.scrollWidth > cell.clientWidth + 1);
        if (cut.length) {
            console.error(`cut off: ${cut.map((cell) => cell.innerText).join(", ")}`);
        } else {
            console.log("test successful");
        }
    }, 50);
"""


class TestLists(TransactionCase):
    def test_our_lists_are_marked_and_those_of_others_are_not(self):
        for model, ours in (("ipai.api.key", True), ("ipai.audit", True), ("res.partner", False)):
            with self.subTest(model=model):
                arch = self.env[model].get_view(view_type="list")["arch"]
                self.assertEqual("o_ipai_list" in arch.partition(">")[0], ours)
        form = self.env["ipai.api.key"].get_view(view_type="form")["arch"]
        self.assertNotIn("o_ipai_list", form.partition(">")[0])


@tagged("post_install", "-at_install")
class TestListsOnScreen(HttpCase):
    browser_size = "1366x768"

    def test_a_column_shows_what_is_in_it_and_its_boxes_are_named(self):
        admin = self.env.ref("base.user_admin")
        if "tour_enabled" in admin._fields:
            admin.tour_enabled = False
        self.env["ipai.api.key"].create(
            {"name": "A program with a name of many words " * 3, "user_id": admin.id}
        )
        action = self.env.ref("ipai_base.ipai_api_key_action")
        self.browser_js(f"/odoo/action-{action.id}", LOOK, "odoo.isReady", login="admin")
