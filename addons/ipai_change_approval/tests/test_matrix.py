# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json
import unittest
import xmlrpc.client

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from odoo.addons.ipai_base.compat import GROUP_USERS_FIELD, SERIES, generate_api_key

from ..refusal import ChangeRefused
from .common import ApprovalCase

ASKED = {"anna", "berta", "admin"}
OWN = {"technician", "manager", "admin"}
MATRIX = {
    # transition: (state before, method, arguments, who may, state after)
    "submit": ("draft", "action_submit", [], OWN, "pending"),
    "approve": ("pending", "action_approve", ["because"], ASKED, "approved"),
    "reject": ("pending", "action_reject", ["because"], ASKED, "rejected"),
    "withdraw": ("pending", "action_withdraw", [], OWN, "withdrawn"),
    "execute": ("approved", "action_execute", [], OWN | {"bot"}, "executed"),
}
ROLES = ("technician", "manager", "anna", "berta", "reader", "bot", "stranger", "admin")


class MatrixCase(ApprovalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger = new_test_user(cls.env, "stranger", groups="base.group_user")
        cls.admin = cls.env.ref("base.user_admin")
        cls.users = {role: getattr(cls, role) for role in ROLES}

    def in_state(self, state):
        proposal = self.propose(submit=state != "draft")
        if state == "approved":
            proposal.with_user(self.anna).action_approve()
        self.assertEqual(proposal.state, state)
        return proposal

    def denied_rows(self):
        return self.env["ipai.audit"].search_count([("outcome", "=", "denied")])

    def assert_transition(self, call, audited=True):
        """Each role tries each transition by ``call``, which raises when it is refused.

        :param audited: whether the audit is looked at. A refused request takes it back in a test,
            where all cursors are one; tests/test_approvals.py looks at a running server.
        """
        for name, (state, method, arguments, allowed, after) in MATRIX.items():
            for role, user in self.users.items():
                with self.subTest(transition=name, role=role), self.cr.savepoint() as savepoint:
                    proposal = self.in_state(state)
                    self.env.flush_all()
                    before = self.denied_rows()
                    refusal = None
                    try:
                        call(user, proposal, method, arguments)
                    except (ChangeRefused, AccessError, Refused) as error:
                        refusal = error
                    self.env.invalidate_all()
                    if role in allowed:
                        self.assertFalse(refusal, refusal)
                        self.assertEqual(proposal.state, after)
                    else:
                        self.assertTrue(refusal, "it should be refused")
                        self.assertEqual(proposal.state, state)
                        self.assertEqual(self.denied_rows(), before + audited)
                    savepoint.rollback()


class Refused(Exception):
    """The server answered a call with an error."""


class TestMatrix(MatrixCase):
    def test_by_a_button(self):
        def press(user, proposal, method, arguments):
            getattr(proposal.with_user(user), method)(*arguments)

        self.assert_transition(press)

    @mute_logger(
        "odoo.http", "odoo.addons.rpc.controllers.xmlrpc", "odoo.addons.base.controllers.rpc"
    )
    def test_over_xml_rpc(self):
        for user in self.users.values():
            user.password = "secret-" + user.login

        def call(user, proposal, method, arguments):
            try:
                self.xmlrpc_object.execute_kw(
                    self.env.cr.dbname,
                    user.id,
                    "secret-" + user.login,
                    proposal._name,
                    method,
                    [proposal.ids, *arguments],
                )
            except xmlrpc.client.Fault as fault:
                raise Refused(fault.faultString) from fault

        self.assert_transition(call, audited=False)

    @unittest.skipIf(SERIES < 19, "JSON-2 came with 19.0")
    @mute_logger("odoo.http")
    def test_over_json_2(self):
        keys = {user: generate_api_key(user, "matrix", "rpc", None) for user in self.users.values()}
        names = {"action_approve": "reason", "action_reject": "reason"}

        def call(user, proposal, method, arguments):
            body = {"ids": proposal.ids}
            if arguments:
                body[names[method]] = arguments[0]
            answer = self.url_open(
                f"/json/2/{proposal._name}/{method}",
                data=json.dumps(body),
                headers={
                    "Content-Type": "application/json",
                    "Authorization": f"bearer {keys[user]}",
                    "X-Odoo-Database": self.env.cr.dbname,
                },
            )
            if not answer.ok:
                raise Refused(answer.text)

        self.assert_transition(call, audited=False)


class TestForging(MatrixCase):
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
        policy = self.env.ref("ipai_change_approval.policy_default")
        for role in ("technician", "anna", "reader"):
            with self.assertRaises(AccessError):
                policy.with_user(self.users[role]).valid_hours = 1
        policy.with_user(self.manager).valid_hours = 24
        row = self.env["ipai.audit"].search(
            [("action", "=", "ipai.approval.policy.write")], limit=1
        )
        self.assertEqual((row.user_id, row.field_names), (self.manager, "valid_hours"))

    def test_who_left_the_group_does_not_approve(self):
        proposal = self.in_state("pending")
        self.env.ref("ipai_change_approval.group_approver").write(
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
            groups="ipai_base.group_manager,ipai_change_approval.group_approver",
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
