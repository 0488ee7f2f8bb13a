# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestLoomProject(TransactionCase):
    def test_the_bot_makes_a_project_that_time_is_booked_on(self):
        bot = new_test_user(self.env, "timesheet_bot", "ipai_loom_gateway.group_loom")
        project = (
            self.env["project.project"]
            .with_user(bot)
            .create({"name": "Follow up", "allow_timesheets": True})
        )
        self.assertTrue(project.sudo().account_id)

    def test_the_bot_changes_and_deletes_no_account(self):
        bot = new_test_user(self.env, "timesheet_bot", "ipai_loom_gateway.group_loom")
        accounts = self.env["account.analytic.account"].with_user(bot)
        self.assertTrue(accounts.has_access("create"))
        self.assertFalse(accounts.has_access("write") or accounts.has_access("unlink"))
