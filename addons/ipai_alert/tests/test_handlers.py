# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json

from odoo import fields

from odoo.addons.ipai_base.tests.secrecy import Secrecy

from ..alerting.conditions import Condition
from .common import AlertCase, told


class TestHandlers(Secrecy, AlertCase):
    """What the lanes hand over; the way from the door to here is tried in tests/test_alerts.py of the suite."""

    def handle(self, body, source=None):
        """Hand a body over as a lane does, as the bot of its source; return the outcome."""
        source = source or self.source
        self.cr.execute(
            """
            INSERT INTO ipai_inbox_event (source_id, company_id, kind, received_on, state, attempts, raw)
            VALUES (%s, %s, %s, now() AT TIME ZONE 'UTC', 'received', 0, %s) RETURNING id
            """,
            [source.id, source.company_id.id, source.kind, json.dumps(body).encode()],
        )
        event = self.env["ipai.inbox.event"].sudo().browse(self.cr.fetchone()[0])
        handler = self.env["ipai.inbox.lane"]._handler(event)
        return handler._handle(event)[event]

    def test_a_message_of_alertmanager_as_the_bot(self):
        told_of = self.handle({"alerts": [told("a1", instance="al-vm1"), told("a2", host="x")]})
        self.assertEqual(
            (told_of.state, told_of.reason), ("done", "2 new, 1 without a known machine")
        )
        self.assertIn(f"ipai.alert,{self.alert('a1').id}", told_of.touched)
        self.assertEqual(self.alert("a1").asset_id, self.vm1)

    def test_one_bad_alert_costs_that_one_only(self):
        told_of = self.handle({"alerts": [told("a1"), {"status": "firing"}]})
        self.assertEqual(told_of.state, "done")
        self.assertIn("alert 2: it has no labels", told_of.reason)
        self.assertTrue(self.alert("a1"))

    def test_a_watchdog_alone_is_no_alert(self):
        told_of = self.handle({"alerts": [told("w", alertname="Watchdog")]})
        self.assertEqual((told_of.state, told_of.reason), ("ignored", "a Watchdog"))

    def test_grafana_sends_the_same_with_more(self):
        source = self.env["ipai.inbox.source"].create({"name": "Al Grafana", "kind": "grafana"})
        alert = {
            **told("g1", instance="al-vm1", grafana_folder="Lab"),
            "panelURL": "https://grafana.example/d/1?viewPanel=2",
            "silenceURL": "https://grafana.example/alerting/silence/new",
            "values": {"B": 1},
            "valueString": "[ var='B' ]",
        }
        body = {"orgId": 1, "title": "[FIRING:1]", "state": "alerting", "alerts": [alert]}
        self.assertEqual(self.handle(body, source).state, "done")
        self.assertEqual(self.alert("g1").url, "https://grafana.example/d/1?viewPanel=2")

    def test_generic_json_with_a_severity_is_an_alert(self):
        source = self.env["ipai.inbox.source"].create({"name": "Al Generic", "kind": "generic"})
        body = {"id": "m1", "title": "nas is slow", "severity": "warning", "host": "al-vm2"}
        told_of = self.handle(body, source)
        alert = self.env["ipai.alert"].search([("source_id", "=", source.id)])
        self.assertEqual(told_of.touched, (f"ipai.alert,{alert.id}",))
        self.assertEqual(
            (alert.name, alert.severity, alert.asset_id), ("nas is slow", "warning", self.vm2)
        )

    def test_generic_json_of_two_machines_is_two_alerts(self):
        source = self.env["ipai.inbox.source"].create({"name": "Al Generic", "kind": "generic"})
        found = self.env["ipai.alert"]
        for host, title in (("al-vm1", "Disk full"), ("al-vm2", "Disk full"), ("al-vm2", "Fan")):
            body = {"type": "alert", "title": title, "severity": "high", "host": host}
            self.handle(body, source)
            self.handle(body, source)
            found = found.search([("source_id", "=", source.id)])
        self.assertEqual(sorted(found.asset_id.mapped("name")), ["al-vm1", "al-vm2"])
        self.assertEqual(len(found), 3)
        self.handle({**body, "status": "ok"}, source)
        self.assertEqual(sorted(found.mapped("state")), ["closed", "open", "open"])
        for status, state in (("firing", "open"), ("ok", "closed")):
            self.handle(
                {"fingerprint": "one", "title": status, "severity": "high", "status": status},
                source,
            )
            one = found.search([("source_id", "=", source.id), ("fingerprint", "=", "one")])
            self.assertEqual(one.state, state)

    def test_generic_json_without_one_is_none(self):
        source = self.env["ipai.inbox.source"].create({"name": "Al Generic", "kind": "generic"})
        self.assertEqual(self.handle({"id": "d1", "title": "deployed"}, source).state, "done")
        self.assertFalse(self.env["ipai.alert"].search([("source_id", "=", source.id)]))

    def test_a_large_message_is_taken_from_such_a_source(self):
        self.assertEqual(self.source.size_limit, 1024)

    def test_a_secret_stays_in_the_body_as_it_came_and_is_masked_in_the_alert(self):
        alert = told("s1", instance="al-vm1", note=f"login root / {self.TYPED}")
        alert["annotations"] = {"summary": f"pw: {self.TYPED}", "description": self.NOTES}
        with self.assertSecret(kept=["ipai_inbox_event"]):
            self.handle({"alerts": [alert]})
        made = self.alert("s1")
        self.assertIn("[masked: password]", made.description)
        self.assertIn("[masked: password]", made.name)
        event = self.env["ipai.inbox.event"].search([], order="id desc", limit=1)
        finding = self.env["ipai.secret.finding"].search(
            [("res_model", "=", event._name), ("res_id", "=", event.id)]
        )
        self.assertEqual((finding.field_name, finding.state), ("body", "open"))
        finding._look_again()
        self.assertEqual(finding.state, "open")
        self.cr.execute("UPDATE ipai_inbox_event SET raw = NULL WHERE id = %s", [event.id])
        finding._look_again()
        self.assertEqual(finding.state, "gone")

    def test_a_secret_that_a_poll_reads_is_masked(self):
        self.env["ipai.alert"].sudo()._take(
            self.source,
            [
                Condition(
                    fingerprint="p1",
                    firing=True,
                    check=self.NOTES,
                    summary=self.NOTES,
                    description=self.NOTES,
                )
            ],
            fields.Datetime.now(),
        )
        self.assertEqual(self.tables_with_secret(), [])
