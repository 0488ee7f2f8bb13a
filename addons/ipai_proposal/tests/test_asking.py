# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import Command, fields

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
