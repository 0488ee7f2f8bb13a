# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json
import threading

from odoo import Command, http
from odoo.http import request
from odoo.tests import HttpCase, new_test_user, tagged

from ..http import call as calls
from ..http.routing import api_route
from ..http.schemas import Schema


class Word(Schema):
    word: str


class Probe(http.Controller):
    """Routes that only the tests have."""

    failures_left = 0

    @api_route("/ipai/test/scoped", "GET", "Needs a scope", scope="test", answer=Word)
    def scoped(self):
        return {"word": request.env.company.name}

    @api_route("/ipai/test/write", "POST", "Writes", body=Word, answer=Word)
    def rename(self, body):
        country = request.env.ref("base.be").sudo()
        country.name = body.word
        if Probe.failures_left:
            Probe.failures_left -= 1
            request.env.cr.execute("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$")
        calls.of(request).describe(target=f"res.country,{country.id}")
        return {"word": country.name}

    @api_route("/ipai/test/crash", "GET", "Fails", answer=Word)
    def crash(self):
        raise ZeroDivisionError("internals")

    @api_route("/ipai/test/forbidden", "GET", "Reads what it may not", answer=Word)
    def forbidden(self):
        return {"word": request.env["ipai.api.key"].search([]).name}


@tagged("post_install", "-at_install")
class ApiCase(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The map of the routes asks the thread; Odoo's own runner says it, pytest-odoo does not.
        threading.current_thread().dbname = cls.env.cr.dbname
        cls.scope = cls.env["ipai.api.scope"].create({"code": "test", "description": "Tests"})
        cls.bot = new_test_user(cls.env, "bot", groups="base.group_user")
        cls.key = cls.env["ipai.api.key"].create(
            {
                "name": "Bot",
                "user_id": cls.bot.id,
                "scope_ids": [Command.link(cls.scope.id)],
                "write_limit": 5,
            }
        )
        cls.secret = cls.key._issue()

    def call(self, method, path, body=None, secret=None, **headers):
        """Return (status, value, headers) of a call; ``secret`` "" sends none."""
        secret = self.secret if secret is None else secret
        if secret:
            headers.setdefault("Authorization", f"Bearer {secret}")
        data = body
        if body is not None and not isinstance(body, bytes):
            data = json.dumps(body)
        if data is not None:
            headers.setdefault("Content-Type", "application/json")
        answer = self.opener.request(
            method, self.base_url() + path, data=data, headers=headers, allow_redirects=False
        )
        self.assertNotIn("Set-Cookie", answer.headers)
        self.assertIn("X-Request-Id", answer.headers)
        return answer.status_code, answer.json() if answer.content else None, answer.headers

    def assert_problem(self, answer, status, code):
        self.assertEqual((answer[0], answer[1].get("code")), (status, code), answer[1])
        self.assertEqual(answer[2]["Content-Type"], "application/problem+json")
        self.assertEqual(answer[1]["status"], status)
        self.assertEqual(answer[1]["request_id"], answer[2]["X-Request-Id"])
        return answer[1]
