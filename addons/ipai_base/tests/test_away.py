# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from unittest.mock import patch

import psycopg2

from odoo import http, sql_db
from odoo.tools import mute_logger

from .api_common import ApiCase

GONE = psycopg2.OperationalError("connection refused")


class TestAway(ApiCase):
    """A program is told that the database is away, whatever it asked for, and never that it is done."""

    def assert_away(self, path, method="GET"):
        answer = self.opener.request(
            method,
            self.base_url() + path,
            headers={"Authorization": f"Bearer {self.secret}"},
            allow_redirects=False,
        )
        self.assertEqual(answer.status_code, 503, answer.text[:200])
        self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
        self.assertEqual(answer.json()["code"], "database-away")
        self.assertGreater(int(answer.headers["Retry-After"]), 0)

    @mute_logger("odoo.http")
    def test_there_is_no_registry(self):
        with patch.object(http, "Registry", side_effect=GONE):
            for path in ("/ipai/status", "/ipai/none", "/odoo", "/odoo/execute/0a1b2c3d"):
                for method in ("GET", "POST"):
                    with self.subTest(path, method=method):
                        self.assert_away(path, method)

    @mute_logger("odoo.http")
    def test_there_is_no_database_to_choose(self):
        with (
            patch.object(http, "db_list", return_value=[]),
            patch.object(http, "db_filter", return_value=[]),
            patch.object(sql_db, "db_connect", side_effect=GONE),
        ):
            for path in ("/ipai/status", "/odoo/execute/0a1b2c3d"):
                with self.subTest(path):
                    self.assert_away(path)

    @mute_logger("odoo.http", "odoo.addons.ipai_base.http.dispatcher")
    def test_the_connection_is_lost_on_the_way(self):
        # As a key is looked for, which Odoo would answer as a wrong password.
        lost = psycopg2.InterfaceError("connection already closed")
        with patch.object(self.env.registry["ipai.api.key"], "_find", side_effect=lost):
            self.assert_away("/ipai/status")

    @mute_logger("odoo.http", "odoo.addons.ipai_base.http.dispatcher")
    def test_a_conflict_of_writers_is_none(self):
        status, problem, _headers = self.call("GET", "/ipai/test/crash")
        self.assertEqual((status, problem["code"]), (500, "internal-error"))
