# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, timedelta

from .common import AlertCase, told


class TestIntake(AlertCase):
    def test_an_alert_is_opened_with_what_its_source_says(self):
        self.receive(
            told(
                "a1",
                instance="al-host:9100",
                severity="page",
                annotations={
                    "summary": "al-host is down",
                    "description": "no answer\nfor 5 minutes",
                    "runbook_url": "https://wiki.example/down",
                },
            )
        )
        alert = self.alert("a1")
        self.assertEqual(
            (alert.name, alert.severity, alert.state, alert.asset_id, alert.count),
            ("al-host is down", "critical", "open", self.host, 1),
        )
        self.assertEqual(alert.runbook_link, "https://wiki.example/down")
        self.assertEqual(alert.began_at, datetime(2026, 3, 1, 10))
        self.assertEqual(alert.first_seen, self.now)
        self.assertIn("instance=al-host:9100", alert.label_text)
        self.assertEqual(alert.labels["severity"], "page")

    def test_without_a_severity_its_source_says_it(self):
        self.source.alert_default_severity = "warning"
        self.receive(told("a1"), told("a2", severity="critical"))
        self.assertEqual(self.alert("a1").severity, "warning")
        self.assertEqual(self.alert("a2").severity, "critical")

    def test_the_runbook_is_that_of_the_service_else_that_of_the_machine(self):
        for name, end in (("service", self.service), ("machine", self.vm1)):
            end.kb_link_ids = [
                (0, 0, {"name": name, "kind": "runbook", "url": f"https://wiki.example/{name}"})
            ]
        self.receive(
            told("both", service="Al Mail", instance="al-vm1"), told("one", instance="al-vm1")
        )
        self.assertEqual(self.alert("both").runbook_link, "https://wiki.example/service")
        self.assertEqual(self.alert("one").runbook_link, "https://wiki.example/machine")

    def test_a_reminder_moves_last_seen_and_nothing_else(self):
        message = told("a1", instance="al-host")
        self.receive(message)
        alert = self.alert("a1")
        self.follow_up()
        names = [
            name
            for name, field in alert._fields.items()
            if field.store and field.column_type and name not in ("last_seen", "write_date")
        ]
        before = alert.read(names)
        self.receive(message, after=300)
        self.assertEqual(alert.read(names), before)
        self.assertEqual(alert.last_seen, self.now + timedelta(seconds=300))
        self.assertEqual(len(alert.occurrence_ids), 1)

    def test_each_alerts_own_status_counts(self):
        self.receive(told("a1"), told("a2"))
        self.receive(told("a1", firing=False), told("a2"), after=60, status="resolved")
        self.assertEqual((self.alert("a1").state, self.alert("a2").state), ("closed", "open"))

    def test_resolved_blanks_no_text(self):
        self.receive(told("a1", annotations={"summary": "It burns", "description": "a lot"}))
        self.receive(told("a1", firing=False), after=60)
        alert = self.alert("a1")
        self.assertEqual((alert.name, alert.description), ("It burns", "a lot"))
        self.assertEqual((alert.state, alert.closed_by), ("closed", "resolved"))
        self.assertEqual(alert.ended_at, datetime(2026, 3, 1, 11))

    def test_what_comes_back_is_counted_on_the_same_alert(self):
        self.receive(told("a1"))
        self.receive(told("a1", firing=False), after=60)
        self.receive(told("a1", began="2026-03-01T12:00:00Z"), after=120)
        alert = self.alert("a1")
        self.assertEqual((alert.state, alert.count), ("open", 2))
        self.assertEqual(alert.first_seen, self.now)
        self.assertEqual(
            alert.occurrence_ids.sorted("began_at").mapped("ended_at"),
            [datetime(2026, 3, 1, 11), False],
        )

    def test_back_without_its_texts_it_keeps_them(self):
        self.receive(told("a1", annotations={"summary": "It burns", "description": "a lot"}))
        self.receive(told("a1", firing=False), after=60)
        self.receive(told("a1", began="2026-03-01T12:00:00Z", annotations={}), after=120)
        self.assertEqual((self.alert("a1").state, self.alert("a1").description), ("open", "a lot"))

    def test_history_has_the_hours_of_each_time(self):
        self.receive(told("a1", began=(self.now - timedelta(hours=3)).isoformat()))
        occurrence = self.alert("a1").occurrence_ids
        acknowledge = self.env["ipai.alert.occurrence"]._acknowledge
        acknowledge(self.alert("a1"), self.now - timedelta(hours=2))
        acknowledge(self.alert("a1"), self.now)
        self.assertAlmostEqual(occurrence.hours_to_acknowledge, 1, 2)
        resolved = {"status": "resolved", "endsAt": (self.now - timedelta(hours=1)).isoformat()}
        self.receive(told("a1", began=(self.now - timedelta(hours=3)).isoformat()) | resolved)
        self.assertAlmostEqual(occurrence.hours_to_end, 2, 2)

    def test_a_lost_end_is_made_up_for(self):
        self.receive(told("a1"))
        self.receive(told("a1", began="2026-03-01T12:00:00Z"), after=120)
        self.assertEqual(self.alert("a1").count, 2)
        self.assertEqual(len(self.alert("a1").occurrence_ids.filtered("ended_at")), 1)

    def test_a_late_message_changes_nothing(self):
        self.receive(told("a1"), after=0)
        self.receive(told("a1", firing=False), after=100)
        self.receive(told("a1"), after=50)
        self.assertEqual(self.alert("a1").state, "closed")
        self.receive(told("a1", began="2026-03-01T12:00:00Z"), after=200)
        self.receive(told("a1", firing=False, began="2026-03-01T12:00:00Z"), after=150)
        self.assertEqual(self.alert("a1").state, "open")

    def test_the_end_of_an_earlier_time_is_none(self):
        self.receive(told("a1", began="2026-03-01T12:00:00Z"))
        self.receive(told("a1", firing=False, began="2026-03-01T10:00:00Z"), after=10)
        self.assertEqual(self.alert("a1").state, "open")

    def test_all_of_one_message_in_its_order(self):
        self.receive(
            told("a1"),
            told("a1", firing=False),
            told("a1", began="2026-03-01T12:00:00Z"),
        )
        self.assertEqual((self.alert("a1").state, self.alert("a1").count), ("open", 2))

    def test_a_watchdog_is_a_heartbeat(self):
        self.receive(told("w1", alertname="Watchdog"))
        self.assertFalse(self.alert("w1"))
        self.assertTrue(self.source.alert_heartbeat_at)
        self.source.alert_heartbeat_minutes = 5
        self.assertFalse(self.source.alert_warning)
        self.source.alert_heartbeat_at = self.now - timedelta(minutes=6)
        self.assertRegex(self.source.alert_warning, "No Watchdog for 5 minutes")

    def test_what_was_left_out_is_warned_of(self):
        self.receive(told("a1"), truncatedAlerts=7)
        self.assertRegex(self.source.alert_warning, "left out 7 alerts: raise max_alerts")

    def test_the_severity_rises_where_the_fingerprint_stays(self):
        self.receive(told("a1", severity="warning"))
        self.follow_up()
        self.receive(told("a1", severity="critical"), after=10)
        alert = self.alert("a1")
        self.assertEqual((alert.severity, alert.to_follow), ("critical", True))
        self.receive(told("a1", severity="info"), after=20)
        self.assertEqual(alert.severity, "critical", "it falls with its end only")

    def test_two_sources_may_have_one_fingerprint(self):
        other = self.source.copy({"name": "Other Alerts"})
        self.receive(told("a1"))
        self.receive(told("a1"), source=other)
        self.receive(told("a1", firing=False), source=other, after=5)
        self.assertEqual(sorted(self.alert("a1").mapped("state")), ["closed", "open"])

    def test_many_cost_as_many_queries_as_few(self):
        def count(prefix, number):
            alerts = [told(f"{prefix}{n}", instance=f"al-vm{n % 2 + 1}") for n in range(number)]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.receive(*alerts)
            self.env.flush_all()
            return self.cr.sql_log_count - before

        count("warm", 2)
        few = count("few", 5)
        # Odoo itself splits what it inserts into parts of some hundreds.
        self.assertLessEqual(count("many", 200), few + 10)
