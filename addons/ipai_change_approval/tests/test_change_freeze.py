# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from .change_common import ChangeCase


class TestChangeFreeze(ChangeCase):
    def blocking(self, kind, moment=None, target=None):
        return self.env["ipai.change.freeze"]._blocking(
            self.env.company, kind, moment or self.now, target
        )

    def test_it_blocks_what_it_names_from_its_start_up_to_its_end(self):
        freeze = self.new_freeze()
        self.assertEqual(self.blocking("change-normal"), freeze)
        self.assertEqual(self.blocking("asset"), freeze)
        self.assertFalse(self.blocking("change-emergency"))
        self.assertEqual(self.blocking("change-normal", freeze.starts_at), freeze)
        self.assertFalse(self.blocking("change-normal", freeze.starts_at - timedelta(seconds=1)))
        self.assertFalse(self.blocking("change-normal", freeze.ends_at))
        freeze.active = False
        self.assertFalse(self.blocking("change-normal"))

    def test_kinds_of_proposals_can_be_listed_with_wildcards(self):
        freeze = self.new_freeze(blocks_proposals="listed", proposal_kinds="asset, partner*")
        self.assertEqual(self.blocking("partner-bank"), freeze)
        self.assertEqual(self.blocking("asset"), freeze)
        self.assertFalse(self.blocking("lead"))
        freeze.blocks_proposals = "none"
        self.assertFalse(self.blocking("asset"))
        with self.assertRaisesRegex(ValidationError, "list the kinds"):
            freeze.write({"blocks_proposals": "listed", "proposal_kinds": " , "})

    def test_the_freeze_that_ends_last_is_named_first(self):
        short, long = self.new_freeze(hours=3), self.new_freeze(hours=9, name="Holidays")
        self.assertEqual(self.blocking("asset").ids, [long.id, short.id])

    def test_the_freeze_of_another_company_blocks_nothing_here(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.new_freeze(company_id=other.id)
        self.assertFalse(self.blocking("asset"))

    def test_it_ends_after_it_starts(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.new_freeze(hours=-1)

    def test_a_proposal_is_not_carried_out_in_a_freeze(self):
        proposal = self.propose()
        proposal.with_user(self.anna).action_approve()
        freeze = self.new_freeze()
        with self.assertRefused("change-freeze", "Year-End Closing", "ipai.proposal.execute"):
            proposal.action_execute()
        self.assertEqual(self.asset.purpose, "old")
        freeze.action_archive()
        proposal.action_execute()
        self.assertEqual(self.asset.purpose, "new")

    def test_who_may_overrides_for_one_change_as_it_is_with_a_reason(self):
        freeze = self.new_freeze(override_user_ids=[Command.link(self.other.id)])
        change, another = self.scheduled(start=48), self.new_change(start=-2)
        change.write(self.period(-1))  # back into the freeze
        self.assertEqual(change.state, "draft")
        with self.assertRaisesRegex(UserError, "Say why"):
            change.with_user(self.other).action_override_freeze(" ")
        self.assertFalse(change.with_user(self.berta).can_override_freeze)
        with self.assertRaisesRegex(AccessError, "You may not override"):
            change.with_user(self.berta).action_override_freeze("I want to")
        self.assertFalse(freeze.override_ids)
        self.assertTrue(change.with_user(self.other).can_override_freeze)
        change.with_user(self.other).action_override_freeze("The disk fails tonight")
        self.assertEqual(freeze.override_ids.user_id, self.other)
        self.assertFalse(self.blocking("change-normal", target=change))
        self.assertTrue(self.blocking("change-normal", target=another))
        change.plan = "<p>Something else.</p>"
        self.assertTrue(self.blocking("change-normal", target=change), "an edit ends the override")

    def test_what_a_change_carries_passes_with_it(self):
        freeze = self.new_freeze()
        change, proposal = self.new_change(), self.propose()
        change.action_add_proposals(proposal.ids)
        self.assertTrue(self.blocking("asset", target=proposal))
        freeze.with_user(self.manager)._override(change, "Agreed with the customer")
        self.assertFalse(self.blocking("asset", target=proposal))

    def test_who_asks_does_not_override_for_themselves(self):
        freeze = self.new_freeze()
        for record in (self.new_change(user=self.manager), self.propose(user=self.manager)):
            own = record.with_user(self.manager)
            self.assertFalse(own.can_override_freeze)
            with self.assertRefused("own-proposal", "another person", f"{record._name}.override"):
                own.action_override_freeze("I am the manager")
        self.assertFalse(freeze.override_ids)

    def test_alone_one_overrides_for_oneself_and_the_audit_shows_it_red(self):
        self.env.company.write(
            {"ipai_self_approval": True, "ipai_self_approval_reason": "A lab of one"}
        )
        freeze = self.new_freeze()
        change = self.new_change(user=self.manager)
        change.with_user(self.manager).action_override_freeze("The disk fails tonight")
        self.assertFalse(self.blocking("change-normal", target=change))
        row = self.env["ipai.audit"].search([("action", "like", ".self_")], limit=1)
        self.assertEqual(row.action, f"change.freeze.self_override {freeze.id}")

    def test_a_manager_lets_one_proposal_through_as_it_is(self):
        self.new_freeze()
        one, another = self.propose(), self.propose(values={"location": "Rack 2"})
        for proposal in (one, another):
            proposal.with_user(self.anna).action_approve()
        self.assertFalse(one.with_user(self.anna).can_override_freeze)
        boss = one.with_user(self.manager)
        self.assertTrue(boss.can_override_freeze)
        with self.assertRefused("reason-required", "Say why", "ipai.proposal.override"):
            boss.action_override_freeze(" ")
        boss.action_override_freeze("The customer waits")
        self.assertFalse(boss.can_override_freeze, "nothing stops it any more")
        self.assertIn("The customer waits", one.message_ids[0].body)
        with self.assertRefused("change-freeze", action="ipai.proposal.execute"):
            another._execute(True)
        self.assertEqual(one._execute(True)["state"], "executed")
        with self.assertRefused("wrong-state", "No freeze", "ipai.proposal.override"):
            one.with_user(self.manager).sudo(False).action_override_freeze("Again")

    def test_what_waited_for_the_freeze_is_carried_out_with_the_override(self):
        self.new_freeze()
        proposal = self.propose(execute_on_approval=True)
        proposal.with_user(self.anna).action_approve()
        self.assertEqual(proposal.state, "approved")
        proposal.with_user(self.manager).action_override_freeze("The customer waits")
        self.assertEqual((proposal.state, self.asset.purpose), ("executed", "new"))

    def test_proposed_again_it_is_stopped_again(self):
        self.new_freeze()
        proposal = self.propose()
        proposal.with_user(self.manager).action_override_freeze("The customer waits")
        self.assertFalse(self.blocking("asset", target=proposal))
        self.asset.purpose = "somebody else's"
        proposal.with_user(self.technician).action_propose_again()
        self.assertTrue(self.blocking("asset", target=proposal))

    def test_the_dialog_asks_for_the_reason(self):
        self.new_freeze()
        boss = self.propose().with_user(self.manager)
        action = boss.action_open_override()
        dialog = self.env["ipai.decide"].with_user(self.manager).with_context(**action["context"])
        dialog.create({"reason": "The customer waits"}).action_decide()
        self.assertFalse(self.blocking("asset", target=boss))

    def test_a_change_and_a_proposal_are_refused_in_the_same_words(self):
        freeze = self.new_freeze()
        proposal, change = self.propose(), self.scheduled(start=48)
        proposal.with_user(self.anna).action_approve()
        change.sudo().write(self.period(-1))
        change.sudo().write({"state": "scheduled", "approval_state": "granted"})
        with self.assertRefused("change-freeze") as first:
            proposal._execute(True)
        with self.assertRefused("change-freeze") as second:
            change._check_freeze(self.now)
        self.assertEqual(str(first.exception), str(second.exception))
        self.assertEqual(first.exception.details, second.exception.details)
        self.assertEqual(
            first.exception.details,
            {"until": freeze.ends_at.isoformat() + "Z", "freezes": [freeze.name]},
        )

    def test_an_override_stays_on_record(self):
        freeze, change = self.new_freeze(), self.new_change()
        freeze.with_user(self.manager)._override(change, "Because")
        override = freeze.override_ids.with_user(self.manager)
        for attempt in (
            lambda: override.write({"reason": "x"}),
            override.unlink,
            lambda: override.create({"freeze_id": freeze.id}),
        ):
            with self.assertRaises(AccessError):
                attempt()
        with self.assertRaisesRegex(UserError, "archive it"):
            freeze.with_user(self.manager).unlink()

    def test_moving_a_freeze_is_for_managers_and_in_the_audit(self):
        freeze = self.new_freeze()
        with self.assertRaises(AccessError):
            freeze.with_user(self.technician).ends_at = self.now
        freeze.with_user(self.manager).ends_at = self.now
        self.assertEqual(self.actions_of(freeze), ["create", "write"])

    def test_few_queries_however_many_freezes(self):
        for number in range(30):
            self.new_freeze(name=f"Freeze {number}")
        self.env.flush_all()
        self.env.invalidate_all()
        company = self.env.company
        with self.assertQueryCount(3):
            self.env["ipai.change.freeze"]._blocking(company, "asset", self.now)
