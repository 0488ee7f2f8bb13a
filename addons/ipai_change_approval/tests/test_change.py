# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, ValidationError

from odoo.addons.ipai_base.compat import GROUPS_FIELD

from .change_common import ChangeCase


class TestChange(ChangeCase):
    def test_a_normal_change_from_draft_to_closed(self):
        change = self.new_change()
        self.assertRegex(change.reference, r"^CHG-\d{5}$")
        for act, state in (
            (change.action_request, "assess"),
            (change.action_submit, "approve"),
            (change.with_user(self.anna).action_approve, "scheduled"),
            (change.action_start, "implementing"),
            (change.action_implemented, "review"),
            (change.action_close, "closed"),
        ):
            act()
            self.assertEqual(change.state, state)
        self.assertEqual(change.outcome, "successful")
        self.assertEqual(change.reviewed_by_id, self.technician)
        self.assertTrue(change.actual_start <= change.actual_end)
        self.assertEqual(
            [action for action in self.actions_of(change) if action != "write"],
            [
                "request",
                "assessed",
                "submit",
                "approve",
                "granted",
                "scheduled",
                "start",
                "successful",
                "close",
            ],
        )

    def test_what_is_affected_comes_from_the_relations_and_can_be_corrected(self):
        change = self.new_change()
        self.assertEqual(change.affected_asset_ids, self.vm)
        self.assertEqual(change.affected_service_ids, self.dns)
        change.affected_asset_ids = False
        change.name = "Another name"
        self.assertFalse(change.affected_asset_ids)
        change.action_fill_from_impact()
        self.assertEqual(change.affected_asset_ids, self.vm)
        self.assertEqual(change._approval_owners(), self.berta)

    def test_each_thing_that_is_missing_is_named(self):
        for name in ("reason", "plan", "test_plan", "backout_plan", "planned_start"):
            with self.subTest(name=name):
                values = {name: False}
                if name == "planned_start":
                    values["planned_end"] = False
                change = self.new_change(**values)
                change.action_request()
                label = "Window" if name == "planned_start" else change._label(name)
                with self.assertRefused("incomplete", label):
                    change.action_submit()
        change = self.new_change(asset_ids=False)
        change.action_request()
        with self.assertRefused("incomplete", "at least one asset or service"):
            change.action_submit()
        change = self.new_change(degree="none")
        change.action_request()
        with self.assertRefused("incomplete", "Answer each question"):
            change.action_submit()

    def test_an_emergency_needs_a_way_back_but_no_test_plan(self):
        change = self.new_change(type="emergency", backout_plan=False)
        with self.assertRefused("incomplete", "Backout Plan"):
            change.action_submit()
        change.write({"backout_plan": "<p>Reboot.</p>", "test_plan": False})
        change.action_submit()
        self.assertEqual(change.state, "approve")

    def test_risk_is_the_worst_impact_times_the_worst_likelihood(self):
        change = self.new_change(degree="1")
        self.assertEqual((change.impact, change.likelihood, change.risk), ("1", "1", "low"))
        impact = change.answer_ids.filtered(lambda answer: answer.scale == "impact")[0]
        impact.choice_id = impact.question_id.choice_ids[2]
        self.assertEqual((change.impact, change.risk), ("3", "medium"))
        self.answer(change, "3")
        self.assertEqual(change.risk, "critical")

    def test_answers_keep_the_words_of_their_day(self):
        change = self.new_change()
        answer = change.answer_ids[0]
        asked, said = answer.question, answer.answer
        answer.question_id.sudo().name = "Something else?"
        answer.choice_id.sudo().write({"name": "Changed", "degree": "3"})
        self.env.flush_all()
        answer.invalidate_recordset()
        self.assertEqual((answer.question, answer.answer, answer.degree), (asked, said, "1"))
        with self.assertRaisesRegex(AccessError, "choose an answer"):
            answer.degree = "2"
        other = change.answer_ids[1].question_id.choice_ids[0]
        with self.assertRaisesRegex(ValidationError, "is no answer to"):
            answer.choice_id = other

    def test_two_persons_decide_what_is_risky(self):
        change = self.new_change(degree="3", start=1)
        change.action_request()
        change.action_submit()
        change.with_user(self.anna).action_approve()
        self.assertEqual(change.state, "approve")
        change.with_user(self.berta).action_approve()
        self.assertEqual(change.state, "scheduled")

    def test_who_asks_does_not_decide(self):
        group = self.env.ref("ipai_approval.group_approver")
        self.technician.sudo().write({GROUPS_FIELD: [Command.link(group.id)]})
        change = self.new_change()
        change.action_request()
        change.action_submit()
        with self.assertRefused("own-proposal", action="ipai.change.approve"):
            change.action_approve()

    def test_a_rejected_change_goes_back_to_draft_and_is_decided_anew(self):
        change = self.new_change()
        change.action_request()
        change.action_submit()
        change.with_user(self.anna).action_reject("No way back")
        self.assertEqual(change.state, "rejected")
        change.action_back_to_draft()
        change.action_request()
        change.action_submit()
        self.assertEqual((change.state, change.revision), ("approve", 2))
        self.assertEqual(len(change.decision_ids), 1, "the rejection stays on record")

    def test_an_edit_after_the_decision_voids_it(self):
        for name, value in (
            ("plan", "<p>Do something else.</p>"),
            ("planned_end", self.now + timedelta(hours=9)),
            ("asset_ids", [Command.link(self.vm.id)]),
        ):
            with self.subTest(name=name):
                change = self.scheduled()
                change[name] = value
                self.assertEqual((change.state, change.revision), ("draft", 2))
                with self.assertRefused("wrong-state"):
                    change.action_start()
        change = self.scheduled()
        self.answer(change, "2")
        self.assertEqual((change.state, change.approval_state), ("draft", "no"))
        change = self.scheduled()
        change.action_add_proposals(self.propose().ids)
        self.assertEqual(change.state, "draft")

    def test_what_is_not_decided_can_be_edited_at_any_time(self):
        change = self.scheduled()
        change.write({"responsible_id": self.other.id})
        change.ticket_ids = [Command.create({"name": "HT-1", "url": "https://desk.example/1"})]
        self.assertEqual(change.state, "scheduled")
        with self.assertRaisesRegex(ValidationError, "start it with http"):
            change.ticket_ids = [Command.create({"name": "HT-2", "url": "javascript:alert()"})]

    def test_what_is_being_done_is_not_edited(self):
        change = self.scheduled()
        change.action_start()
        with self.assertRefused("proposal-closed", "plan", "ipai.change.write"):
            change.plan = "<p>Something else.</p>"
        with self.assertRefused("proposal-closed"):
            change.answer_ids[0].remark = "x"
        with self.assertRefused("proposal-closed"):
            change.action_add_proposals(self.propose().ids)
        change.action_implemented()
        change.review_summary = "<p>Fine.</p>"
        change.action_close()
        with self.assertRefused("proposal-closed"):
            change.review_summary = "<p>Not so fine.</p>"

    def test_nobody_writes_what_the_steps_write(self):
        change = self.new_change()
        for name, value in (
            ("state", "scheduled"),
            ("approval_state", "granted"),
            ("outcome", "successful"),
            ("reference", "CHG-1"),
            ("reviewed_by_id", self.other.id),
            ("proposal_ids", []),
        ):
            with (
                self.subTest(name=name),
                self.assertRaisesRegex(AccessError, "not written by hand"),
            ):
                change.with_user(self.manager).write({name: value})
        with self.assertRaisesRegex(AccessError, "not written by hand"):
            self.new_change(state="scheduled")
        made = self.new_change_with_context(default_state="scheduled", default_outcome="failed")
        self.assertEqual((made.state, made.outcome), ("draft", False))

    def new_change_with_context(self, **context):
        return (
            self.env["ipai.change"]
            .with_user(self.technician)
            .with_context(**context)
            .create({"name": "From a context"})
        )

    def test_only_those_concerned_move_it(self):
        change = self.scheduled()
        with self.assertRefused("not-allowed", "technician", "ipai.change.start"):
            change.with_user(self.other).action_start()
        with self.assertRefused("not-allowed", action="ipai.change.start"):
            change.with_user(self.reader).action_start()
        with self.assertRefused("not-allowed"):
            change.with_user(self.other).action_cancel("Not mine")
        change.with_user(self.manager).action_start()
        self.assertEqual(change.state, "implementing")

    def test_nobody_takes_a_change_from_those_concerned(self):
        change = self.scheduled()
        for name in ("responsible_id", "requester_id"):
            with self.assertRefused("not-allowed", "technician", "ipai.change.handover"):
                change.with_user(self.other)[name] = self.other
        change.with_user(self.technician).responsible_id = self.other
        change.with_user(self.other).action_start()
        self.assertEqual(change.state, "implementing")

    def test_steps_out_of_their_turn_are_refused(self):
        change = self.new_change()
        for step in (
            change.action_submit,
            change.action_start,
            change.action_implemented,
            change.action_close,
            change.action_schedule,
            change.action_back_to_draft,
        ):
            with self.subTest(step=step.__name__), self.assertRefused("wrong-state", "Draft"):
                step()

    def test_it_starts_within_its_window(self):
        change = self.scheduled(start=2)
        with self.assertRefused("outside-window", "Wait for it"):
            change.action_start()
        self.assertFalse(change.approval_lapsed)
        with freeze_time(self.now + timedelta(hours=5)):
            change.invalidate_recordset(["approval_lapsed"])
            self.assertIn("was valid until", change.approval_lapsed)
            with self.assertRefused("outside-window", action="ipai.change.start"):
                change.action_start()
        with freeze_time(self.now + timedelta(hours=3)):
            change.action_start()

    def test_what_could_never_start_is_neither_asked_for_nor_approved_nor_scheduled(self):
        change, late = self.new_change(start=2), self.new_change(start=2, name="Late")
        change.action_request()
        late.action_request()
        late.action_submit()
        template = self.approved_template()
        standard = self.standard_change(template, **self.period(2))
        with freeze_time(self.now + timedelta(hours=5)):
            with self.assertRefused("outside-window", "is over"):
                change.action_submit()
            with self.assertRefused("outside-window", "is over", "ipai.change.approve"):
                late.with_user(self.anna).action_approve()
            with self.assertRefused("outside-window", "is over"):
                standard.action_schedule()
            late.with_user(self.anna).action_reject("Too late")
        self.assertEqual(
            (change.state, late.state, standard.state), ("assess", "rejected", "draft")
        )

    def test_it_does_not_start_in_a_freeze_that_came_later(self):
        change = self.scheduled()
        self.new_freeze()
        with self.assertRefused("change-freeze", "Year-End", "ipai.change.freeze"):
            change.action_start()
        change.with_user(self.manager).action_override_freeze("Cannot wait")
        change.action_start()
        self.assertEqual(change.state, "implementing")

    def test_it_does_not_start_when_the_approver_has_left_but_asks_another(self):
        change = self.scheduled()
        self.anna.sudo().active = False
        notice = change.action_start()
        self.assertIn("Not started", notice["params"]["title"])
        self.assertEqual(
            (change.state, change.waiting_user_ids & self.berta), ("approve", self.berta)
        )
        change.with_user(self.berta).action_approve()
        change.action_start()
        self.assertEqual(change.state, "implementing")

    def test_it_does_not_start_with_another_proposal_than_was_decided(self):
        proposal = self.propose()
        change = self.new_change()
        change.action_add_proposals(proposal.ids)
        change.action_request()
        change.action_submit()
        change.with_user(self.anna).action_approve()
        self.asset.purpose = "changed by hand"
        proposal.action_propose_again()
        change.action_start()
        self.assertEqual((change.state, change.approval_state), ("draft", "no"))

    def test_cancelling_takes_a_reason_and_comes_before_the_start(self):
        change = self.scheduled()
        with self.assertRefused("reason-required"):
            change.action_cancel("")
        change.action_cancel("The disk was found")
        self.assertEqual((change.state, change.approval_state), ("cancelled", "withdrawn"))
        change = self.scheduled()
        change.action_start()
        with self.assertRefused("wrong-state"):
            change.action_cancel("Too late")
        draft = self.new_change()
        draft.action_cancel("Never mind")
        self.assertEqual(draft.state, "cancelled")

    def test_a_change_that_was_backed_out_ends_so_after_its_review(self):
        change = self.scheduled()
        change.action_start()
        with self.assertRefused("reason-required"):
            change.action_finish("backed_out")
        change.action_finish("backed_out", "The controller does not know the disk")
        with self.assertRefused("incomplete", "Review, Lessons"):
            change.action_close()
        change.write({"review_summary": "<p>Wrong model.</p>", "lessons": "<p>Ask first.</p>"})
        change.action_close()
        self.assertEqual(change.state, "backed_out")

    def test_an_emergency_is_decided_by_one_starts_early_and_is_reviewed_in_time(self):
        change = self.new_change(type="emergency", start=1)
        change.action_submit()
        change.with_user(self.anna).action_approve()
        change.action_start()
        change.action_implemented()
        days = self.env.company.ipai_review_days
        self.assertEqual(change.review_due_at, change.actual_end + timedelta(days=days))
        self.assertEqual(change.activity_ids.user_id, self.technician)
        with self.assertRefused("incomplete", "Review"):
            change.action_close()
        with freeze_time(self.now + timedelta(days=days, hours=1)):
            self.env["ipai.change"]._cron_escalate_reviews()
            self.env["ipai.change"]._cron_escalate_reviews()
        told = change.sudo().activity_ids.filtered("active").user_id - self.technician
        self.assertTrue(told)
        for user in told:
            self.assertTrue(user.has_group("ipai_base.group_manager"))
        self.assertTrue(change.review_escalated)
        count = len(change.sudo().activity_ids)
        self.env["ipai.change"]._cron_escalate_reviews()
        self.assertEqual(len(change.sudo().activity_ids), count, "told once")
        change.review_summary = "<p>It held.</p>"
        change.action_close()
        self.assertEqual(change.state, "closed")
        self.assertFalse(change.sudo().activity_ids.filtered("active"))

    def test_only_a_draft_is_deleted(self):
        self.new_change().unlink()
        change = self.scheduled()
        with self.assertRefused("not-allowed", "evidence"):
            change.unlink()
        standard = self.standard_change(self.approved_template())
        standard.action_schedule()
        with self.assertRefused("not-allowed", "evidence"):
            standard.unlink()

    def test_the_proposals_of_a_change_wait_for_it(self):
        change, proposal = self.new_change(), self.propose(execute_on_approval=True)
        change.action_add_proposals(proposal.ids)
        proposal.with_user(self.anna).action_approve()
        self.assertEqual(self.asset.purpose, "old")
        with self.assertRefused("wrong-state", "not being implemented", "ipai.proposal.execute"):
            proposal.action_execute()
        change.action_request()
        change.action_submit()
        change.with_user(self.anna).action_approve()
        change.action_start()
        self.assertEqual((proposal.state, self.asset.purpose), ("executed", "new"))
        change.action_implemented()
        change.action_close()

    def test_a_change_ends_with_its_proposals(self):
        change, proposal = self.new_change(), self.propose()
        change.action_add_proposals(proposal.ids)
        change.action_request()
        change.action_submit()
        change.with_user(self.anna).action_approve()
        change.action_start()
        change.action_implemented()
        with self.assertRefused("incomplete", "still open"):
            change.action_close()
        proposal.action_withdraw("Done by hand")
        change.action_close()

    def test_a_proposal_is_part_of_one_change(self):
        proposal = self.propose()
        first, second = self.new_change(), self.new_change()
        first.action_add_proposals(proposal.ids)
        with self.assertRefused("wrong-state", "carries it already"):
            second.action_add_proposals(proposal.ids)
        first.action_remove_proposal(proposal.id)
        second.action_add_proposals(proposal.ids)
        self.assertEqual(second.proposal_ids, proposal)

    def test_another_company_sees_nothing_of_it(self):
        company = self.env["res.company"].create({"name": "Other"})
        change = self.new_change()
        stranger = self.other
        stranger.sudo().write({"company_ids": [Command.set(company.ids)], "company_id": company.id})
        for model in ("ipai.change", "ipai.change.answer", "ipai.change.calendar"):
            found = self.env[model].with_user(stranger).search([])
            self.assertFalse(found, model)
        with self.assertRaises(AccessError):
            change.with_user(stranger).read(["name"])

    def test_tasks_belong_to_it(self):
        project = self.env["project.project"].create({"name": "Changes"})
        template = self.approved_template(project_id=project.id)
        change = self.standard_change(template)
        self.assertEqual(change.project_id, project)
        worker = self.env.ref("project.group_project_user")
        self.technician.sudo().write({GROUPS_FIELD: [Command.link(worker.id)]})
        change.action_create_tasks()
        self.assertEqual(change.task_ids.mapped("name"), ["Order", "Install"])
        self.assertEqual(change.task_count, 2)
        self.assertEqual(change.task_ids.user_ids, self.technician)

    def test_the_board_follows_the_way_of_a_change(self):
        board = ["draft", "assess", "approve", "scheduled", "implementing", "review"]
        Change = self.env["ipai.change"]
        self.assertEqual(Change._expand_states(["approve", "draft"], []), board)
        self.assertEqual(
            Change._expand_states(["failed", "closed"], []), [*board, "closed", "failed"]
        )

    def test_the_calendar_shows_it_until_it_is_called_off(self):
        change = self.new_change()
        self.env.flush_all()
        entry = self.env["ipai.change.calendar"].search([("change_id", "=", change.id)])
        self.assertEqual(entry.starts_at, fields.Datetime.to_datetime(change.planned_start))
        self.assertEqual(entry.action_open()["res_model"], "ipai.change")
        change.action_cancel("Never mind")
        self.env.flush_all()
        self.assertFalse(self.env["ipai.change.calendar"].search([("change_id", "=", change.id)]))
