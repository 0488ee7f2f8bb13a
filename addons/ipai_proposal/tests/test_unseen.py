# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError

from .common import ApprovalCase

KEPT = ("kept_values", "kept_before", "kept_after", "kept_duplicates")


class TestUnseen(ApprovalCase):
    """What a proposal writes is shown to those who may read it on the record, and to nobody else."""

    def restricted(self, name):
        """Let only an administrator read this field of a contact."""
        field = self.env["res.partner"]._fields[name]
        return patch.object(field, "groups", "base.group_system")

    def hidden_contact(self):
        """Let a rule hide the contact from those who are only readers of the suite."""
        self.env["ir.rule"].create(
            {
                "name": "Hidden",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": f"[('id', '!=', {self.contact.id})]",
                "groups": [Command.link(self.env.ref("ipai_approval.group_approver").id)],
            }
        )

    def seen_by(self, user, proposal):
        proposal.invalidate_recordset()
        proposal.operation_ids.invalidate_recordset()
        return proposal.with_user(user).operation_ids.read(["values", "before", "after", "unseen"])[
            0
        ]

    def test_a_restricted_field_is_left_out_and_named(self):
        proposal = self.propose(values={"function": "new", "street": "Rack 1"})
        with self.restricted("function"):
            seen = self.seen_by(self.anna, proposal)
            self.assertEqual(seen["values"], {"street": "Rack 1"})
            self.assertEqual(seen["after"], {"street": "Rack 1"})
            self.assertNotIn("function", seen["before"])
            self.assertEqual(seen["unseen"], ["function"])
            self.assertEqual(
                self.seen_by(self.env.ref("base.user_admin"), proposal)["values"],
                {"function": "new", "street": "Rack 1"},
            )

    def test_the_page_says_what_it_does_not_show(self):
        proposal = self.propose(values={"function": "very private", "street": "Rack 1"})
        with self.restricted("function"):
            proposal.invalidate_recordset()
            page = proposal.with_user(self.anna).review
            self.assertNotIn("very private", page)
            self.assertIn("Rack 1", page)
            self.assertRegex(page, "you may not read there:\\s*Job Position")
        proposal.invalidate_recordset()
        proposal.operation_ids.invalidate_recordset()
        self.assertIn("very private", proposal.with_user(self.anna).review)

    def test_a_record_that_one_may_not_read_shows_nothing(self):
        proposal = self.propose()
        self.hidden_contact()
        seen = self.seen_by(self.anna, proposal)
        self.assertFalse(seen["values"] or seen["before"] or seen["after"])
        self.assertEqual(seen["unseen"], ["function"])
        self.assertNotIn("Ada</a>", proposal.with_user(self.anna).review)

    def test_what_moved_is_told_without_the_values(self):
        proposal = self.propose()
        proposal.with_user(self.anna).action_approve()
        self.contact.function = "somebody else's"
        with self.restricted("function"):
            proposal.operation_ids.invalidate_recordset()
            with self.assertRefused("target-changed", "Ada was changed since: function") as caught:
                proposal.with_user(self.technician)._execute(True)
        (found,) = caught.exception.details["differences"]
        self.assertEqual((found["field"], found["now"]), ("function", None))

    def test_who_may_not_read_a_value_still_carries_all_of_it_out(self):
        proposal = self.propose(
            values={"function": "new", "street": "Rack 1"},
            bot_user=self.env.ref("base.user_admin"),
        )
        proposal.with_user(self.anna).action_approve()
        with self.restricted("street"):
            proposal.with_user(self.technician)._execute(True)
        self.assertEqual((self.contact.function, self.contact.street), ("new", "Rack 1"))

    def test_what_one_sees_asks_the_database_as_often_for_many(self):
        def count(proposals):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            proposals.with_user(self.anna).operation_ids.mapped("values")
            return self.cr.sql_log_count - before

        def make(number):
            proposals = self.env["ipai.proposal"]
            for _time in range(number):
                twin = {"name": "Ada"}
                operation = {"method": "create", "model": "res.partner", "values": twin}
                proposals |= self.propose(operations=[operation]) | self.propose()
            return proposals

        count(make(1))  # fills the caches
        self.assertEqual(count(make(8)), count(make(2)))

    def test_nobody_reads_or_looks_for_what_is_kept(self):
        operation = self.propose().operation_ids
        for user in (self.env.ref("base.user_admin"), self.manager, self.technician):
            mine = operation.with_user(user)
            for name in KEPT:
                with self.subTest(user=user.login, field=name):
                    for ask in (
                        lambda name=name, mine=mine: mine.read([name]),
                        lambda name=name, mine=mine: mine.web_read({name: {}}),
                        lambda name=name, mine=mine: mine.export_data([name]),
                        lambda name=name, mine=mine: mine.search([(name, "ilike", "new")]),
                    ):
                        # An AccessError, and a UserError for who may not export at all.
                        with self.assertRaises(UserError):
                            ask()

    def test_duplicates_that_one_may_not_read_are_not_named(self):
        self.contact.email = "ada@example.com"
        proposal = self.propose(
            operations=[
                {
                    "method": "create",
                    "model": "res.partner",
                    "values": {"name": "Ada", "email": "ada@example.com"},
                }
            ]
        )

        def named():
            proposal.operation_ids.invalidate_recordset()
            found = proposal.with_user(self.anna).operation_ids.duplicates or []
            return [one["id"] for one in found]

        self.assertIn(self.contact.id, named())
        self.hidden_contact()
        self.assertNotIn(self.contact.id, named())
