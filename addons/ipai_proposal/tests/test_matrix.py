# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from odoo.addons.ipai_approval.refusal import ChangeRefused
from odoo.addons.ipai_base.compat import GROUP_USERS_FIELD

from .common import ApprovalCase
from .matrix_common import MatrixTests, RolesMixin

ASKED = {"anna", "berta", "admin"}
OWN = {"technician", "manager", "admin"}


class ProposalRolesCase(RolesMixin, ApprovalCase):
    ROLES = ("technician", "manager", "anna", "berta", "reader", "bot", "stranger", "admin")

    def in_state(self, state):
        proposal = self.propose(submit=state != "draft")
        if state == "approved":
            proposal.with_user(self.anna).action_approve()
        self.assertEqual(proposal.state, state)
        return proposal


class TestMatrix(MatrixTests, ProposalRolesCase):
    MATRIX = {
        "submit": ("draft", "action_submit", {}, OWN, "pending"),
        "approve": ("pending", "action_approve", {"reason": "because"}, ASKED, "approved"),
        "reject": ("pending", "action_reject", {"reason": "because"}, ASKED, "rejected"),
        "withdraw": ("pending", "action_withdraw", {}, OWN, "withdrawn"),
        "execute": ("approved", "action_execute", {}, OWN | {"bot"}, "executed"),
    }


class TestForging(ProposalRolesCase):
    def assert_forbidden(self, action, audited):
        """No user, the administrator included, may do ``action(env)``, and the audit knows of it."""
        for role in ("technician", "manager", "anna", "admin"):
            for context in ({}, {"sudo": True, "install_mode": True, "default_state": "approved"}):
                env = self.env(user=self.users[role], context=context)
                before = self.env["ipai.audit"].search([], limit=1).id
                with self.subTest(role=role, context=context):
                    try:
                        action(env)
                        self.fail("it should be refused")
                    except (AccessError, ChangeRefused) as error:
                        self.assertIn("audit", str(error))
                    row = self.env["ipai.audit"].search(
                        [("id", ">", before), ("outcome", "=", "denied")], limit=1
                    )
                    self.assertEqual((row.action, row.user_id), (audited, self.users[role]))

    def test_nobody_writes_creates_or_deletes_by_hand(self):
        proposal = self.in_state("approved")
        step, decision = proposal.sudo().approval_step_ids, proposal.sudo().decision_ids
        operation = proposal.operation_ids
        decision_vals = {
            "res_model": "ipai.proposal",
            "res_id": proposal.id,
            "revision": 1,
            "payload_hash": proposal.payload_hash,
            "verdict": "approve",
            "user_id": self.berta.id,
            "date": "2026-01-01",
            "company_id": proposal.company_id.id,
        }
        forgeries = (
            (
                "ipai.proposal",
                "write",
                lambda m: m.browse(proposal.id).write({"state": "executed"}),
            ),
            (
                "ipai.proposal",
                "write",
                lambda m: m.browse(proposal.id).web_save({"revision": 1}, {}),
            ),
            ("ipai.proposal", "create", lambda m: m.create({"summary": "x"})),
            ("ipai.proposal", "create", lambda m: m.browse(proposal.id).copy()),
            ("ipai.proposal", "unlink", lambda m: m.browse(proposal.id).unlink()),
            (
                "ipai.proposal.operation",
                "write",
                lambda m: m.browse(operation.id).write({"values": {}}),
            ),
            ("ipai.proposal.operation", "unlink", lambda m: m.browse(operation.id).unlink()),
            ("ipai.approval.step", "write", lambda m: m.browse(step.id).write({"minimum": 0})),
            ("ipai.approval.step", "unlink", lambda m: m.browse(step.id).unlink()),
            ("ipai.decision", "create", lambda m: m.create(decision_vals)),
            ("ipai.decision", "write", lambda m: m.browse(decision.id).write({"user_id": 1})),
            ("ipai.decision", "unlink", lambda m: m.browse(decision.id).unlink()),
        )
        for model, operation_name, forge in forgeries:
            with self.subTest(model=model, operation=operation_name):
                self.assert_forbidden(
                    lambda env, forge=forge, model=model: forge(env[model]),
                    f"{model}.{operation_name}",
                )

    def test_no_right_is_given_to_write_them(self):
        for model in (
            "ipai.proposal",
            "ipai.proposal.operation",
            "ipai.approval.step",
            "ipai.decision",
        ):
            for role in ("technician", "manager", "anna", "admin"):
                with self.subTest(model=model, role=role):
                    records = self.env[model].with_user(self.users[role])
                    for operation in ("create", "write", "unlink"):
                        self.assertFalse(records.has_access(operation))
                    self.assertTrue(records.has_access("read"))

    def test_only_a_manager_writes_policies_and_the_audit_knows(self):
        policy = self.env.ref("ipai_approval.policy_default")
        for role in ("technician", "anna", "reader"):
            with self.assertRaises(AccessError):
                policy.with_user(self.users[role]).valid_hours = 1
        policy.with_user(self.manager).valid_hours = 24
        row = self.env["ipai.audit"].search(
            [("action", "=", "ipai.approval.policy.write")], limit=1
        )
        self.assertEqual((row.user_id, row.field_names), (self.manager, "valid_hours: 72 → 24"))

    def test_who_left_the_group_does_not_approve(self):
        proposal = self.in_state("pending")
        self.env.ref("ipai_approval.group_approver").write(
            {GROUP_USERS_FIELD: [Command.unlink(self.anna.id)]}
        )
        # Still a user of the suite, not an approver any more.
        self.env.ref("ipai_base.group_user").write(
            {GROUP_USERS_FIELD: [Command.link(self.anna.id)]}
        )
        with self.assertRefused("not-allowed", "not among those", "ipai.proposal.approve"):
            proposal.with_user(self.anna).action_approve()

    def test_another_company_sees_nothing_of_it(self):
        proposal = self.in_state("approved")
        company = self.env["res.company"].create({"name": "Other"})
        outsider = new_test_user(
            self.env,
            "outsider",
            groups="ipai_base.group_manager,ipai_approval.group_approver",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        for model in (
            "ipai.proposal",
            "ipai.proposal.operation",
            "ipai.approval.step",
            "ipai.decision",
        ):
            with self.subTest(model=model):
                self.assertTrue(self.env[model].search([]))
                self.assertFalse(self.env[model].with_user(outsider).search([]))
        with self.assertRaises(AccessError):
            proposal.with_user(outsider).read(["summary"])
        with self.assertRaises(AccessError):
            proposal.with_user(outsider).action_approve()
