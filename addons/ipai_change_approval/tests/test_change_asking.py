# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user

from .change_common import ChangeCase


class TestChangeAsking(ChangeCase):
    """A question back keeps the decision waiting until it is answered; buttons are for who may."""

    def submitted(self, **vals):
        change = self.new_change(start=1, **vals)
        change.action_request()
        change.action_submit()
        return change

    def decisions_of(self, change):
        return change.sudo().decision_ids.sorted("id").mapped("verdict")

    def test_a_question_waits_for_its_answer(self):
        change = self.submitted()
        change.with_user(self.anna).action_ask_back("Who is there at night?")
        self.assertEqual((change.state, change.approval_state), ("asked_back", "asked_back"))
        self.assertEqual(change.approval_question, "Who is there at night?")
        self.assertFalse(change.with_user(self.anna).can_decide)
        with self.assertRefused("proposal-closed"):
            change.with_user(self.anna).action_approve()
        self.assertTrue(change.with_user(self.technician).can_answer)
        self.assertFalse(change.with_user(self.anna).can_answer)
        change.with_user(self.technician).action_answer("Berta is.")
        self.assertEqual((change.state, change.approval_state), ("approve", "pending"))
        self.assertTrue(change.with_user(self.anna).can_decide)
        change.with_user(self.anna).action_approve()
        self.assertEqual(change.state, "scheduled")
        self.assertEqual(self.decisions_of(change), ["ask", "approve"])

    def test_what_was_edited_is_decided_as_a_new_revision(self):
        change = self.submitted()
        revision, digest = change.revision, change.payload_hash
        change.with_user(self.anna).action_ask_back("How do we get back?")
        change.with_user(self.other).backout_plan = "<p>The old disk is kept for a week.</p>"
        self.assertEqual(change.state, "asked_back")
        change.with_user(self.technician).action_answer("It says so now.")
        self.assertEqual(change.state, "approve")
        self.assertEqual(change.revision, revision + 1)
        self.assertNotEqual(change.payload_hash, digest)
        self.assertIn(self.other, change.sudo().approval_excluded_ids)
        with self.assertRefused("payload-changed"):
            change.with_user(self.anna).action_approve(seen=digest)
        change.with_user(self.anna).action_approve(seen=change.payload_hash)
        self.assertEqual(change.state, "scheduled")

    def test_a_vote_given_before_the_question_stays_when_nothing_was_edited(self):
        carla = new_test_user(self.env, "carla", groups="ipai_approval.group_approver")
        self.env["ipai.approval.policy"].create(
            {"name": "Two", "mode": "two", "kinds": "change-normal", "sequence": 0}
        )
        change = self.submitted()
        change.with_user(self.anna).action_approve()
        change.with_user(carla).action_ask_back("And the backup?")
        change.with_user(self.technician).action_answer("Done at noon.")
        self.assertFalse(change.with_user(self.anna).can_decide)
        change.with_user(carla).action_approve()
        self.assertEqual(change.state, "scheduled")

    def test_a_question_is_asked_by_who_decides_and_answered_by_who_asked_for_it(self):
        change = self.submitted()
        with self.assertRefused("own-proposal"):
            change.with_user(self.technician).action_ask_back("Is it good?")
        with self.assertRefused("not-allowed"):
            change.with_user(self.other).action_ask_back("May I?")
        with self.assertRefused("reason-required"):
            change.with_user(self.anna).action_ask_back("  ")
        with self.assertRefused("wrong-state"):
            change.with_user(self.technician).action_answer("To what?")
        change.with_user(self.anna).action_ask_back("When?")
        with self.assertRefused("not-allowed"):
            change.with_user(self.other).action_answer("Now")
        with self.assertRefused("reason-required"):
            change.with_user(self.technician).action_answer("")
        with self.assertRaises(AccessError):
            change.with_user(self.technician).write({"approval_question": "Nothing"})

    def test_an_answer_is_as_complete_as_a_submission(self):
        change = self.submitted()
        change.with_user(self.anna).action_ask_back("When?")
        change.with_user(self.technician).write({"planned_start": False, "planned_end": False})
        with self.assertRefused("incomplete") as caught:
            change.with_user(self.technician).action_answer("Soon")
        self.assertIn("Window (start and end)", str(caught.exception))
        self.assertEqual(str(caught.exception).count("Window"), 1)
        change.with_user(self.technician).action_cancel("Not now")
        self.assertEqual(change.state, "cancelled")

    def test_who_decides_writes_in_the_chatter(self):
        change = self.submitted()
        message = change.with_user(self.anna).message_post(body="Which disk?")
        self.assertEqual(message.author_id, self.anna.partner_id)

    def test_steps_are_for_who_may_take_them(self):
        change = self.new_change(start=-1)

        def steps(user):
            return change.with_user(user).allowed_steps.split()

        self.assertEqual(steps(self.technician), ["cancel", "request"])
        self.assertEqual(steps(self.other), [])
        self.assertEqual(steps(self.manager), ["cancel", "request"])
        change.action_request()
        self.assertEqual(steps(self.technician), ["cancel", "revise", "submit"])
        change.action_submit()
        change.with_user(self.anna).action_approve()
        self.assertEqual(steps(self.technician), ["cancel", "start"])
        self.assertEqual(steps(self.anna), [])
        change.action_start()
        self.assertEqual(steps(self.technician), ["finish"])

    def test_before_its_window_it_says_when_it_can_be_started(self):
        change = self.submitted()
        change.with_user(self.anna).action_approve()
        self.assertNotIn("start", change.allowed_steps)
        self.assertIn("It can be started from", change.start_hint)
        urgent = self.new_change(type="emergency", start=1)
        urgent.action_submit()
        urgent.with_user(self.anna).action_approve()
        self.assertIn("start", urgent.allowed_steps)

    def test_a_new_change_shows_its_next_step(self):
        for kind, step in (
            ("normal", "request"),
            ("emergency", "submit"),
            ("standard", "schedule"),
        ):
            with (
                self.subTest(kind),
                Form(self.env["ipai.change"].with_user(self.technician)) as form,
            ):
                form.name = "Not saved"
                if kind == "standard":
                    form.template_id = self.approved_template(name=f"For {kind}")
                form.type = kind
                self.assertIn(step, form.allowed_steps)

    def test_what_is_over_is_not_offered_for_approval(self):
        change = self.submitted()
        self.assertFalse(change.approval_obstacle)
        over = fields.Datetime.now() - timedelta(minutes=1)
        self.env.cr.execute(
            "UPDATE ipai_change SET planned_start = %s, planned_end = %s WHERE id = %s",
            [over - timedelta(hours=1), over, change.id],
        )
        change.invalidate_recordset()
        self.assertIn("is over", change.with_user(self.anna).approval_obstacle)

    def test_impact_and_conflicts_stand_beside_the_decision(self):
        change = self.submitted()
        rival = self.new_change(start=1, name="Another disk")
        action = change.with_user(self.anna).action_open_approve()
        dialog = (
            self.env["ipai.decide"]
            .with_user(self.anna)
            .with_context(**action["context"])
            .create({})
        )
        self.assertIn("Resolver", dialog.about)
        self.assertIn(rival.reference, dialog.about)
        self.assertIn("Resolver", change.with_user(self.anna).about)
