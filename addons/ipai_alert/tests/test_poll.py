# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import io
import json
from datetime import timedelta
from unittest.mock import patch

import requests

from odoo.tests import BaseCase

from ..alerting.alertmanager import Alertmanager, AlertmanagerError
from .common import told
from .test_acknowledge import AnsweredCase


class TestPoll(AnsweredCase):
    def setUp(self):
        super().setUp()
        self.receive(told("a1", instance="al-vm1"), told("a2", instance="al-vm2"))
        self.one, self.two = self.alert("a1"), self.alert("a2")
        self.one.with_user(self.technician).action_acknowledge()
        self.api.fingerprints = {"a1", "a2"}

    def poll(self):
        self.env["ipai.inbox.source"]._cron_poll()

    def test_what_is_gone_while_silenced_is_closed(self):
        self.poll()
        self.assertEqual(self.one.state, "acknowledged")
        self.api.fingerprints = {"a2"}
        self.poll()
        self.assertEqual((self.one.state, self.one.closed_by), ("closed", "poll"))
        self.assertEqual(self.two.state, "open")
        self.assertTrue(self.one.occurrence_ids.ended_at)

    def test_a_failed_poll_closes_nothing_and_says_so(self):
        self.poll()
        self.api.fingerprints = set()
        self.api.refuses = True
        self.poll()
        self.assertEqual(self.one.state, "acknowledged")
        self.assertRegex(self.source.alert_warning, "cannot be asked what still burns")
        self.api.refuses = False
        self.poll()
        self.assertEqual(self.one.state, "closed")
        self.assertFalse(self.source.alert_poll_error)

    def test_one_that_started_lately_has_not_been_told_all_again(self):
        self.poll()
        self.api.fingerprints = set()
        self.api.since = (self.now - timedelta(minutes=1)).isoformat() + "Z"
        self.poll()
        self.assertEqual(self.one.state, "acknowledged")
        self.api.fingerprints = {"a1"}
        self.poll()
        self.api.fingerprints = set()
        self.poll()
        self.assertEqual(self.one.state, "closed", "it had it since its start")

    def test_one_that_runs_for_long_knows(self):
        self.one.opened_at = self.now - timedelta(hours=1)
        self.api.fingerprints = set()
        self.poll()
        self.assertEqual(self.one.state, "closed", "it was never met by a poll")
        self.assertEqual(self.two.state, "open")

    def test_without_a_resolved_message_send_resolved_is_suspected(self):
        self.poll()
        self.api.fingerprints = {"a1"}
        self.poll()
        self.assertEqual(self.two.state, "open", "the message may be under way")
        self.two.gone_at = self.now - timedelta(minutes=11)
        self.poll()
        self.assertEqual((self.two.state, self.two.closed_by), ("closed", "poll"))
        self.assertRegex(self.source.alert_warning, "set send_resolved: true")

    def test_back_before_anybody_was_sure(self):
        self.poll()
        self.api.fingerprints = {"a1"}
        self.poll()
        self.assertTrue(self.two.gone_at)
        self.api.fingerprints = {"a1", "a2"}
        self.poll()
        self.assertFalse(self.two.gone_at)

    def test_it_burns_on_after_a_poll_closed_it(self):
        self.poll()
        self.api.fingerprints = {"a2"}
        self.poll()
        self.receive(told("a1", instance="al-vm1"), after=3600)
        self.assertEqual((self.one.state, self.one.count), ("open", 1))

    def test_silences_are_listed_with_their_age(self):
        self.env["ipai.inbox.source"]._cron_silences()
        self.api.kept["old"] = {
            "id": "old",
            "matchers": [{"name": "job", "value": "x.*", "isRegex": True, "isEqual": False}],
            "createdBy": "somebody",
            "comment": "for a moment",
            "startsAt": "2026-01-01T00:00:00Z",
            "endsAt": "2027-01-01T00:00:00Z",
        }
        self.api.kept["over"] = {"id": "over", "status": {"state": "expired"}}
        self.poll()
        listed = self.env["ipai.alert.silence"].search([("source_id", "=", self.source.id)])
        old = listed.filtered(lambda one: one.silence_key == "old")
        self.assertEqual((old.matchers, old.alert_id.id), ("job!~x.*", False))
        self.assertNotIn("over", listed.mapped("silence_key"))
        self.assertEqual((listed - old).alert_id, self.one)
        self.assertEqual(listed.search([("days", ">", 7), ("id", "in", listed.ids)]), old)
        del self.api.kept["old"]
        self.source.alert_silences_at = False
        self.poll()
        self.assertFalse(old.exists())

    def test_a_silence_that_was_lost_is_made_again(self):
        self.env["ipai.inbox.source"]._cron_silences()
        self.poll()
        self.api.kept.clear()
        self.poll()
        self.assertTrue(self.one.silence_key, "not asked at each poll")
        self.api.since = (self.now - timedelta(minutes=1)).isoformat() + "Z"
        self.poll()
        self.assertFalse(self.one.silence_key, "a new run may have lost it")
        self.env["ipai.inbox.source"]._cron_silences()
        self.assertEqual(list(self.api.kept), [self.one.silence_key])


class TestAnswers(BaseCase):
    """What an answer has to be to count as one: of half a list nothing may be closed."""

    def ask(self, status, body, act=lambda api: api.alerts()):
        answer = requests.Response()
        answer.status_code, answer.raw = status, io.BytesIO(body)
        self.asked = []

        def request(session, method, url, **options):
            self.asked.append((method, url, options))
            if isinstance(body, Exception):
                raise body
            return answer

        with patch.object(requests.Session, "request", request):
            return act(Alertmanager("http://am.example:9093/", "Bearer x"))

    def test_a_whole_answer(self):
        told_of = [{"fingerprint": "a", "labels": {"x": "1"}}, {"fingerprint": "b"}]
        found = self.ask(200, json.dumps(told_of).encode())
        self.assertEqual(found, {"a": {"x": "1"}, "b": {}})
        [(method, url, options)] = self.asked
        self.assertEqual((method, url), ("GET", "http://am.example:9093/api/v2/alerts"))
        self.assertFalse(options["allow_redirects"], "it would take the credential along")

    def test_none_of_these_is_one(self):
        for status, body in (
            (503, b"[]"),
            (302, b"[]"),
            (200, b"<html>Sign in</html>"),
            (200, b'[{"fingerprint": "a"}, {"fing'),
            (200, b'[{"fingerprint": "a"}, {}]'),
            (200, b'{"status": "success"}'),
            (200, b""),
        ):
            with self.subTest(body=body, status=status), self.assertRaises(AlertmanagerError):
                self.ask(status, body)

    def test_a_silence_without_an_id_was_not_made(self):
        for status, body in ((200, b"{}"), (200, b"[]"), (400, b'{"silenceID": "s"}')):
            with self.subTest(body), self.assertRaises(AlertmanagerError):
                self.ask(status, body, lambda api: api.put_silence({}))
        self.assertEqual(self.ask(200, b'{"silenceID": "s"}', lambda api: api.put_silence({})), "s")

    def test_what_is_not_there_has_ended(self):
        self.ask(404, b"silence not found", lambda api: api.end_silence("s"))
        with self.assertRaises(AlertmanagerError):
            self.ask(404, b"<html>no such page", lambda api: api.end_silence("s"))
