# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json
from unittest.mock import patch

import psycopg2

from odoo import http
from odoo.tools import config, mute_logger

from .. import door, front
from .common import InboxCase

LONG, SHORT = "long", "short"


class TestFront(InboxCase):
    """Both ways lead to the same door; which one a delivery takes nobody can tell from its answer."""

    def setUp(self):
        super().setUp()
        self.ways = []
        self.startPatcher(patch.object(door, "take", self._take))
        self.startPatcher(patch.dict(front._databases, clear=True))

    def _take(self, registry, delivery, cr=None, taken=door.take):
        self.ways.append(SHORT if cr is None else LONG)
        return taken(registry, delivery, cr)

    def both(self, body, headers=None, path=None, **extra):
        """Return the answers of both ways; a session makes one take the long one."""
        del self.ways[:]
        found = []
        for cookies in ({}, {"session_id": "none"}):
            answer = self.opener.post(
                self.base_url() + (path or self.path),
                data=body,
                headers={"Content-Type": "application/json", **(headers or {}), **extra},
                cookies=cookies,
            )
            found.append(answer)
        return found

    def test_both_ways_answer_alike(self):
        body = b'{"a": 1}'
        for headers, status in ((self.signed(body), 202), ({}, 404)):
            short, long = self.both(body, headers)
            with self.subTest(status):
                self.assertEqual(self.ways, [SHORT, LONG])
                self.assertEqual(short.status_code, status)
                # The second one of a signed delivery is a duplicate of the first.
                self.assertEqual(long.status_code, 200 if status == 202 else status)
                self.assertEqual(short.json(), long.json())
                for name in ("Content-Type", "Cache-Control", "X-Content-Type-Options"):
                    self.assertEqual(short.headers.get(name), long.headers.get(name), name)
                self.assertNotIn("Set-Cookie", short.headers)

    def test_a_get_and_a_path_below_find_nothing(self):
        answer = self.opener.get(self.base_url() + self.path)
        self.assertEqual(answer.status_code, 404)
        answer = self.opener.post(f"{self.base_url()}{self.path}/more", data=b"{}")
        self.assertEqual(answer.status_code, 404)
        self.assertFalse(self.ways)

    def test_a_body_in_pieces_takes_the_long_way(self):
        body = b'{"a": 1}'
        answer = self.opener.post(
            self.base_url() + self.path, data=iter([body[:3], body[3:]]), headers=self.signed(body)
        )
        self.assertNotIn(SHORT, self.ways)
        self.assertIn(answer.status_code, (202, 404, 411), "taken whole, or not at all")

    @mute_logger("odoo.addons.ipai_inbox.front")
    def test_what_fails_on_the_short_way_takes_the_long_one(self):
        def fails(registry, delivery, cr=None, taken=self._take):
            if cr is None:
                raise ZeroDivisionError
            return taken(registry, delivery, cr)

        with patch.object(door, "take", fails):
            self.assertEqual(self.post({"a": 1})[0], 202)
        self.assertEqual(self.ways, [LONG])

    def test_while_the_database_is_away(self):
        gone = psycopg2.OperationalError("connection refused")
        with patch.object(door, "take", side_effect=gone):
            answer = self.opener.post(self.base_url() + self.path, data=b"{}")
        self.assertEqual((answer.status_code, answer.json()["code"]), (503, "database-away"))
        self.assertGreater(int(answer.headers["Retry-After"]), 0)

    def test_a_host_with_two_databases_is_asked_about_the_long_way(self):
        with patch.object(http, "db_list", return_value=["one", "two"]):
            self.assertIsNone(front._registry("example.org"))
        self.assertFalse(front._databases)

    def test_which_database_a_host_means_is_not_remembered_for_long(self):
        name = self.env.cr.dbname
        with patch.object(http, "db_list", return_value=[name]) as asked:
            for _time in range(2):
                self.assertEqual(front._registry("example.org").db_name, name)
            self.assertEqual(asked.call_count, 1)
            front._databases["example.org"] = name, 0
            front._registry("example.org")
            self.assertEqual(asked.call_count, 2)

    def test_behind_a_proxy_the_address_is_that_of_the_sender(self):
        self.source.networks = "192.0.2.0/24"
        self.source.flush_recordset()
        headers = {"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Host": "odoo.example"}
        body = json.dumps({"a": 1}).encode()
        with patch.dict(config.options, {"proxy_mode": False}):
            self.assertEqual(self.post(body, headers={**self.signed(body), **headers})[0], 404)
        with patch.dict(config.options, {"proxy_mode": True}):
            answer = self.post(body, headers={**self.signed(body), **headers})
        self.assertEqual((answer[0], self.ways), (202, [SHORT, SHORT]))
        self.assertEqual(self.event(answer).address, "192.0.2.7")
