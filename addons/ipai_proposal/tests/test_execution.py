# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import contextlib
from datetime import timedelta
from unittest.mock import patch

from psycopg2 import OperationalError

from odoo import Command, fields
from odoo.sql_db import db_connect
from odoo.tools import mute_logger

from odoo.addons.ipai_base import batches, locks
from odoo.addons.ipai_base.compat import GROUP_USERS_FIELD
from odoo.addons.ipai_base.locks import hold

from .common import ApprovalCase


class TestExecution(ApprovalCase):
    def approved(self, **options):
        proposal = self.propose(**options)
        proposal.with_user(self.anna).action_approve()
        return proposal

    def test_it_is_written_once_and_the_result_given_again(self):
        proposal = self.approved(case_id="abc12345")
        outcome = proposal._execute(True)
        self.assertEqual(outcome["state"], "executed")
        self.assertEqual(outcome["results"][0]["record_id"], self.contact.id)
        self.assertEqual(self.contact.function, "new")
        self.assertRegex(outcome["executed_at"], r"T.*\+00:00")
        self.contact.function = "newer"
        self.assertEqual(proposal._execute(True), outcome)
        self.assertEqual(self.contact.function, "newer")
        self.assertEqual(self.actions_of(proposal)[-1], "execute")

    def test_a_new_record_stands_in_the_result(self):
        proposal = self.approved(
            operations=[
                {
                    "method": "create",
                    "model": "res.partner",
                    "name": "make",
                    "values": {"name": "pve02"},
                }
            ],
            bot_user=self.bot,
        )
        (result,) = proposal._execute(True)["results"]
        made = self.env["res.partner"].browse(result["record_id"])
        self.assertEqual((made.name, made.create_uid, result["op"]), ("pve02", self.bot, "make"))
        self.assertEqual(proposal.operation_ids._target(), made)
        self.assertEqual(proposal.payload_hash, proposal._approval_digest())

    def test_the_record_tells_who_wanted_and_who_decided(self):
        proposal = self.approved(source="Loom", case_id="abc12345")
        proposal._execute(True)
        note = self.contact.message_ids[0].body
        self.assertIn("Loom, case abc12345, approved by Anna", note)
        self.assertIn(proposal.code, note)

    def test_before_a_decision_nothing_is_written(self):
        proposal = self.propose()
        with self.assertRefused(
            "approval-required", "Waiting for: .*Anna", "ipai.proposal.execute"
        ) as caught:
            proposal._execute(True)
        self.assertIn("Anna", caught.exception.details["waiting_for"])
        self.assertIn("/odoo/change-proposals/", caught.exception.details["url"])
        self.assertEqual(self.contact.function, "old")

    def test_what_was_carried_out_is_neither_taken_back_nor_decided_again(self):
        proposal = self.approved()
        proposal._execute(True)
        outcome = proposal._outcome()
        with self.assertRefused("proposal-closed", action="ipai.proposal.withdraw"):
            proposal.with_user(self.technician).action_withdraw()
        # Not even when the approval is not good any more.
        proposal.sudo().approval_expires_at = fields.Datetime.now() - timedelta(hours=1)
        for verdict in ("approve", "reject"):
            with self.assertRefused("proposal-closed", action=f"ipai.proposal.{verdict}"):
                getattr(proposal.with_user(self.anna), f"action_{verdict}")("again")
        self.assertEqual((proposal.state, proposal.approval_state), ("executed", "granted"))
        self.assertEqual(proposal._execute(True), outcome)

    def test_a_moved_target_is_refused_with_what_changed(self):
        proposal = self.approved()
        self.contact.function = "somebody else's"
        with self.assertRefused(
            "target-changed", "Ada was changed since: function", "ipai.proposal.execute"
        ) as caught:
            proposal._execute(True)
        (found,) = caught.exception.details["differences"]
        self.assertEqual(
            (found["before"], found["now"], found["proposed"], found["state"]),
            ("old", "somebody else's", "new", "conflict"),
        )
        self.assertEqual((proposal.state, self.contact.function), ("approved", "somebody else's"))

    def test_another_field_of_the_target_counts_too(self):
        proposal = self.approved()
        self.env.cr.execute(
            "UPDATE res_partner SET write_date = write_date + interval '1 us' WHERE id = %s",
            [self.contact.id],
        )
        with self.assertRefused("target-changed", "write_date"):
            proposal._execute(True)

    def test_a_deleted_target_is_refused(self):
        proposal = self.approved()
        self.contact.unlink()
        with self.assertRefused("target-changed", action="ipai.proposal.execute"):
            proposal._execute(True)

    def test_proposed_again_the_reviewer_sees_the_new_values(self):
        proposal = self.approved()
        self.contact.function = "somebody else's"
        proposal.with_user(self.technician).action_propose_again()
        self.assertEqual((proposal.state, proposal.revision), ("pending", 2))
        self.assertEqual(proposal.operation_ids.before, {"function": "somebody else's"})
        proposal.with_user(self.anna).action_approve()
        self.assertEqual(proposal._execute(True)["state"], "executed")

    def test_an_approver_who_left_the_group_does_not_count_any_more(self):
        proposal = self.approved()
        self.env.ref("ipai_approval.group_approver").write(
            {GROUP_USERS_FIELD: [Command.unlink(self.anna.id)]}
        )
        with self.assertRefused("approval-required", "does not stand", "ipai.proposal.execute"):
            proposal._execute(True)
        # By the button it waits again, and another approves.
        proposal.with_user(self.technician).action_execute()
        self.assertEqual(proposal.state, "pending")
        proposal.with_user(self.berta).action_approve()
        self.assertEqual(proposal._execute(True)["state"], "executed")

    def test_an_approver_who_was_archived_does_not_count_any_more(self):
        proposal = self.approved()
        self.anna.active = False
        with self.assertRefused("approval-required"):
            proposal._execute(True)
        # No button first: the next approver simply approves.
        proposal.with_user(self.berta).action_approve()
        self.assertEqual(proposal._execute(True)["state"], "executed")

    def test_an_approval_has_an_end(self):
        proposal = self.approved()
        proposal.sudo().approval_expires_at = fields.Datetime.now()
        with self.assertRefused("approval-required", "was valid until"):
            proposal._execute(True)

    def test_over_by_time_every_vote_is_void_and_people_are_asked_anew(self):
        proposal = self.approved()
        proposal.sudo().write(
            {"approval_expires_at": fields.Datetime.now(), "execute_on_approval": True}
        )
        self.env["ipai.proposal"]._cron_carry_out()
        self.env["ipai.proposal"]._cron_carry_out()
        self.assertEqual((proposal.state, proposal.revision), ("pending", 2))
        self.assertEqual(self.contact.function, "old")
        self.assertIn(self.anna, proposal.waiting_user_ids)
        proposal.with_user(self.anna).action_approve()
        self.assertEqual(proposal.state, "executed")
        self.assertEqual(proposal.decision_ids.mapped("revision"), [2, 1])

    def test_between_the_end_of_an_approval_and_the_clock_one_may_decide(self):
        proposal = self.approved()
        proposal.sudo().approval_expires_at = fields.Datetime.now()
        proposal.with_user(self.berta).action_approve()
        self.assertEqual(proposal.state, "approved")
        self.assertEqual(proposal._execute(True)["state"], "executed")

    def test_who_has_left_is_nobody_to_act_as(self):
        proposal = self.propose(bot_user=self.bot)
        proposal.with_user(self.anna).action_approve()
        self.bot.active = False
        with self.assertRefused("not-allowed", "Bot.* has left", "ipai.proposal.execute"):
            proposal._execute(True)
        self.bot.active = True
        self.assertEqual(proposal._execute(True)["state"], "executed")

    def test_the_same_new_record_twice_is_seen_and_made_once(self):
        new = [
            {
                "method": "create",
                "model": "res.partner",
                "values": {"name": "Grace", "email": "grace@example.com"},
            }
        ]
        first, second = self.propose(operations=new), self.propose(operations=new)
        for mine, other in ((first, second), (second, first)):
            self.assertIn("proposes the same", mine.with_user(self.anna).review)
            self.assertIn(other.display_name, mine.with_user(self.anna).review)
        for proposal in (first, second):
            proposal.with_user(self.anna).action_approve()
        made = first._execute(True)["results"][0]["record_id"]
        self.assertIn("same e-mail", second.with_user(self.anna).review)
        with self.assertRefused("duplicate-found", "Grace", "ipai.proposal.execute") as caught:
            second._execute(True)
        self.assertEqual(caught.exception.details["duplicates"][0]["id"], made)
        # Shown at the decision, it is accepted by it.
        second.with_user(self.technician).action_propose_again()
        second.with_user(self.anna).action_approve("Another Grace")
        self.assertEqual(second._execute(True)["state"], "executed")

    def test_of_two_that_would_make_the_same_at_one_moment_the_second_waits(self):
        values = {"name": "Grace", "email": " Grace@Example.com"}
        new = [{"method": "create", "model": "res.partner", "values": values}]
        proposal = self.approved(operations=new)
        with contextlib.closing(db_connect(self.cr.dbname).cursor()) as other:
            hold(other, ["res.partner,email,grace@example.com"])
            with (
                patch.object(locks, "WAIT", "50ms"),
                mute_logger("odoo.sql_db"),
                self.assertRaises(OperationalError),
                self.cr.savepoint(),
            ):
                proposal._execute(True)
            other.rollback()
        self.assertEqual(proposal._execute(True)["state"], "executed")

    def test_an_archived_twin_is_a_twin(self):
        self.contact.write({"email": "ada@example.com", "active": False})
        values = {"name": "Ada", "email": "Ada@Example.com"}
        new = [{"method": "create", "model": "res.partner", "values": values}]
        self.assertEqual(
            self.propose(operations=new).operation_ids.duplicates[0]["id"], self.contact.id
        )

    def test_an_expired_proposal_is_not_carried_out(self):
        proposal = self.approved()
        proposal.sudo().expires_at = fields.Datetime.now()
        with self.assertRefused("proposal-expired", action="ipai.proposal.execute"):
            proposal._execute(True)

    def test_an_approval_that_lapsed_does_not_look_as_if_it_stood(self):
        proposal = self.approved()
        self.assertFalse(proposal.approval_lapsed)
        proposal.sudo().approval_expires_at = fields.Datetime.now()
        self.assertIn("was valid until", proposal.approval_lapsed)
        lasting = self.approved()
        lasting._execute(True)
        lasting.sudo().approval_expires_at = fields.Datetime.now()
        self.assertFalse(lasting.approval_lapsed, "it was carried out in time")

    def test_other_bytes_than_approved_are_refused(self):
        proposal = self.approved()
        self.env.flush_all()
        self.env.cr.execute(
            'UPDATE ipai_proposal_operation SET kept_values = \'{"function": "forged"}\''
            " WHERE proposal_id = %s",
            [proposal.id],
        )
        self.env.invalidate_all()
        with self.assertRefused("payload-changed", action="ipai.proposal.execute"):
            proposal._execute(True)

    def test_a_forged_state_is_not_an_approval(self):
        proposal = self.propose()
        self.env.cr.execute(
            "UPDATE ipai_proposal SET state = 'approved', approval_state = 'granted',"
            " approval_expires_at = now() + interval '1 day' WHERE id = %s",
            [proposal.id],
        )
        self.env.cr.execute(
            "UPDATE ipai_approval_step SET state = 'approved' WHERE res_id = %s", [proposal.id]
        )
        self.env.invalidate_all()
        with self.assertRefused("approval-required"):
            proposal._execute(True)

    def test_a_failure_says_why_and_can_be_tried_again(self):
        parent = self.env["res.partner"].create({"name": "Parent"})
        proposal = self.approved(values={"parent_id": parent.id})
        parent.parent_id = self.contact
        outcome = proposal._execute(True)
        self.assertEqual(outcome["state"], "failed")
        self.assertIn("recursi", outcome["error"].lower())
        self.assertFalse(self.contact.parent_id)
        with self.assertRefused("proposal-closed", "has failed"):
            proposal._execute(True)
        parent.parent_id = False
        proposal.with_user(self.technician).action_propose_again()
        self.assertEqual((proposal.state, proposal.revision), ("pending", 2))
        proposal.with_user(self.anna).action_approve()
        self.assertEqual(proposal._execute(True)["state"], "executed")

    def test_all_operations_or_none(self):
        parent = self.env["res.partner"].create({"name": "Parent"})
        proposal = self.approved(
            operations=[
                {
                    "method": "write",
                    "model": "res.partner",
                    "id": self.contact.id,
                    "values": {"function": "half"},
                },
                {
                    "method": "create",
                    "model": "res.partner",
                    "values": {"name": "x", "parent_id": parent.id},
                },
            ]
        )
        parent.unlink()
        self.assertEqual(proposal._execute(True)["state"], "failed")
        self.assertEqual(self.contact.function, "old")

    def test_during_a_freeze_it_waits(self):
        now = fields.Datetime.now()
        freeze = self.env["ipai.change.freeze"].create(
            {
                "name": "Year-End",
                "starts_at": now - timedelta(hours=1),
                "ends_at": now + timedelta(hours=1),
            }
        )
        proposal = self.propose(execute_on_approval=True)
        proposal.with_user(self.anna).action_approve()
        self.assertEqual(proposal.state, "approved", "approving does not lift a freeze")
        with self.assertRefused(
            "change-freeze", "Year-End until", "ipai.proposal.execute"
        ) as caught:
            proposal._execute(True)
        self.assertRegex(caught.exception.details["until"], r"^\d{4}-\d\d-\d\dT.*Z$")
        self.env["ipai.proposal"]._cron_carry_out()
        self.assertEqual(proposal.state, "approved")
        freeze.ends_at = now
        self.env["ipai.proposal"]._cron_carry_out()
        self.assertEqual((proposal.state, self.contact.function), ("executed", "new"))

    def test_the_clock_asks_again_where_an_approver_left(self):
        proposal = self.approved()
        self.anna.active = False
        self.env["ipai.proposal"]._cron_carry_out()
        self.assertEqual(proposal.state, "pending")
        self.assertIn(self.berta, proposal.waiting_user_ids)

    def test_deciding_and_doing_ask_the_database_as_often_among_many(self):
        def count(proposal):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            proposal.with_user(self.anna).action_approve()
            proposal._execute(True)
            self.env.flush_all()
            return self.cr.sql_log_count - before

        count(self.propose(values={"function": "warm"}))
        few = count(self.propose(values={"function": "few"}))
        for number in range(8):
            self.propose(values={"street": f"Rack {number}"})
        # A cache more or less, but nothing for each of the eight.
        self.assertLess(count(self.propose(values={"function": "many"})), few + 4)

    def test_undo_is_proposed_not_done(self):
        proposal = self.approved()
        proposal._execute(True)
        action = proposal.with_user(self.technician).action_propose_undo()
        undo = self.env["ipai.proposal"].browse(action["res_id"])
        self.assertEqual(undo.operation_ids.values, {"function": "old"})
        self.assertEqual((undo.state, undo.undo_of_id), ("pending", proposal))
        self.assertEqual(self.contact.function, "new")

    def test_carried_out_on_approval(self):
        proposal = self.propose(execute_on_approval=True)
        proposal.with_user(self.anna).action_approve()
        self.assertEqual((proposal.state, self.contact.function), ("executed", "new"))

    def test_who_may_press_the_button(self):
        proposal = self.approved()
        with self.assertRefused("not-allowed", action="ipai.proposal.execute"):
            proposal.with_user(self.anna).action_execute()
        proposal.with_user(self.manager).action_execute()
        self.assertEqual(proposal.state, "executed")

    def test_the_clock_gets_past_those_that_wait_for_a_freeze(self):
        now = fields.Datetime.now()
        self.env["ipai.change.freeze"].create(
            {
                "name": "Year-End",
                "starts_at": now - timedelta(hours=1),
                "ends_at": now + timedelta(hours=1),
                "blocks_proposals": "listed",
                "proposal_kinds": "frozen",
            }
        )
        frozen = [self.propose(kind="frozen", execute_on_approval=True) for _number in range(2)]
        free = self.propose(values={"street": "Rack 1"})
        for proposal in (*frozen, free):
            proposal.with_user(self.anna).action_approve()
        free.sudo().execute_on_approval = True
        with patch.object(batches, "SIZE", 1):
            self.env["ipai.proposal"]._cron_carry_out()
        self.assertEqual([one.state for one in frozen], ["approved", "approved"])
        self.assertEqual(free.state, "executed")
