# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import ValidationError

from ..presets import PRESETS
from .common import InboxCase

KUMA = {
    "heartbeat": {"status": 0, "msg": "timeout"},
    "monitor": {"id": 7, "name": "router", "hostname": "192.0.2.1"},
    "msg": "[router] [Down] timeout",
}
PROXMOX = {
    "title": "vzdump failed",
    "message": "no space",
    "severity": "error",
    "fields": {"type": "vzdump", "hostname": "pve1"},
}
ZABBIX = {
    "trigger_id": "11",
    "subject": "High load",
    "severity": "High",
    "host": "db1",
    "status": "PROBLEM",
}


class TestGeneric(InboxCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source = cls.new_source("generic", "standard")
        cls.path, cls.secret = cls.source._issue()

    def new_map(self, preset, **values):
        """Make the map of a preset and give it to the source."""
        made = self.env["ipai.inbox.map"].create(
            {**PRESETS[preset], "name": f"{preset} {values}", "is_on": True, **values}
        )
        self.source.map_id = made
        self.source.flush_recordset()
        return made

    def read(self, value):
        handler = self.env["ipai.inbox.handler.generic"]
        return handler._field_map(self.source).read(value)

    def test_presets_read_what_their_programs_send(self):
        self.new_map("uptime_kuma")
        down = self.read(KUMA)
        self.assertEqual((down.key, down.title), ("7", "router: timeout"))
        self.assertEqual((down.severity, down.host), ("critical", "192.0.2.1"))
        self.assertFalse(down.resolved)
        self.assertTrue(self.read({**KUMA, "heartbeat": {"status": 1, "msg": "OK"}}).resolved)
        self.new_map("proxmox")
        self.assertEqual(self.read(PROXMOX).key, "vzdump pve1")
        self.assertEqual(self.read(PROXMOX).severity, "critical")
        self.new_map("zabbix")
        self.assertEqual(self.read(ZABBIX).severity, "critical")
        self.assertTrue(self.read({**ZABBIX, "status": "RESOLVED"}).resolved)

    def test_a_map_is_tried_on_stored_events_before_it_is_switched_on(self):
        made = self.new_map("uptime_kuma", is_on=False)
        event = self.event(self.post(KUMA))
        self.work()
        self.assertEqual(self.states(event), ["ignored"])
        self.assertIn("not switched on", event.reason)
        action = made.with_user(self.manager).action_try()
        self.assertIn(
            "done router: timeout", self.env["ipai.inbox.trial"].browse(action["res_id"]).text
        )
        made.with_user(self.manager).action_switch()
        made.flush_recordset()
        event.with_user(self.technician).action_replay()
        self.work()
        self.assertEqual(self.states(event), ["done"])
        self.assertEqual(event.dedup_key, "7")

    def test_it_has_to_happen_often_enough_within_the_time(self):
        self.new_map("uptime_kuma", threshold=3, threshold_minutes=10)
        other = self.event(self.post({**KUMA, "monitor": {"id": 8, "name": "switch"}}))
        events = [self.event(self.post({**KUMA, "n": number})) for number in range(4)]
        up = self.event(self.post({**KUMA, "heartbeat": {"status": 1, "msg": "OK"}}))
        self.work()
        self.assertEqual(self.states(*events), ["ignored", "ignored", "done", "done"])
        self.assertEqual(self.states(other, up), ["ignored", "done"])
        self.assertIn("2 of 3 times in 10 minutes", events[1].reason)

    def test_an_old_occurrence_does_not_count(self):
        self.new_map("uptime_kuma", threshold=2, threshold_minutes=10)
        first = self.event(self.post({**KUMA, "n": 1}))
        self.env.cr.execute("ALTER TABLE ipai_inbox_event DISABLE TRIGGER USER")
        self.env.cr.execute(
            "UPDATE ipai_inbox_event SET received_on = received_on - interval '11 min' WHERE id = %s",
            [first.id],
        )
        self.env.cr.execute("ALTER TABLE ipai_inbox_event ENABLE TRIGGER USER")
        second = self.event(self.post({**KUMA, "n": 2}))
        third = self.event(self.post({**KUMA, "n": 3}))
        self.work()
        self.assertEqual(self.states(first, second, third), ["ignored", "ignored", "done"])

    def test_a_template_that_means_nothing_is_refused_with_its_place(self):
        with self.assertRaisesRegex(ValidationError, "a brace is open or closed alone in {title"):
            self.new_map("uptime_kuma", title_template="{title")
        with self.assertRaisesRegex(ValidationError, "critical has no ="):
            self.new_map("uptime_kuma", severity_values="critical")
