# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from odoo.addons.ipai_asset.exceptions import EditMustBeProposed

from ..unprotected import unprotected
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

    def save(self, asset=None, **vals):
        """As the form of the web client saves."""
        (asset or self.mine).web_save(vals, {"purpose": {}})

    def proposals(self):
        operations = self.env["ipai.proposal.operation"].search(
            [("res_model", "=", "ipai.asset"), ("res_id", "=", self.asset.id)]
        )
        return operations.proposal_id

    def test_an_edit_becomes_a_proposal_and_the_rest_is_written(self):
        self.save(purpose="new", location="Rack B")
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
            with self.subTest(key), self.assertRaises(EditMustBeProposed):
                self.mine.with_context(**{key: True}).write({"purpose": f"by {key}"})
        self.assertEqual(self.asset.purpose, "old")

    def test_superuser_rights_are_no_way_round_a_named_one_is(self):
        with self.assertRaises(EditMustBeProposed):
            self.mine.sudo().write({"purpose": "by sudo"})
        with unprotected():
            self.mine.write({"purpose": "by name"})
        self.assertEqual(self.asset.purpose, "by name")

    def test_a_write_writes_all_or_raises_before_anything_is_written(self):
        with self.assertRaises(EditMustBeProposed) as caught:
            self.mine.write({"purpose": "new", "location": "Rack B"})
        self.assertEqual(caught.exception.names, {"purpose"})
        self.assertEqual((self.asset.purpose, self.asset.location), ("old", False))
        self.assertFalse(self.proposals())

    def test_the_dialog_of_a_refusal_proposes_the_edit(self):
        with self.assertRaises(EditMustBeProposed) as caught:
            self.mine.write({"purpose": "new", "location": "Rack B"})
        edit = caught.exception.context
        self.env[edit["model"]].with_user(self.technician).browse(edit["ids"]).action_propose_edits(
            edit["vals"]
        )
        self.assertEqual(self.asset.location, "Rack B")
        self.assertEqual(self.proposals().operation_ids.values, {"purpose": "new"})

    def test_the_status_dialog_moves_no_history_while_it_waits(self):
        self.asset.write({"status": "active"})
        before = [(i.status, i.date_from, i.date_to) for i in self.asset.interval_ids]
        wizard = (
            self.env["ipai.asset.transition"]
            .with_user(self.technician)
            .create(
                {
                    "asset_ids": [Command.set(self.asset.ids)],
                    "status": "maintenance",
                    "reason": "new disk",
                }
            )
        )
        wizard.action_apply()
        self.assertEqual((self.asset.status, self.asset.status_reason), ("active", False))
        after = [(i.status, i.date_from, i.date_to) for i in self.asset.interval_ids]
        self.assertEqual(after, before)
        proposal = self.proposals()
        self.assertEqual(
            proposal.operation_ids.values, {"status": "maintenance", "status_reason": "new disk"}
        )
        proposal.with_user(self.anna).action_approve()
        self.assertEqual(self.asset.status, "maintenance")

    def test_archiving_is_not_a_way_to_decommission(self):
        self.asset.write({"status": "active"})
        with self.assertRaises(EditMustBeProposed):
            self.mine.write({"active": False})
        self.assertEqual((self.asset.active, self.asset.status), (True, "active"))
        self.mine.action_archive()
        self.assertEqual((self.asset.active, self.asset.status), (True, "active"))
        self.assertEqual(self.proposals().operation_ids.values["status"], "decommissioned")
        self.proposals().with_user(self.anna).action_approve()
        self.mine.action_archive()
        self.assertEqual((self.asset.active, self.asset.status), (False, "decommissioned"))

    def test_a_file_that_a_person_loads_proposes(self):
        self.env["ir.model.data"].create(
            {
                "module": "__import__",
                "name": "pve01",
                "model": "ipai.asset",
                "res_id": self.asset.id,
            }
        )
        result = (
            self.env["ipai.asset"]
            .with_user(self.technician)
            .load(["id", "purpose", "location"], [["__import__.pve01", "new", "Rack B"]])
        )
        self.assertEqual(result["ids"], self.asset.ids)
        self.assertEqual((self.asset.purpose, self.asset.location), ("old", "Rack B"))
        self.assertEqual(self.proposals().operation_ids.values, {"purpose": "new"})

    def test_by_what_it_chooses_a_protection_is_not_left(self):
        """Environment away, field, environment back: no step of it is written. The same of the company."""
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.technician.company_ids |= elsewhere
        for vals in (
            {"company_id": elsewhere.id},
            {"environment": "lab"},
            {"type_id": self.env.ref("ipai_asset.type_network").id},
            {"environment": "lab", "purpose": "new"},
        ):
            with self.subTest(vals), self.assertRaises(EditMustBeProposed):
                self.mine.write(vals)
        self.assertEqual((self.asset.environment, self.asset.purpose), ("production", "old"))

    def test_the_tree_of_types_by_which_it_chooses_is_a_rule_too(self):
        """A kind that is moved out of a protected type takes its assets out of it: two managers, and the audit."""
        company = self.env.company
        company.ipai_second_manager = "auto"
        kinds = self.env["ipai.asset.type"]
        kind = kinds.create({"name": "Blade", "parent_id": self.asset.type_id.id})
        self.asset.type_id = kind
        other = self.env.ref("ipai_asset.type_network")
        mine = kind.with_user(self.manager)
        mine.write({"color": 3, "name": "Blades"})
        kinds.with_user(self.manager).create({"name": "New", "parent_id": self.asset.type_id.id})
        for act in (
            lambda: mine.write({"parent_id": other.id}),
            lambda: mine.write({"parent_id": False}),
            lambda: mine.parent_id.write({"child_ids": [Command.unlink(kind.id)]}),
            lambda: other.with_user(self.manager).write({"child_ids": [Command.link(kind.id)]}),
        ):
            with self.assertRaisesRegex(UserError, "another manager"), mute_logger("odoo.sql_db"):
                act()
            self.assertEqual(kind.parent_id, self.env.ref("ipai_asset.type_compute"))
        with self.assertRaises(EditMustBeProposed):
            self.mine.write({"purpose": "new"})
        company.ipai_second_manager = "never"
        mine.write({"parent_id": other.id})
        told = self.env["ipai.audit"].search([("action", "=", "ipai.asset.type.write")], limit=1)
        self.assertIn(f"parent_id: Compute → {other.display_name}", told.field_names)
        self.mine.write({"purpose": "new"})
        self.assertEqual(self.asset.purpose, "new")

    def test_what_becomes_protected_by_the_write_counts(self):
        lab = self.env["ipai.asset"].create(
            {"name": "lab", "environment": "lab", "type_id": self.asset.type_id.id}
        )
        mine = lab.with_user(self.technician)
        with self.assertRaises(EditMustBeProposed):
            mine.write({"environment": "production", "purpose": "new"})
        mine.write({"environment": "production"})
        self.assertEqual(lab.environment, "production")

    def test_a_later_edit_of_the_same_stands_for_the_earlier(self):
        self.save(purpose="first")
        first = self.proposals()
        self.save(purpose="second", status="active")
        second = self.proposals() - first
        self.assertEqual((first.state, first.superseded_by_id), ("superseded", second))
        self.save(self.asset.with_user(self.manager), purpose="by another")
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
        self.save(purpose="new")
        self.assertEqual(self.asset.purpose, "old")
        self.assertTrue(self.proposals())

    def test_of_several_assets_each_in_its_way(self):
        other = self.env["ipai.asset"].create(
            {"name": "lab", "environment": "lab", "type_id": self.asset.type_id.id}
        )
        (self.mine | other.with_user(self.technician)).action_propose_edits({"purpose": "both"})
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

    def test_a_manager_opens_protections_and_chooses_fields_of_assets_only(self):
        mine = self.protection.with_user(self.manager)
        form = mine.web_read({"field_ids": {"fields": {"display_name": {}}}})
        self.assertEqual(len(form[0]["field_ids"]), 2)
        fields = self.env["ir.model.fields"].with_user(self.manager)
        found = fields.search([("name", "in", ["purpose", "login", "risk"])])
        self.assertEqual(set(found.mapped("model")), {"ipai.asset"})
        mine.write({"field_ids": [Command.link(self.field("location").id)]})
        self.assertIn("location", mine.field_ids.mapped("name"))
        with self.assertRaises(AccessError):
            self.field("purpose").with_user(self.manager).write({"field_description": "x"})
        administrator = self.env["ir.model.fields"].with_user(self.env.ref("base.user_admin"))
        self.assertTrue(administrator.search([("model", "=", "res.users")], limit=1))
        with self.assertRaises(AccessError):
            self.field("purpose").with_user(self.technician).read(["name"])
