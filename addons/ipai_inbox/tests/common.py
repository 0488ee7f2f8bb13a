# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json
import threading
import time
import uuid

from odoo.tests import HttpCase, new_test_user, tagged

from .. import outcome
from ..signing import SCHEMES


class Probe:
    """What the handler of test events does in tests: whatever a body says."""

    conflicts_left = 0

    @staticmethod
    def _order_key(handler, payload):
        return payload.get("about", "") if isinstance(payload, dict) else ""

    @staticmethod
    def _handle_one(handler, event):
        payload = event._payload()
        env = handler.env
        if payload.get("write"):
            partner = event.company_id.partner_id.sudo()
            partner.function = f"{partner.function or ''}{payload['write']}"
        if payload.get("conflict") and Probe.conflicts_left:
            Probe.conflicts_left -= 1
            env.cr.execute("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$")
        if payload.get("fail"):
            raise ZeroDivisionError(payload["fail"])
        if payload.get("sql"):
            env.cr.execute("SELECT 1 FROM no_such_table")
        stale = " stale" if event._is_stale else ""
        state = payload.get("state", "done")
        return outcome.Outcome(state, f"taken{stale} by {env.user.login}")


@tagged("post_install", "-at_install")
class InboxCase(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The map of the routes asks the thread; Odoo's own runner says it, pytest-odoo does not.
        threading.current_thread().dbname = cls.env.cr.dbname
        cls.manager = new_test_user(cls.env, "inbox_manager", groups="ipai_base.group_manager")
        cls.technician = new_test_user(cls.env, "inbox_tech", groups="ipai_base.group_technician")
        cls.env.company.partner_id.function = False
        handler = cls.env.registry["ipai.inbox.handler.test"]
        cls.classPatch(handler, "_inbox_label", "Test")
        cls.classPatch(handler, "_order_key", lambda self, payload: Probe._order_key(self, payload))
        cls.classPatch(handler, "_handle_one", lambda self, event: Probe._handle_one(self, event))
        cls.lane = cls.env.ref("ipai_inbox.lane_first")
        cls.source = cls.new_source("test", "standard")
        cls.path, cls.secret = cls.source._issue()

    @classmethod
    def new_source(cls, kind, scheme, **values):
        values = {"name": f"{kind} {scheme} {uuid.uuid4().hex[:6]}", **values}
        return cls.env["ipai.inbox.source"].create({"kind": kind, "scheme": scheme, **values})

    def signed(
        self, body, delivery=None, secret=None, scheme="standard", at=None, key=0, header=""
    ):
        """Return the headers of a delivery."""
        scheme = SCHEMES[scheme]
        keys = scheme.keys(secret or self.secret)
        delivery = delivery or f"msg_{uuid.uuid4().hex}"
        return scheme.sign(keys[key], body, delivery, at or time.time(), header)

    def post(self, value, path=None, headers=None, **how):
        """Return (status, answer) of a delivery, signed unless ``headers`` are given."""
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        if headers is None:
            headers = self.signed(body, **how)
        answer = self.opener.post(
            self.base_url() + (path or self.path),
            data=body,
            headers={"Content-Type": "application/json", **headers},
        )
        self.assertNotIn("Set-Cookie", answer.headers)
        return answer.status_code, answer.json()

    @property
    def written(self):
        """What handlers wrote."""
        self.env.invalidate_all()
        return self.env.company.partner_id.function

    def event(self, answer):
        """The row of an answer."""
        self.env.invalidate_all()
        return self.env["ipai.inbox.event"].browse(answer[1]["id"])

    def work(self):
        """Let the lane do one transaction's work; return how many events were settled, and met a conflict."""
        self.env.invalidate_all()
        return self.lane._work()[1:]

    def states(self, *events):
        self.env.invalidate_all()
        return [event.state for event in events]

    def make_due(self, events):
        self.env.cr.execute(
            "UPDATE ipai_inbox_event SET next_try = now() AT TIME ZONE 'UTC' WHERE id = ANY(%s)",
            [events.ids],
        )
        self.env.invalidate_all()
