# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json
import unittest
import xmlrpc.client

from odoo.exceptions import AccessError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from odoo.addons.ipai_base.compat import SERIES, generate_api_key

from ..refusal import ChangeRefused
from .change_common import ChangeCase

# The technician asks for the change and carries it out; a manager may do what they may.
OWN = {"technician", "manager"}
ASKED = {"anna", "berta"}
MATRIX = {
    # transition: (state before, method, named arguments, who may, state after)
    "request": ("draft", "action_request", {}, OWN, "assess"),
    "submit": ("assess", "action_submit", {}, OWN, "approve"),
    "back": ("assess", "action_back_to_draft", {}, OWN, "draft"),
    "approve": ("approve", "action_approve", {"reason": "good"}, ASKED, "scheduled"),
    "reject": ("approve", "action_reject", {"reason": "bad"}, ASKED, "rejected"),
    "withdraw": ("approve", "action_withdraw", {"reason": "no"}, OWN, "cancelled"),
    "start": ("scheduled", "action_start", {}, OWN, "implementing"),
    "cancel": ("scheduled", "action_cancel", {"reason": "no"}, OWN, "cancelled"),
    "finish": (
        "implementing",
        "action_finish",
        {"outcome": "failed", "reason": "broke"},
        OWN,
        "review",
    ),
    "implemented": ("implementing", "action_implemented", {}, OWN, "review"),
    "close": ("review", "action_close", {}, OWN, "closed"),
}
ROLES = ("technician", "other", "manager", "anna", "berta", "reader", "stranger")
WAY = ("request", "submit", "approve", "start", "implemented")


class Refused(Exception):
    """The server answered a call with an error."""


class TestChangeMatrix(ChangeCase):
    """Each role tries each transition, by a button and over the network."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger = new_test_user(cls.env, "stranger", groups="base.group_user")
        cls.users = {role: getattr(cls, role) for role in ROLES}

    def in_state(self, state):
        change = self.new_change()
        for step in WAY:
            if change.state == state:
                return change
            user = self.anna if step == "approve" else self.technician
            getattr(change.with_user(user), MATRIX[step][1])()
        self.assertEqual(change.state, state)
        return change

    def denied_rows(self):
        return self.env["ipai.audit"].search_count([("outcome", "=", "denied")])

    def assert_matrix(self, call, audited=True):
        """:param audited: whether the audit is looked at: a refused request takes its row back in a
        test, where all cursors are one.
        """
        for name, (state, method, arguments, allowed, after) in MATRIX.items():
            for role, user in self.users.items():
                with self.subTest(transition=name, role=role), self.cr.savepoint() as savepoint:
                    change = self.in_state(state)
                    self.env.flush_all()
                    before, refusal = self.denied_rows(), None
                    try:
                        call(user, change, method, arguments)
                    except (ChangeRefused, AccessError, Refused) as error:
                        refusal = error
                    self.env.invalidate_all()
                    if role in allowed:
                        self.assertFalse(refusal, refusal)
                        self.assertEqual(change.state, after)
                    else:
                        self.assertTrue(refusal, "it should be refused")
                        self.assertEqual(change.state, state)
                        self.assertEqual(self.denied_rows(), before + audited)
                    savepoint.rollback()

    def test_by_a_button(self):
        def press(user, change, method, arguments):
            getattr(change.with_user(user), method)(**arguments)

        self.assert_matrix(press)

    @mute_logger(
        "odoo.http", "odoo.addons.rpc.controllers.xmlrpc", "odoo.addons.base.controllers.rpc"
    )
    def test_over_xml_rpc(self):
        for user in self.users.values():
            user.password = "secret-" + user.login

        def call(user, change, method, arguments):
            try:
                self.xmlrpc_object.execute_kw(
                    self.env.cr.dbname,
                    user.id,
                    "secret-" + user.login,
                    change._name,
                    method,
                    [change.ids],
                    arguments,
                )
            except xmlrpc.client.Fault as fault:
                raise Refused(fault.faultString) from fault

        self.assert_matrix(call, audited=False)

    @unittest.skipIf(SERIES < 19, "JSON-2 came with 19.0")
    @mute_logger("odoo.http")
    def test_over_json_2(self):
        keys = {user: generate_api_key(user, "matrix", "rpc", None) for user in self.users.values()}

        def call(user, change, method, arguments):
            answer = self.url_open(
                f"/json/2/{change._name}/{method}",
                data=json.dumps({"ids": change.ids, **arguments}),
                headers={
                    "Content-Type": "application/json",
                    "Authorization": f"bearer {keys[user]}",
                    "X-Odoo-Database": self.env.cr.dbname,
                },
            )
            if not answer.ok:
                raise Refused(answer.text)

        self.assert_matrix(call, audited=False)
