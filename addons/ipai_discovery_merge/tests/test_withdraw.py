# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import UserError
from odoo.tests import tagged

from .merge_common import MergeCase


@tagged("post_install", "-at_install")
class TestWithdraw(MergeCase):
    FILE = "Name,Hostname,Serial Number\npve01,pve01,OTHER-1\n"

    def setUp(self):
        super().setUp()
        self.kept.serial_number = "FIRST-1"

    def asked(self):
        run = self.preview(self.FILE)
        self.assertEqual(run.line_ids.action, "conflict")
        self.assertEqual(run.line_ids.candidate_ids, self.kept)
        return run.line_ids

    def test_an_answer_on_the_row_is_withdrawn(self):
        line = self.asked()
        question = line.reason
        line.action_answer_same()
        self.assertEqual((line.action, line.asset_id), ("update", self.kept))
        line.action_withdraw()
        self.assertEqual((line.action, line.reason), ("conflict", question))
        self.assertEqual(line.candidate_ids, self.kept)
        self.assertFalse(line.asset_id)
        self.asked()
        line.action_answer_new()
        self.assertEqual(line.action, "create")

    def test_an_answer_in_the_list_is_withdrawn_with_the_rows_that_wait(self):
        line = self.asked()
        line.action_answer_new()
        answers = self.env["ipai.match.answer"].search([("asset_id", "=", self.kept.id)])
        answers.action_withdraw()
        self.assertFalse(answers.exists())
        self.assertEqual(line.candidate_ids, self.kept)
        self.asked()

    def test_what_was_applied_is_undone_not_withdrawn(self):
        line = self.asked()
        line.action_answer_same()
        self.apply(line.run_id)
        with self.assertRaisesRegex(UserError, "no answer to withdraw"):
            line.action_withdraw()

    def test_a_row_without_an_answer_has_none_to_withdraw(self):
        with self.assertRaisesRegex(UserError, "no answer to withdraw"):
            self.asked().action_withdraw()
