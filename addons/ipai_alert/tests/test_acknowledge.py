# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form

from ..alerting.alertmanager import AlertmanagerError
from .common import AlertCase, told


class Recorded:
    """An Alertmanager that keeps what it is told; the real one is asked in tests/test_alerts.py of the suite."""

    def __init__(self):
        self.kept, self.ended, self.refuses = {}, [], False
        self.fingerprints, self.since = set(), "2026-03-01T00:00:00.000Z"

    def alerts(self):
        self._answer()
        there = self.fingerprints
        return there if isinstance(there, dict) else dict.fromkeys(there, {})

    def started(self):
        self._answer()
        return self.since

    def silences(self):
        self._answer()
        return [{"status": {"state": "active"}, **one} for one in self.kept.values()]

    def put_silence(self, silence):
        self._answer()
        key = f"s{len(self.kept) + 1}"
        self.kept.pop(silence.get("id"), None)
        self.kept[key] = {**silence, "id": key}
        return key

    def end_silence(self, key):
        self._answer()
        self.kept.pop(key, None)
        self.ended.append(key)

    def _answer(self):
        if self.refuses:
            raise AlertmanagerError("it answered 503")


class AnsweredCase(AlertCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source.alert_api_url = "http://192.0.2.20:9093"

    def setUp(self):
        super().setUp()
        self.api = Recorded()
        self.patch(self.registry["ipai.inbox.source"], "_alert_api", lambda source: self.api)

    def silence(self):
        self.env["ipai.inbox.source"]._cron_silences()


class TestAcknowledge(AnsweredCase):
    def acknowledged(self, why="on it"):
        self.receive(told("a1", instance="al-vm1", severity="critical"))
        alert = self.alert("a1")
        alert.with_user(self.technician).action_acknowledge(why=why)
        return alert

    def test_it_is_taken_on_by_a_person(self):
        alert = self.acknowledged()
        self.assertEqual((alert.state, alert.user_id), ("acknowledged", self.technician))
        self.assertTrue(alert.acknowledged_at)
        self.assertEqual(alert.occurrence_ids.acknowledged_by_id, self.technician)
        with self.assertRaisesRegex(UserError, "Only an open alert"):
            alert.with_user(self.technician).action_acknowledge()

    def test_who_took_it_on_first_counts(self):
        alert = self.acknowledged()
        first = alert.occurrence_ids.acknowledged_at
        alert.with_user(self.technician).action_unacknowledge()
        alert.action_acknowledge()
        self.assertEqual(alert.user_id, self.env.user)
        self.assertEqual(
            (alert.occurrence_ids.acknowledged_by_id, alert.occurrence_ids.acknowledged_at),
            (self.technician, first),
        )

    def test_who_only_reads_takes_nothing_on(self):
        self.receive(told("a1"))
        for action in ("action_acknowledge", "action_close", "action_unacknowledge"):
            with self.assertRaises(AccessError):
                getattr(self.alert("a1").with_user(self.reader), action)()

    def test_a_silence_of_all_labels_for_a_day_with_who_and_why(self):
        alert = self.acknowledged()
        self.assertFalse(self.api.kept, "not while a person waits")
        self.silence()
        [silence] = self.api.kept.values()
        self.assertEqual({one["name"]: one["value"] for one in silence["matchers"]}, alert.labels)
        self.assertFalse(any(one["isRegex"] for one in silence["matchers"]))
        self.assertEqual(silence["createdBy"], self.technician.name)
        self.assertEqual(silence["comment"], f"on it {alert._link()}")
        self.assertEqual(alert.silence_key, silence["id"])
        self.assertLessEqual(alert.silence_until, self.now + timedelta(hours=24, minutes=1))

    def test_it_is_prolonged_while_acknowledged_and_not_before_it_must(self):
        alert = self.acknowledged()
        self.silence()
        key = alert.silence_key
        self.silence()
        self.assertEqual((alert.silence_key, len(self.api.kept)), (key, 1))
        alert.silence_until = self.now + timedelta(hours=11)
        self.silence()
        self.assertGreater(alert.silence_until, self.now + timedelta(hours=23))
        self.assertEqual(len(self.api.kept), 1, "the old one is replaced")

    def test_a_lost_answer_makes_no_second_silence(self):
        alert = self.acknowledged()
        self.silence()
        alert.write({"silence_key": False, "silence_until": False})
        self.silence()
        self.assertEqual(len(self.api.kept), 1)

    def test_given_back_or_over_ends_it(self):
        alert = self.acknowledged()
        self.silence()
        alert.with_user(self.technician).action_unacknowledge()
        self.silence()
        self.assertEqual((alert.state, alert.user_id.id, alert.silence_key), ("open", False, False))
        self.assertFalse(self.api.kept)
        alert.with_user(self.technician).action_acknowledge()
        self.silence()
        self.receive(told("a1", firing=False), after=60)
        self.silence()
        self.assertFalse(self.api.kept)

    def test_a_failure_is_told_tried_again_and_given_up_once(self):
        alert = self.acknowledged()
        self.api.refuses = True
        for attempt in range(1, 7):
            self.silence()
            self.assertEqual(
                (alert.silence_tries, alert.silence_error), (attempt, "it answered 503")
            )
            self.assertGreater(alert.silence_next, self.now)
            self.silence()
            self.assertEqual(alert.silence_tries, attempt, "not before its time")
            alert.silence_next = self.now
        self.assertEqual(len(alert.activity_ids), 1)
        self.assertEqual(alert.activity_ids.user_id, self.technician)
        self.api.refuses = False
        self.silence()
        self.assertFalse(alert.silence_error)
        self.assertTrue(alert.silence_key)

    def test_without_an_address_nobody_is_asked(self):
        self.source.alert_api_url = False
        alert = self.acknowledged()
        self.silence()
        self.assertEqual((alert.state, self.api.kept), ("acknowledged", {}))

    def test_the_address_is_one(self):
        for url in (
            "javascript:alert(1)",
            "http://user:word@host",
            "http://host/?x=1",
            "host:9093",
        ):
            with self.subTest(url), self.assertRaises(ValidationError), self.cr.savepoint():
                self.source.alert_api_url = url

    def test_the_credential_is_sealed_and_never_read_again(self):
        self.source.alert_api_credential = "tok-123"
        self.assertEqual(self.source._alert_authorization(), "Bearer tok-123")
        self.source.alert_api_user = "odoo"
        self.assertEqual(self.source._alert_authorization(), "Basic b2Rvbzp0b2stMTIz")
        self.source.invalidate_recordset()
        self.assertNotIn("tok", self.source.alert_api_credential)
        self.source.alert_api_credential = self.source.alert_api_credential
        self.assertEqual(self.source._alert_authorization(), "Basic b2Rvbzp0b2stMTIz")
        self.cr.execute("SELECT sealed FROM ipai_alert_credential")
        self.assertNotIn("tok-123", self.cr.fetchone()[0])
        self.source.alert_api_credential = False
        self.assertEqual(self.source._alert_authorization(), "")

    def test_the_dialog_takes_several(self):
        self.receive(told("a1"), told("a2"))
        alerts = self.alert("a1") | self.alert("a2")
        dialog = self.env["ipai.alert.acknowledge"].with_user(self.technician)
        form = Form(dialog.with_context(default_alert_ids=alerts.ids))
        form.why = "both"
        form.save().action_acknowledge()
        self.assertEqual(alerts.mapped("acknowledge_note"), ["both", "both"])

    def test_closed_by_hand_until_it_is_told_again(self):
        self.receive(told("a1"))
        alert = self.alert("a1")
        alert.with_user(self.technician).action_close()
        self.assertEqual((alert.state, alert.closed_by), ("closed", "person"))
        self.receive(told("a1"), after=300)
        self.assertEqual((alert.state, alert.count), ("open", 1))
