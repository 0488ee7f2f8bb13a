# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields

from odoo.addons.ipai_base.tests.killing import BatchCase

from .common import ApprovalCase


class TestBatches(ApprovalCase, BatchCase):
    crons = ("ipai_proposal.cron_proposals", "ipai_approval.cron_remind_approvers")

    def new_proposals(self, count):
        contacts = self.env["res.partner"].create([{"name": f"P{n}"} for n in range(count)])
        operations = [
            {"method": "write", "model": "res.partner", "id": one.id, "values": {"function": "new"}}
            for one in contacts
        ]
        proposals = [self.propose(operations=[one]) for one in operations]
        return self.env["ipai.proposal"].union(*proposals).sudo(), contacts

    def test_proposals_end_and_are_carried_out(self):
        over, _contacts = self.new_proposals(5)
        over.expires_at = fields.Datetime.now() - timedelta(minutes=1)
        ready, contacts = self.new_proposals(7)
        for one in ready:
            one.with_user(self.anna).action_approve()
        # The third and its kind wait for a person.
        (ready - ready[2:3] - ready[5:6]).execute_on_approval = True

        def outcome():
            return (over | ready).mapped("state"), contacts.mapped("function")

        self.assertBatches("ipai_proposal.cron_proposals", outcome, least=6)
        self.assertEqual(set(over.mapped("state")), {"expired"})
        self.assertEqual(ready.mapped("state").count("executed"), 5)

    def test_approvers_are_reminded_once(self):
        proposals, _contacts = self.new_proposals(7)
        steps = proposals.approval_step_ids.sudo()
        steps.due_at = fields.Datetime.now() + timedelta(minutes=1)

        def outcome():
            messages = self.env["mail.message"].search(
                [("model", "=", "ipai.proposal"), ("res_id", "in", proposals.ids)]
            )
            counts = [
                len(messages.filtered(lambda m, i=id_: m.res_id == i)) for id_ in proposals.ids
            ]
            return counts, [bool(step.reminded_at) for step in steps]

        self.assertBatches("ipai_approval.cron_remind_approvers", outcome)
        self.assertTrue(all(step.reminded_at for step in steps))
