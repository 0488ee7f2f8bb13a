# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields

from odoo.addons.ipai_base import batches

from .common import ApprovalCase


class TestAsking(ApprovalCase):
    def deciders(self, proposal):
        """Who has an activity to decide."""
        return proposal.sudo().activity_ids.user_id

    def messages(self, proposal):
        return self.env["mail.message"].search(
            [("model", "=", "ipai.proposal"), ("res_id", "=", proposal.id)]
        )

    def test_who_is_asked_has_an_activity_and_a_message_with_a_link(self):
        proposal = self.propose()
        self.assertIn(self.anna, self.deciders(proposal))
        self.assertNotIn(self.technician, self.deciders(proposal))
        message = self.messages(proposal).filtered(
            lambda one: self.anna.partner_id in one.notified_partner_ids
        )
        self.assertIn(proposal.code, message.subject)
        self.assertIn("risk: Low", message.body)
        proposal.with_user(self.anna).action_approve()
        self.assertFalse(self.deciders(proposal))

    def test_who_has_decided_is_not_asked_any_more(self):
        self.new_policy(mode="two")
        proposal = self.propose()
        proposal.with_user(self.anna).action_approve()
        self.assertNotIn(self.anna, self.deciders(proposal))
        self.assertIn(self.berta, self.deciders(proposal))

    def test_the_counter_counts(self):
        Step = self.env["ipai.approval.step"].with_user(self.anna)
        before = Step.waiting_for_me()["count"]
        proposal = self.propose()
        self.assertEqual(Step.waiting_for_me(), {"count": before + 1, "overdue": 0})
        self.env["ipai.approval.step"].sudo().search([("res_id", "=", proposal.id)]).due_at = (
            fields.Datetime.now() - timedelta(minutes=1)
        )
        self.assertEqual(Step.waiting_for_me()["overdue"], 1)
        proposal.with_user(self.anna).action_approve()
        self.assertEqual(Step.waiting_for_me()["count"], before)

    def test_the_counter_asks_the_database_as_often_for_many(self):
        self.propose()
        Step = self.env["ipai.approval.step"].with_user(self.anna)

        def count():
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            Step.waiting_for_me()
            return self.cr.sql_log_count - before

        count()
        few = count()
        for _one in range(5):
            self.propose()
        self.assertEqual(count(), few)

    def test_reminded_then_escalated_then_reminded_daily(self):
        self.new_policy(
            step_ids=[
                Command.create(
                    {
                        "name": "Anna",
                        "approver": "users",
                        "user_ids": self.anna.ids,
                        "hours": 8,
                        "escalation_user_ids": self.berta.ids,
                    }
                )
            ]
        )
        proposal = self.propose()
        step = proposal.approval_step_ids.sudo()
        Step = self.env["ipai.approval.step"]
        count = len(self.messages(proposal))
        Step._cron_remind()
        self.assertEqual(len(self.messages(proposal)), count, "there is time yet")
        step.due_at = fields.Datetime.now() + timedelta(hours=1)
        Step._cron_remind()
        Step._cron_remind()
        self.assertEqual(len(self.messages(proposal)), count + 1)
        with self.assertRefused("not-allowed"):
            proposal.with_user(self.berta).action_approve()
        step.due_at = fields.Datetime.now() - timedelta(minutes=1)
        Step._cron_remind()
        Step._cron_remind()
        self.assertEqual(len(self.messages(proposal)), count + 2)
        self.assertIn(self.berta, self.deciders(proposal))
        self.assertIn("escalate", self.actions_of(proposal))
        step.reminded_at = fields.Datetime.now() - timedelta(days=1)
        Step._cron_remind()
        self.assertEqual(len(self.messages(proposal)), count + 3)
        proposal.with_user(self.berta).action_approve()
        self.assertEqual(proposal.state, "approved")

    def test_many_that_are_not_due_keep_no_newer_one_from_being_reminded(self):
        """The oldest were told today: a batch filled with them starved all that came later."""
        Step = self.env["ipai.approval.step"]
        now = fields.Datetime.now()
        told = self.propose()
        old = told.approval_step_ids.sudo()
        old.write({"due_at": now - timedelta(days=2), "escalated_at": now, "reminded_at": now})
        newer = self.propose()
        newer.approval_step_ids.sudo().due_at = now + timedelta(minutes=1)
        counts = len(self.messages(told)), len(self.messages(newer))
        with patch.object(batches, "SIZE", 1):
            Step._cron_remind()
        self.assertEqual(len(self.messages(told)), counts[0], "told today already")
        self.assertEqual(len(self.messages(newer)), counts[1] + 1)

    def test_who_is_due_at_once_is_reminded_batch_after_batch(self):
        now = fields.Datetime.now()
        proposals = [self.propose() for _number in range(3)]
        for proposal in proposals:
            proposal.approval_step_ids.sudo().due_at = now + timedelta(minutes=1)
        counts = [len(self.messages(proposal)) for proposal in proposals]
        with patch.object(batches, "SIZE", 1):
            self.env["ipai.approval.step"]._cron_remind()
        self.assertEqual(
            [len(self.messages(proposal)) for proposal in proposals],
            [count + 1 for count in counts],
        )
