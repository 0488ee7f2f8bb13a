# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError

from odoo.addons.ipai_base.canonical import digest
from odoo.addons.ipai_base.secret_shapes import is_secret_field

from ..operations import Allowed
from .common import ApprovalCase


class TestProposal(ApprovalCase):
    def test_it_is_simulated_and_nothing_stays(self):
        partners = self.env["res.partner"].search_count([])
        proposal = self.propose(
            operations=[
                {
                    "method": "create",
                    "model": "res.partner",
                    "values": {"name": "Example Corp", "email": "contact@example.com"},
                }
            ],
            kind="partner",
            bot_user=self.env.ref("base.user_admin"),
        )
        self.assertEqual(self.env["res.partner"].search_count([]), partners)
        self.assertEqual(proposal.state, "pending")
        self.assertEqual(proposal.simulation["errors"], [])
        self.assertEqual(proposal.operation_ids.after["name"], "Example Corp")
        self.assertIs(proposal.operation_ids.after["is_company"], False, "a default, filled in")
        self.assertEqual(proposal.summary, "Create Contact: Example Corp")

    def test_before_after_and_hash_are_kept(self):
        proposal = self.propose()
        operation = proposal.operation_ids
        self.assertEqual(operation.before, {"function": "old"})
        self.assertEqual(operation.after, {"function": "new"})
        self.assertEqual(proposal.payload_hash, digest(proposal._approval_payload()))
        self.assertEqual(self.contact.function, "old")

    def test_what_odoo_would_refuse_is_told_before_anybody_is_asked(self):
        child = self.env["res.partner"].create({"name": "Child", "parent_id": self.contact.id})
        count = self.env["ipai.proposal"].search_count([])
        with self.assertRefused("simulation-failed", "ecursi"):
            self.propose(values={"parent_id": child.id})
        self.assertEqual(self.env["ipai.proposal"].search_count([]), count)
        draft = self.propose(values={"parent_id": child.id}, submit=False)
        self.assertIn("ecursi", draft.simulation["errors"][0]["detail"])
        self.assertEqual(draft.state, "draft")

    def test_only_listed_models_fields_and_methods(self):
        for operation, pointer in (
            ({"method": "unlink", "model": "res.partner", "id": 1, "values": {}}, "/method"),
            ({"method": "write", "model": "res.users", "id": 1, "values": {"name": "x"}}, "/model"),
            (
                {"method": "write", "model": "res.partner", "id": 1, "values": {"active": False}},
                "active",
            ),
            (
                {"method": "write", "model": "res.partner", "id": 1, "values": {"company_id": 1}},
                "company",
            ),
            (
                {
                    "method": "write",
                    "model": "res.partner",
                    "id": 1,
                    "values": {"category_id": [[5]]},
                },
                "category_id",
            ),
            (
                {
                    "method": "write",
                    "model": "res.partner",
                    "id": 1,
                    "values": {"category_id": [[2, 1]]},
                },
                "category",
            ),
            ({"method": "write", "model": "res.partner", "values": {"name": "x"}}, "/id"),
        ):
            with self.subTest(pointer), self.assertRefused("operation-refused", pointer):
                self.propose(operations=[operation])

    def test_no_list_opens_what_guards_the_proposals(self):
        for model, name in (
            ("res.users", "login"),
            ("res.groups", "name"),
            ("ir.config_parameter", "value"),
            ("ipai.approval.policy", "mode"),
            ("ipai.change.freeze", "name"),
            ("ipai.proposal", "state"),
        ):
            allowed = {model: Allowed(write=frozenset({name}))}
            operation = {"method": "write", "model": model, "id": 1, "values": {name: "x"}}
            with (
                self.subTest(model),
                patch.object(
                    self.env.registry["ipai.proposal"],
                    "_allowed_operations",
                    lambda model, allowed=allowed: allowed,
                ),
                self.assertRefused("operation-refused", "may not write"),
            ):
                self.propose(operations=[operation])

    def test_no_field_that_is_allowed_holds_a_secret(self):
        for model, allowed in self.env["ipai.proposal"]._allowed_operations().items():
            for name in (allowed.create | allowed.write) & self.env[model]._fields.keys():
                with self.subTest(model=model, field=name):
                    self.assertFalse(is_secret_field(name))
                    self.assertNotEqual(self.env[model]._fields[name].groups, fields.NO_ACCESS)

    def test_a_field_that_nobody_reads_is_not_written(self):
        field = self.env["res.partner"]._fields["function"]
        with (
            patch.object(field, "groups", fields.NO_ACCESS),
            self.assertRefused("operation-refused", "never written"),
        ):
            self.propose()

    def test_a_secret_is_refused_and_not_repeated(self):
        secret = "ghp_" + "a1" * 18
        for options in (
            {"values": {"function": f"Runner with {secret}"}},
            {"summary": f"Use {secret}"},
            {"reasoning": f"The log says {secret}"},
            {"provenance": [{"url": "https://lab.example", "note": secret}]},
        ):
            with (
                self.subTest(options),
                self.assertRefused("operation-refused", "a GitHub token") as caught,
            ):
                self.propose(**options)
            told = f"{caught.exception}{caught.exception.details}"
            self.assertNotIn(secret, told)

    def test_duplicates_are_found(self):
        self.env["res.partner"].create({"name": "Example", "email": "Contact@example.com"})
        proposal = self.propose(
            operations=[
                {
                    "method": "create",
                    "model": "res.partner",
                    "values": {"name": "Example Corp", "email": "contact@example.com"},
                }
            ],
            kind="partner",
            bot_user=self.env.ref("base.user_admin"),
        )
        (found,) = proposal.operation_ids.duplicates
        self.assertEqual((found["name"], found["why"]), ("Example", "same e-mail address"))

    def test_the_bot_needs_the_right_itself(self):
        with self.assertRefused("simulation-failed"):
            self.propose(bot_user=self.reader)

    def test_the_risk_is_never_less_than_that_of_the_target(self):
        self.assertEqual(self.propose(risk="critical").risk, "critical")
        with patch.object(
            self.env.registry["res.partner"], "_proposal_risk", lambda contacts: "high"
        ):
            self.assertEqual(self.propose(risk="low").risk, "high")

    def test_an_edit_makes_a_new_revision_and_voids_what_was_decided(self):
        proposal = self.propose()
        proposal.with_user(self.anna).action_approve()
        self.assertEqual(proposal.state, "approved")
        first = proposal.payload_hash
        proposal.operation_ids.sudo().kept_values = {"function": "something else"}
        self.assertEqual((proposal.state, proposal.revision), ("draft", 2))
        self.assertEqual(len(proposal.decision_ids), 1, "history stays")
        with self.assertRefused("proposal-closed", action="ipai.proposal.execute"):
            proposal._execute(True)
        proposal.with_user(self.technician).action_submit()
        self.assertNotEqual(proposal.payload_hash, first)
        self.assertEqual(proposal.state, "pending")

    def test_what_was_submitted_is_not_deleted(self):
        proposal = self.propose()
        with self.assertRefused("not-allowed", "evidence", "ipai.proposal.unlink"):
            proposal.sudo().unlink()
        with self.assertRaises(AccessError):
            proposal.operation_ids.sudo().unlink()

    def test_withdrawn_stays(self):
        proposal = self.propose()
        with self.assertRefused("not-allowed", "who asked for it", "ipai.proposal.withdraw"):
            proposal.with_user(self.anna).action_withdraw()
        proposal.with_user(self.technician).action_withdraw()
        self.assertEqual(proposal.state, "withdrawn")
        with self.assertRefused("proposal-closed", action="ipai.proposal.withdraw"):
            proposal.with_user(self.technician).action_withdraw()
        with self.assertRefused("proposal-closed", action="ipai.proposal.approve"):
            proposal.with_user(self.anna).action_approve()

    def test_time_ends_it(self):
        proposal = self.propose()
        proposal.sudo().expires_at = "2020-01-01"
        with self.assertRefused("proposal-expired", action="ipai.proposal.approve"):
            proposal.with_user(self.anna).action_approve()
        self.env["ipai.proposal"]._cron_expire()
        self.assertEqual(proposal.state, "expired")
