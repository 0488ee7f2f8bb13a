# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from .change_common import ChangeCase


class TestChangeDuties(ChangeCase):
    """Who had a hand in a change does not decide it, and no way leads around the decision."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clara = new_test_user(
            cls.env,
            "clara",
            groups="ipai_approval.group_approver,ipai_base.group_technician",
            name="Clara",
        )

    def submitted(self, **vals):
        change = self.new_change(**vals)
        change.action_request()
        change.action_submit()
        return change

    def test_who_rewrote_a_draft_does_not_approve_it(self):
        change = self.new_change()
        change.with_user(self.clara).plan = "<p>Another way.</p>"
        self.assertIn(self.clara, change.author_ids)
        change.action_request()
        change.action_submit()
        with self.assertRefused("own-proposal"):
            change.with_user(self.clara).action_approve()
        change.with_user(self.anna).action_approve()
        self.assertEqual(change.state, "scheduled")

    def test_who_answered_for_its_risk_does_not_approve_it(self):
        change = self.new_change()
        self.answer(change.with_user(self.clara), "2")
        change.action_request()
        change.action_submit()
        self.assertNotIn(self.clara, change.waiting_user_ids)

    def test_a_message_and_a_state_make_nobody_an_author(self):
        change = self.submitted()
        change.with_user(self.clara).message_post(body="Looks right")
        change.with_user(self.clara).action_approve()
        self.assertNotIn(self.clara, change.author_ids)
        self.assertEqual(change.state, "scheduled")

    def test_who_carries_it_out_does_not_approve_it(self):
        change = self.submitted(responsible_id=self.clara.id)
        with self.assertRefused("own-proposal"):
            change.with_user(self.clara).action_approve()

    def test_the_authors_are_not_written_by_hand(self):
        change = self.new_change()
        with self.assertRaises(AccessError):
            change.author_ids = [Command.clear()]

    def test_the_risk_is_answered_and_not_typed(self):
        change = self.new_change(degree="3")
        for user in (self.technician, self.manager):
            for name, value in (("risk", "low"), ("impact", "1"), ("likelihood", "1")):
                for su in (False, True):
                    with self.subTest(name, su=su), self.assertRaises(AccessError):
                        change.with_user(user).sudo(su).write({name: value})
        keyed = self.env["ipai.change"].with_user(self.technician)
        keyed = keyed.with_context(default_risk="low", default_impact="1")
        self.assertFalse(keyed.create({"name": "Unanswered"}).risk)

    def test_once_its_window_is_over_it_waits_for_a_new_one(self):
        change = self.submitted()
        change.with_user(self.anna).action_approve()
        over = fields.Datetime.now()
        change.sudo().approval_expires_at = over
        with self.assertRefused("proposal-closed"):
            change.with_user(self.berta).action_approve()
        self.assertEqual((change.state, change.revision), ("draft", 2))

    def test_what_could_never_begin_is_not_asked_for(self):
        change = self.new_change(start=-5)
        change.action_request()
        with self.assertRefused("outside-window", "is over"):
            change.action_submit()

    def test_a_cancelled_change_lets_go_of_its_proposals(self):
        change, proposal = self.new_change(), self.propose()
        change.action_add_proposals(proposal.ids)
        change.action_withdraw()
        self.assertEqual(change.state, "cancelled")
        self.assertFalse(proposal.change_id)
        proposal.with_user(self.anna).action_approve()
        self.assertEqual(proposal._execute(True)["state"], "executed")

    def test_what_is_asked_about_risks_is_a_rule_that_one_of_two_managers_changes_not_alone(self):
        self.env.company.ipai_second_manager = "auto"
        first, second = (
            new_test_user(self.env, name, groups="ipai_base.group_manager")
            for name in ("risk_first", "risk_second")
        )
        question = self.env["ipai.change.question"].search([], limit=1)
        worst = question.choice_ids.sorted("degree")[-1:]
        before = worst.degree
        mine = question.with_user(first)
        for act in (
            lambda: worst.with_user(first).write({"degree": "1"}),
            lambda: mine.write({"choice_ids": [Command.update(worst.id, {"degree": "1"})]}),
            lambda: mine.write({"active": False}),
            mine.unlink,
        ):
            with self.assertRaisesRegex(UserError, "another manager"):
                act()
            self.env.invalidate_all()
        self.assertEqual((worst.degree, question.active), (before, True))
        changes = self.env["ipai.approval.rule.change"].search([("res_id", "=", worst.id)])
        change = changes.filtered(lambda one: one.res_model == worst._name)
        change.with_user(second).action_confirm()
        self.assertEqual(worst.degree, "1")
        told = self.env["ipai.audit"].search([("action", "=", f"{worst._name}.write")], limit=1)
        self.assertIn(f"degree: {before} → 1", told.field_names)
