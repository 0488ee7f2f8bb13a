# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What no source should send, and some do."""

from datetime import timedelta

from odoo import fields
from odoo.tests import new_test_user

from .common import told
from .test_acknowledge import AnsweredCase
from .test_handlers import TestHandlers

NO_TEXT = "a\0b\ud800c"
"""What JSON may hold and PostgreSQL cannot."""


class TestOdd(AnsweredCase):
    handle = TestHandlers.handle

    def generic(self, **body):
        name = f"Al Generic {body['id'][-20:]}"
        source = self.env["ipai.inbox.source"].create({"name": name, "kind": "generic"})
        return self.handle({"severity": "high", **body}, source), source

    def test_whatever_a_text_holds_it_costs_no_message(self):
        for number, place in enumerate(("instance", "service", "customer", "severity", "serial")):
            for kind, text in {"unseen": NO_TEXT, "long": "é" * 20_000, "list": ["x"]}.items():
                with self.subTest(f"{place}: {kind}"):
                    fingerprint = f"odd{number}{kind}"
                    result = self.handle({"alerts": [told(fingerprint, **{place: text})]})
                    self.assertEqual(result.state, "done", result.reason)
                    self.assertTrue(self.alert(fingerprint))
        for fingerprint in (NO_TEXT, "\0", "f" * 5000, "", None, 7):
            with self.subTest(fingerprint):
                alert = {**told("x", case=str(fingerprint)), "fingerprint": fingerprint}
                alert["annotations"] = {"summary": NO_TEXT, "description": [1]}
                self.assertEqual(self.handle({"alerts": [alert]}).state, "done")

    def test_of_a_generic_source_neither(self):
        for number, text in enumerate((NO_TEXT, "𝔘" * 400, "two\nlines")):
            result, source = self.generic(id=f"g{number}", title=text, host=text, message=text)
            self.assertEqual(result.state, "done", result.reason)
            alert = self.env["ipai.alert"].search([("source_id", "=", source.id)])
            self.assertEqual(len(alert), 1)
            self.assertLessEqual(len(alert.name), 250)

    def test_long_fingerprints_are_told_apart(self):
        key = "https://monitor.example/" + "x" * 70
        _result, source = self.generic(id="long", alert_id=f"{key}/1", title="One")
        self.handle({"alert_id": f"{key}/2", "title": "Two", "severity": "high"}, source)
        alerts = self.env["ipai.alert"].search([("source_id", "=", source.id)])
        self.assertEqual(sorted(alerts.mapped("name")), ["One", "Two"])

    def test_times_of_any_zone_are_one_time(self):
        self.receive(told("z1", began="2026-03-01T12:00:00+02:00"))
        self.receive(told("z1", began="2026-03-01T05:30:00.5-04:30"), after=300)
        self.assertEqual(self.alert("z1").count, 1)
        self.assertEqual(
            fields.Datetime.to_string(self.alert("z1").began_at), "2026-03-01 10:00:00"
        )

    def test_a_reminder_of_a_clock_that_runs_ahead_is_no_new_time(self):
        for ahead in (timedelta(minutes=3), timedelta(hours=2)):
            with self.subTest(ahead):
                name = f"ahead{ahead.seconds}"
                alert = told(name, began=(self.now + ahead).isoformat() + "Z")
                for minute in (0, 10, 20, 240):
                    self.receive(alert, after=60 * minute)
                self.assertEqual((self.alert(name).count, self.alert(name).state), (1, "open"))
                self.assertEqual(self.alert(name).began_at, self.now)
                self.receive({**alert, "status": "resolved"}, after=15_000)
                self.assertEqual(self.alert(name).state, "closed")
                self.assertGreaterEqual(self.alert(name).occurrence_ids.hours_to_end, 0)

    def test_over_before_it_was_ever_told_is_nothing(self):
        self.receive(told("r1", firing=False))
        self.assertFalse(self.alert("r1"))
        self.receive(told("r1", began="2026-03-01T12:00:00Z"), after=60)
        self.assertEqual((self.alert("r1").state, self.alert("r1").count), ("open", 1))

    def test_a_silence_mutes_the_labels_as_the_source_has_them(self):
        """Here signs stand in place of a secret, and edges are trimmed; a matcher of those would fit nothing."""
        labels = {
            "alertname": "HostDown",
            "instance": "al-vm1",
            "note": " login: root ",
            "key": "AKIA" + "A1B2" * 4,
        }
        self.handle({"alerts": [told("s1", **labels)]})
        self.assertNotIn("AKIA", self.alert("s1").label_text)
        self.api.fingerprints = {"s1": labels}
        self.alert("s1").with_user(self.technician).action_acknowledge()
        self.silence()
        [silence] = self.api.kept.values()
        self.assertEqual({one["name"]: one["value"] for one in silence["matchers"]}, labels)
        self.alert("s1").silence_until = self.now + timedelta(hours=1)
        self.silence()
        [silence] = self.api.kept.values()
        self.assertEqual({one["name"]: one["value"] for one in silence["matchers"]}, labels)

    def test_a_silence_that_ran_out_is_made_again_while_it_is_acknowledged(self):
        self.receive(told("s1", instance="al-vm1"))
        alert = self.alert("s1")
        alert.with_user(self.technician).action_acknowledge()
        self.api.fingerprints = {"s1": alert.labels}
        self.silence()
        first = alert.silence_key
        # Somebody ended it there, or Odoo was away for longer than a day.
        self.api.kept.clear()
        alert.silence_until = self.now - timedelta(hours=30)
        self.silence()
        self.assertTrue(self.api.kept)
        self.assertGreater(alert.silence_until, self.now + timedelta(hours=23))
        self.api.kept.clear()
        self.source.alert_silences_at = False
        self.env["ipai.inbox.source"]._cron_poll()
        self.silence()
        self.assertEqual(list(self.api.kept), [alert.silence_key])
        self.assertEqual((alert.state, bool(first)), ("acknowledged", True))

    def test_on_call_may_be_who_sees_nothing_of_it_and_the_others_are_told(self):
        self.env["ipai.alert.rota"].search([]).active = False
        boss = new_test_user(self.env, "al_odd_boss", "ipai_base.group_manager")
        clerk = new_test_user(self.env, "al_clerk", "base.group_user")
        other = self.env["res.company"].create({"name": "Elsewhere Alerts"})
        rota = self.env["ipai.alert.rota"].create({"name": "Odd", "fallback_id": boss.id})
        moved = new_test_user(self.env, "al_moved", "ipai_base.group_technician")
        for level, user in (("1", moved), ("2", clerk)):
            self.env["ipai.alert.shift"].create(
                {
                    "rota_id": rota.id,
                    "user_id": user.id,
                    "level": level,
                    "starts_at": self.now - timedelta(hours=1),
                    "ends_at": self.now + timedelta(hours=1),
                }
            )
        moved.write({"company_id": other.id, "company_ids": [(6, 0, other.ids)]})
        self.receive(told("w1", instance="al-vm1", severity="critical"))
        self.follow_up()
        self.assertEqual(self.alert("w1").activity_ids.user_id, boss)
        self.assertEqual(rota.on_call_id, boss)

    def test_a_programs_target_is_told_once_of_what_people_are_told_of(self):
        target = self.env["ipai.outbox.target"].create(
            {
                "name": "Notices",
                "state": "paused",
                "subscription_ids": [(0, 0, {"topic": "alert.notice"})],
            }
        )
        other = self.env["res.company"].create({"name": "Elsewhere Alerts"})
        theirs = target.copy({"name": "Theirs", "company_id": other.id})
        self.receive(
            told("root", instance="al-host", severity="critical"),
            told("c1", instance="al-vm1", severity="critical"),
        )
        held = self.env["ipai.alert"]
        self.patch(
            self.registry["ipai.alert"],
            "_maintenance_until",
            lambda alerts: {
                alert: self.now + timedelta(hours=1)
                for alert in alerts
                if alert.fingerprint == "held"
            },
        )
        self.receive(told("held", instance="unknown", severity="critical"))
        for _turn in range(2):
            self.follow_up()
        self.receive(told("root", instance="al-host", severity="critical"), after=300)
        self.follow_up()
        self.env.cr.flush()
        told_of = self.env["ipai.outbox.delivery"].search([("target_id", "=", target.id)])
        self.assertEqual(
            [(one.topic, one.record_name) for one in told_of], [("alert.notice", "root is wrong")]
        )
        body = told_of.event_id.body["data"]["record"]
        self.assertEqual((body["severity"], body["asset_id"]["id"]), ("critical", self.host.id))
        self.assertFalse(held.search([("fingerprint", "=", "held")]).noticed_at)
        self.assertFalse(self.env["ipai.outbox.delivery"].search([("target_id", "=", theirs.id)]))
