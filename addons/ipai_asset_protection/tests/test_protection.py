# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command
from odoo.exceptions import ValidationError

from .common import AssetProposalCase


class TestProtection(AssetProposalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asset.environment = "production"
        cls.protection = cls.env["ipai.field.protection"].create(
            {
                "name": "Production",
                "field_ids": [Command.set(cls.field("purpose", "status").ids)],
                "type_ids": [Command.set(cls.asset.type_id.ids)],
            }
        )
        cls.mine = cls.asset.with_user(cls.technician)

    @classmethod
    def field(cls, *names):
        return cls.env["ir.model.fields"].search(
            [("model", "=", "ipai.asset"), ("name", "in", names)]
        )

    def proposals(self):
        operations = self.env["ipai.proposal.operation"].search(
            [("res_model", "=", "ipai.asset"), ("res_id", "=", self.asset.id)]
        )
        return operations.proposal_id

    def test_an_edit_becomes_a_proposal_and_the_rest_is_written(self):
        self.mine.write({"purpose": "new", "location": "Rack B"})
        self.assertEqual((self.asset.purpose, self.asset.location), ("old", "Rack B"))
        proposal = self.proposals()
        self.assertEqual(proposal.operation_ids.values, {"purpose": "new"})
        self.assertEqual(self.mine.proposal_count, 1)
        proposal.with_user(self.anna).action_approve()
        self.assertEqual((proposal.state, self.asset.purpose), ("executed", "new"))
        self.assertEqual(self.mine.proposal_count, 0)

    def test_what_does_not_change_is_no_proposal(self):
        self.mine.write({"purpose": "old"})
        self.assertFalse(self.proposals())

    def test_no_context_is_a_way_round(self):
        for key in (
            "carried_out",
            "skip_protection",
            "ipai_proposal.carried_out",
            "install_mode",
        ):
            self.mine.with_context(**{key: True}).write({"purpose": f"by {key}"})
        self.assertEqual(self.asset.purpose, "old")
        self.assertEqual(len(self.proposals()), 4)

    def test_a_later_edit_of_the_same_stands_for_the_earlier(self):
        self.mine.purpose = "first"
        first = self.proposals()
        self.mine.write({"purpose": "second", "status": "active"})
        second = self.proposals() - first
        self.assertEqual((first.state, first.superseded_by_id), ("superseded", second))
        self.asset.with_user(self.manager).purpose = "by another"
        self.assertEqual(second.state, "pending")
        with self.assertRefused("proposal-closed"):
            first.with_user(self.anna).action_approve()
        second.with_user(self.anna).action_approve()
        self.assertEqual((self.asset.purpose, self.asset.status), ("second", "active"))

    def test_only_such_assets(self):
        for vals in (
            {"environment": "lab"},
            {"type_id": self.env.ref("ipai_asset.type_network").id},
        ):
            with self.subTest(vals), self.cr.savepoint() as savepoint:
                self.asset.write(vals)
                self.mine.purpose = "new"
                self.assertEqual(self.asset.purpose, "new")
                savepoint.rollback()

    def test_kinds_of_a_type_are_protected_with_it(self):
        child = self.env["ipai.asset.type"].create(
            {"name": "Blade", "parent_id": self.asset.type_id.id}
        )
        self.asset.type_id = child
        self.mine.purpose = "new"
        self.assertEqual(self.asset.purpose, "old")

    def test_of_several_assets_each_in_its_way(self):
        other = self.env["ipai.asset"].create(
            {"name": "lab", "environment": "lab", "type_id": self.asset.type_id.id}
        )
        (self.mine | other.with_user(self.technician)).write({"purpose": "both"})
        self.assertEqual((self.asset.purpose, other.purpose), ("old", "both"))
        self.assertEqual(len(self.proposals()), 1)

    def test_off_is_off(self):
        self.protection.active = False
        self.mine.purpose = "new"
        self.assertEqual(self.asset.purpose, "new")

    def test_only_what_a_proposal_can_write_is_protected(self):
        with self.assertRaisesRegex(ValidationError, "that a proposal can write"):
            self.protection.field_ids = self.field("tag_ids")

    def test_free_writes_ask_the_database_no_more_often(self):
        self.asset.environment = "lab"

        def count(value):
            self.env.flush_all()
            before = self.cr.sql_log_count
            self.mine.location = value
            self.env.flush_all()
            return self.cr.sql_log_count - before

        count("warm")
        with_rules = count("one")
        self.protection.unlink()
        count("warm again")
        self.assertEqual(with_rules, count("two"))
