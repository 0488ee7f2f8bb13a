# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date, timedelta

from odoo import Command
from odoo.exceptions import AccessError, ValidationError

from odoo.addons.ipai_base.compat import GROUP_USERS_FIELD
from odoo.addons.ipai_base.tests.append_only import AppendOnlyMixin

from .common import ApprovalCase


class TestDecisions(AppendOnlyMixin, ApprovalCase):
    def test_another_person_approves(self):
        proposal = self.propose()
        self.assertIn(self.anna, proposal.waiting_user_ids)
        self.assertNotIn(self.technician, proposal.waiting_user_ids)
        proposal.with_user(self.anna).action_approve("looks right")
        self.assertEqual(proposal.state, "approved")
        decision = proposal.decision_ids
        self.assertEqual(
            (decision.user_id, decision.verdict, decision.reason, decision.revision),
            (self.anna, "approve", "looks right", 1),
        )
        self.assertEqual(decision.payload_hash, proposal.payload_hash)
        self.assertEqual(self.actions_of(proposal), ["propose", "submit", "approve", "granted"])

    def test_nobody_decides_their_own(self):
        self.env.ref("ipai_approval.group_approver").write(
            {GROUP_USERS_FIELD: [Command.link(self.technician.id), Command.link(self.bot.id)]}
        )
        proposal = self.propose(bot_user=self.bot)
        for user in (self.technician, self.bot):
            with self.assertRefused("own-proposal", "another person", "ipai.proposal.approve"):
                proposal.with_user(user).action_approve()
        self.assertFalse(proposal.with_user(self.technician).can_decide)

    def test_the_owner_of_the_key_does_not_decide(self):
        key = self.env["ipai.api.key"].create({"name": "Key", "user_id": self.anna.id})
        proposal = self.propose(key=key)
        with self.assertRefused("own-proposal"):
            proposal.with_user(self.anna).action_approve()
        proposal.with_user(self.berta).action_approve()

    def test_who_issued_a_key_or_answers_for_it_does_not_decide(self):
        key = self.env["ipai.api.key"].create(
            {"name": "Key", "user_id": self.bot.id, "responsible_id": self.anna.id}
        )
        # Whether the key was used or not: the user is the program's.
        for options in ({"key": key, "bot_user": self.bot}, {"bot_user": self.bot}):
            proposal = self.propose(**options)
            with self.assertRefused("own-proposal"):
                proposal.with_user(self.anna).action_approve()
            proposal.with_user(self.berta).action_approve()

    def only_anna(self):
        step = {"name": "Anna", "approver": "users", "user_ids": self.anna.ids}
        return self.new_policy(step_ids=[Command.create(step)])

    def test_the_last_approver_has_left_and_a_manager_is_told(self):
        self.only_anna()
        proposal = self.propose()
        self.assertEqual(proposal.waiting_user_ids, self.anna)
        self.anna.active = False
        proposal.invalidate_recordset()
        self.assertIn(self.manager, proposal.waiting_user_ids)
        activities = proposal.activity_ids.filtered(lambda one: one.user_id == self.manager)
        self.assertEqual(len(activities), 1)
        told = self.env["mail.message"].search([("subject", "=like", "Nobody is left%")])
        self.assertIn(self.manager.partner_id, told.notified_partner_ids)
        with self.assertRefused("not-allowed"):
            proposal.with_user(self.manager).action_approve()

    def test_who_is_left_out_is_said_where_nobody_is_left(self):
        self.only_anna()
        with self.assertRefused("nobody-to-ask", "wrote in it or answer for it: .*Anna"):
            self.propose(self.anna, bot_user=self.bot)

    def test_who_is_not_asked_does_not_decide(self):
        proposal = self.propose()
        for user in (self.reader, self.manager):
            with self.assertRefused("not-allowed", "Waiting for: .*Anna", "ipai.proposal.approve"):
                proposal.with_user(user).action_approve()
            self.assertFalse(proposal.with_user(user).can_decide)
        self.assertTrue(proposal.with_user(self.anna).can_decide)
        Proposal = self.env["ipai.proposal"].with_user(self.anna)
        self.assertIn(proposal, Proposal.search([("can_decide", "=", True)]))
        self.assertNotIn(proposal, Proposal.search([("can_decide", "=", False)]))

    def test_a_rejection_needs_a_reason_and_ends_it(self):
        proposal = self.propose()
        with self.assertRefused("reason-required", action="ipai.proposal.reject"):
            proposal.with_user(self.anna).action_reject(" ")
        proposal.with_user(self.anna).action_reject("wrong machine")
        self.assertEqual(proposal.state, "rejected")
        with self.assertRefused("proposal-closed"):
            proposal.with_user(self.berta).action_approve()
        with self.assertRefused("proposal-closed"):
            proposal._execute(True)

    def test_what_one_did_not_see_one_does_not_decide(self):
        proposal = self.propose()
        anna = proposal.with_user(self.anna)
        shown = proposal.payload_hash
        dialog = anna.with_context(approval_seen=shown).action_open_approve()["context"]
        self.contact.function = "somebody else's"
        proposal.with_user(self.technician).action_propose_again()
        self.assertEqual((proposal.state, proposal.revision), ("pending", 2))
        stale = self.env["ipai.decide"].with_user(self.anna).with_context(**dialog).create({})
        for decide in (
            lambda: anna.action_approve("Fine", shown),
            lambda: anna.action_reject("No", shown),
            stale.action_decide,
            lambda: anna.with_context(approval_seen=shown).action_open_approve(),
        ):
            with self.assertRefused("payload-changed", "Reload the page"):
                decide()
        anna.action_approve("Fine", proposal.payload_hash)
        self.assertEqual(proposal.state, "approved")

    def test_a_secret_in_a_reason_is_refused_and_not_repeated(self):
        proposal = self.propose()
        secret = "glpat-" + "a1" * 10
        for decide in ("action_approve", "action_reject"):
            with self.assertRefused("reason-required", "a GitLab token") as caught:
                getattr(proposal.with_user(self.anna), decide)(f"With {secret} it works")
            self.assertNotIn(secret, str(caught.exception))
        self.assertFalse(proposal.decision_ids)

    def test_two_persons_are_two(self):
        self.new_policy(mode="two")
        proposal = self.propose()
        proposal.with_user(self.anna).action_approve()
        self.assertEqual(proposal.state, "pending")
        with self.assertRefused("already-decided", action="ipai.proposal.approve"):
            proposal.with_user(self.anna).action_approve()
        proposal.with_user(self.berta).action_approve()
        self.assertEqual(proposal.state, "approved")

    def test_steps_follow_each_other(self):
        self.new_policy(
            step_ids=[
                Command.create(
                    {"name": "One", "sequence": 1, "approver": "users", "user_ids": self.anna.ids}
                ),
                Command.create(
                    {"name": "Two", "sequence": 2, "approver": "users", "user_ids": self.berta.ids}
                ),
            ]
        )
        proposal = self.propose()
        with self.assertRefused("not-allowed"):
            proposal.with_user(self.berta).action_approve()
        proposal.with_user(self.anna).action_approve()
        self.assertEqual(proposal.waiting_user_ids, self.berta)
        proposal.with_user(self.berta).action_approve()
        self.assertEqual(proposal.state, "approved")

    def test_parallel_steps_are_asked_at_once(self):
        self.new_policy(
            parallel=True,
            step_ids=[
                Command.create(
                    {"name": "One", "sequence": 1, "approver": "users", "user_ids": self.anna.ids}
                ),
                Command.create(
                    {"name": "Two", "sequence": 2, "approver": "users", "user_ids": self.berta.ids}
                ),
            ],
        )
        proposal = self.propose()
        self.assertEqual(proposal.waiting_user_ids, self.anna | self.berta)
        proposal.with_user(self.berta).action_approve()
        self.assertEqual(proposal.state, "pending")
        proposal.with_user(self.anna).action_approve()
        self.assertEqual(proposal.state, "approved")

    def test_manager_and_owner_are_asked(self):
        self.technician.ipai_manager_id = self.anna
        self.contact.user_id = self.berta
        self.new_policy(
            parallel=True,
            step_ids=[
                Command.create({"name": "Manager", "approver": "manager"}),
                Command.create({"name": "Owner", "approver": "owner"}),
            ],
        )
        self.assertEqual(self.propose().waiting_user_ids, self.anna | self.berta)

    def test_the_policy_in_force_is_a_copy(self):
        policy = self.new_policy(mode="two")
        proposal = self.propose()
        policy.mode = "human"
        self.env.ref("ipai_approval.policy_default").active = False
        proposal.with_user(self.anna).action_approve()
        self.assertEqual(proposal.state, "pending")
        policy.unlink()
        proposal.with_user(self.berta).action_approve()
        self.assertEqual((proposal.state, proposal.policy_name), ("approved", "Policy"))

    def test_without_any_policy_another_person_approves(self):
        self.env["ipai.approval.policy"].search([]).unlink()
        proposal = self.propose()
        self.assertEqual(proposal.policy_mode, "human")
        self.assertIn(self.anna, proposal.waiting_user_ids)

    def test_nobody_to_ask_is_told_at_once(self):
        self.new_policy(
            step_ids=[
                Command.create({"name": "Me", "approver": "users", "user_ids": self.technician.ids})
            ]
        )
        with self.assertRefused("nobody-to-ask", "“Me” needs 1 approvals, and 0 persons"):
            self.propose()

    def test_one_person_decides_where_the_company_allows_it(self):
        vals = {
            "mode": "self",
            "reason": "a lab of one",
            "step_ids": [
                Command.create({"name": "Me", "approver": "users", "user_ids": self.technician.ids})
            ],
        }
        self.new_policy(**vals)
        self.assertEqual(self.propose().policy_mode, "human", "the company has not allowed it")
        with self.assertRaisesRegex(ValidationError, "Say why"):
            self.env.company.ipai_self_approval = True
        self.env.company.write(
            {"ipai_self_approval": True, "ipai_self_approval_reason": "I work alone"}
        )
        proposal = self.propose()
        with self.assertRefused("reason-required"):
            proposal.with_user(self.technician).action_approve()
        proposal.with_user(self.technician).action_approve("I checked it twice")
        self.assertEqual(proposal.state, "approved")
        self.assertTrue(proposal.decision_ids.own)
        self.assertIn("self_approve", self.actions_of(proposal))
        waiting = self.propose(values={"street": "Rack B"})
        self.env.company.ipai_self_approval = False
        with self.assertRefused("approval-required"):
            proposal._execute(True)
        with self.assertRefused("own-proposal", "any more", "ipai.proposal.approve"):
            waiting.with_user(self.technician).action_approve("I checked it twice")

    def test_less_than_a_person_needs_a_reason_and_low_risk(self):
        with self.assertRaisesRegex(ValidationError, "say why"):
            self.new_policy(mode="confirm", risk_to="low")
        with self.assertRaisesRegex(ValidationError, "low risk only"):
            self.new_policy(mode="confirm", risk_to="high", reason="demo")
        with self.assertRaisesRegex(ValidationError, "company by company"):
            self.new_policy(mode="self", company_id=False, reason="demo")

    def test_confirmation_suffices_for_low_risk(self):
        self.new_policy(mode="confirm", risk_to="low", reason="the contract's own demo")
        proposal = self.propose()
        with self.assertRefused("confirmation-required", action="ipai.proposal.execute"):
            proposal._execute(False)
        self.assertEqual(proposal._execute(True)["state"], "executed")
        self.assertEqual(self.contact.function, "new")
        self.assertEqual(proposal.decision_ids.verdict, "confirm")
        self.assertIn("confirm", self.actions_of(proposal))
        risky = self.propose(values={"function": "other"}, risk="high")
        with self.assertRefused("approval-required"):
            risky._execute(True)

    def test_nobodys_word_is_enough_for_what_nobody_carries_out_by_a_call(self):
        self.new_policy(mode="confirm", risk_to="low", reason="demo")
        facts = {**self.propose()._approval_facts(), "confirmable": False}
        default = self.env.ref("ipai_approval.policy_default")
        self.assertEqual(self.env["ipai.approval.policy"]._for(facts), default)

    def _delegate(self, **vals):
        today = date.today()
        return (
            self.env["ipai.approval.delegation"]
            .with_user(self.anna)
            .create(
                {
                    "delegate_id": self.reader.id,
                    "date_from": today,
                    "date_to": today + timedelta(days=3),
                    **vals,
                }
            )
        )

    def test_a_delegate_decides_in_anothers_stead(self):
        proposal = self.propose()
        self._delegate()
        self.assertIn(self.reader, proposal.waiting_user_ids)
        self.assertTrue(proposal.with_user(self.reader).can_decide)
        proposal.with_user(self.reader).action_approve()
        decision = proposal.decision_ids
        self.assertEqual((decision.user_id, decision.on_behalf_of_id), (self.reader, self.anna))
        self.assertEqual(proposal.state, "approved")

    def test_a_delegation_is_not_passed_on_and_not_for_ones_own(self):
        self._delegate()
        self.env["ipai.approval.delegation"].with_user(self.reader).create(
            {
                "delegate_id": self.manager.id,
                "date_from": date.today(),
                "date_to": date.today(),
            }
        )
        self._delegate(delegate_id=self.technician.id)
        proposal = self.propose()
        with self.assertRefused("not-allowed"):
            proposal.with_user(self.manager).action_approve()
        with self.assertRefused("own-proposal"):
            proposal.with_user(self.technician).action_approve()

    def test_a_delegation_has_days(self):
        tomorrow = date.today() + timedelta(days=1)
        self._delegate(date_from=tomorrow, date_to=tomorrow)
        proposal = self.propose()
        with self.assertRefused("not-allowed"):
            proposal.with_user(self.reader).action_approve()

    def test_nobody_delegates_for_another(self):
        with self.assertRaises(AccessError):
            self._delegate(user_id=self.berta.id)

    def test_the_delegate_counts_for_both(self):
        self.new_policy(mode="two")
        self._delegate(delegate_id=self.berta.id)
        proposal = self.propose()
        proposal.with_user(self.berta).action_approve()
        with self.assertRefused("already-decided"):
            proposal.with_user(self.berta).action_approve()
        proposal.with_user(self.anna).action_approve()
        self.assertEqual(proposal.state, "approved")

    def test_the_database_keeps_decisions(self):
        proposal = self.propose()
        proposal.with_user(self.anna).action_approve()
        self.env.flush_all()
        self.assertAppendOnly(proposal.decision_ids, "user_id = 1")
