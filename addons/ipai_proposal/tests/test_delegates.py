# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date, timedelta

from odoo import Command

from .common import ApprovalCase


class TestDelegates(ApprovalCase):
    """Who decides in another's stead, and several things decided at once."""

    def delegate(self, **vals):
        today = date.today()
        days = {"date_from": today, "date_to": today + timedelta(days=3)}
        return (
            self.env["ipai.approval.delegation"]
            .with_user(self.anna)
            .create({"delegate_id": self.reader.id, **days, **vals})
        )

    def test_a_delegate_who_left_is_not_asked(self):
        self.delegate()
        self.reader.active = False
        proposal = self.propose()
        self.assertNotIn(self.reader, proposal.waiting_user_ids)
        self.assertIn(self.anna, proposal.waiting_user_ids)

    def test_a_delegation_of_another_company_counts_there_only(self):
        other = self.env["res.company"].create({"name": "Other"})
        for user in (self.anna, self.reader):
            user.company_ids = [Command.link(other.id)]
        self.delegate(company_id=other.id)
        proposal = self.propose()
        self.assertNotIn(self.reader, proposal.waiting_user_ids)
        with self.assertRefused("not-allowed"):
            proposal.with_user(self.reader).action_approve()

    def test_after_the_principal_the_delegate_has_no_second_vote(self):
        self.new_policy(mode="two")
        self.delegate()
        proposal = self.propose()
        proposal.with_user(self.anna).action_approve()
        with self.assertRefused("not-allowed", "Waiting for: .*Berta"):
            proposal.with_user(self.reader).action_approve()
        self.assertEqual((proposal.state, len(proposal.decision_ids)), ("pending", 1))
        proposal.with_user(self.berta).action_approve()
        self.assertEqual(proposal.state, "approved")

    def decide(self, *proposals):
        proposals = self.env["ipai.proposal"].concat(*proposals).with_user(self.anna)
        context = proposals.action_open_approve()["context"]
        self.env["ipai.decide"].with_user(self.anna).with_context(**context).create(
            {}
        ).action_decide()

    def test_several_of_one_kind_and_low_risk_are_approved_at_once(self):
        few = [self.propose(values={"street": f"Rack {number}"}) for number in range(3)]
        self.decide(*few)
        self.assertEqual([one.state for one in few], ["approved"] * 3)
        self.assertEqual([len(one.decision_ids) for one in few], [1, 1, 1])

    def test_what_differs_in_kind_or_risk_is_decided_one_by_one(self):
        low = self.propose(values={"street": "Rack 1"})
        for other in (
            self.propose(values={"street": "Rack 2"}, risk="high"),
            self.propose(values={"street": "Rack 3"}, kind="other"),
        ):
            with self.assertRefused("not-allowed", "one of them|one by one|one kind"):
                self.decide(low, other)
            self.assertEqual((low.state, other.state), ("pending", "pending"))
        high = [self.propose(values={"street": f"Rack {n}"}, risk="high") for n in (4, 5)]
        with self.assertRefused("not-allowed"):
            self.decide(*high)
