# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json
import unittest
import xmlrpc.client

from odoo.exceptions import AccessError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from odoo.addons.ipai_approval.refusal import ChangeRefused
from odoo.addons.ipai_base.compat import SERIES, generate_api_key


class Refused(Exception):
    """The server answered a call with an error."""


class RolesMixin:
    """``users``: those of the case that are named in ``ROLES``, by their names."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger = new_test_user(cls.env, "stranger", groups="base.group_user")
        cls.admin = cls.env.ref("base.user_admin")
        cls.users = {role: getattr(cls, role) for role in cls.ROLES}


class MatrixTests(RolesMixin):
    """Each role tries each transition: in Python, as the web client, over XML-RPC and JSON-2.

    Mixed into an HttpCase that gives ``MATRIX``: transition → (state before, method, named
    arguments, who may, state after), and ``in_state(state)``, a new record in that state.
    """

    def test_by_the_method(self):
        def press(user, record, method, arguments):
            getattr(record.with_user(user), method)(**arguments)

        self.assert_matrix(press)

    @mute_logger(
        "odoo.http", "odoo.addons.rpc.controllers.xmlrpc", "odoo.addons.base.controllers.rpc"
    )
    def test_over_xml_rpc(self):
        for user in self.users.values():
            user.password = "secret-" + user.login

        def call(user, record, method, arguments):
            try:
                self.xmlrpc_object.execute_kw(
                    self.env.cr.dbname,
                    user.id,
                    "secret-" + user.login,
                    record._name,
                    method,
                    [record.ids],
                    arguments,
                )
            except xmlrpc.client.Fault as fault:
                raise Refused(fault.faultString) from fault

        self.assert_matrix(call, audited=False)

    @mute_logger("odoo.http")
    def test_over_the_web_client(self):
        """As a button of the form calls it, with the session of a person."""
        for user in self.users.values():
            user.password = "secret-" + user.login
        acting = self.env["res.users"]

        def call(user, record, method, arguments):
            nonlocal acting
            if user != acting:
                self.authenticate(user.login, "secret-" + user.login)
                acting = user
            answer = self.url_open(
                f"/web/dataset/call_button/{record._name}/{method}",
                data=json.dumps(
                    {
                        "params": {
                            "model": record._name,
                            "method": method,
                            "args": [record.ids],
                            "kwargs": arguments,
                        }
                    }
                ),
                headers={"Content-Type": "application/json"},
            ).json()
            if "error" in answer:
                raise Refused(answer["error"]["data"]["message"])

        self.assert_matrix(call, audited=False)

    @unittest.skipIf(SERIES < 19, "JSON-2 came with 19.0")
    @mute_logger("odoo.http")
    def test_over_json_2(self):
        keys = {user: generate_api_key(user, "matrix", "rpc", None) for user in self.users.values()}

        def call(user, record, method, arguments):
            answer = self.url_open(
                f"/json/2/{record._name}/{method}",
                data=json.dumps({"ids": record.ids, **arguments}),
                headers={
                    "Content-Type": "application/json",
                    "Authorization": f"bearer {keys[user]}",
                    "X-Odoo-Database": self.env.cr.dbname,
                },
            )
            if not answer.ok:
                raise Refused(answer.text)

        self.assert_matrix(call, audited=False)

    def denied_rows(self):
        return self.env["ipai.audit"].search_count([("outcome", "=", "denied")])

    def assert_matrix(self, call, audited=True):
        """Each role tries each transition by ``call``, which raises when it is refused.

        :param audited: whether the audit is looked at. A refused request takes it back in a test,
            where all cursors are one; tests/test_approvals.py looks at a running server.
        """
        for name, (state, method, arguments, allowed, after) in self.MATRIX.items():
            for role, user in self.users.items():
                with self.subTest(transition=name, role=role), self.cr.savepoint() as savepoint:
                    record = self.in_state(state)
                    self.env.flush_all()
                    before, refusal = self.denied_rows(), None
                    try:
                        call(user, record, method, arguments)
                    except (ChangeRefused, AccessError, Refused) as error:
                        refusal = error
                    self.env.invalidate_all()
                    if role in allowed:
                        self.assertFalse(refusal, refusal)
                        self.assertEqual(record.state, after)
                    else:
                        self.assertTrue(refusal, "it should be refused")
                        self.assertEqual(record.state, state)
                        self.assertEqual(self.denied_rows(), before + audited)
                    savepoint.rollback()
