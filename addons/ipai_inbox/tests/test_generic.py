# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import ValidationError

from ..presets import PRESETS
from .common import InboxCase

# As the programs send them: recorded, and shortened where nothing reads it.
KUMA = {
    "heartbeat": {
        "monitorID": 7,
        "status": 0,
        "time": "2026-03-01 10:00:00.123",
        "msg": "timeout",
        "important": True,
        "retries": 3,
        "timezone": "Europe/Vienna",
        "localDateTime": "2026-03-01 11:00:00",
    },
    "monitor": {
        "id": 7,
        "name": "router",
        "description": None,
        "url": "https://",
        "hostname": "192.0.2.1",
        "port": None,
        "type": "ping",
        "tags": [],
    },
    "msg": "[router] [Down] timeout",
}
KUMA_TEST = {"heartbeat": None, "monitor": None, "msg": "Hook Testing"}
PROXMOX = {
    "title": "vzdump backup status (pve1.example): backup failed",
    "message": "VMID  Name  Status\n100   web   err",
    "severity": "error",
    "fields": {"type": "vzdump", "hostname": "pve1", "job-id": "backup-0a1b2c3d-4e5f"},
}
ZABBIX = {
    "trigger_id": "11",
    "subject": "High load",
    "severity": "High",
    "host": "db1",
    "status": "PROBLEM",
}
ZABBIX_MACROS = {
    "event_id": "4711",
    "trigger_id": "22391",
    "event_name": "Load average is too high",
    "event_nseverity": "3",
    "event_severity": "Average",
    "event_value": "1",
    "host_name": "db1",
    "host_ip": "192.0.2.7",
    "alert_message": "Problem started at 10:00:00",
}
ZABBIX_STREAM = {
    "clock": 1772360000,
    "ns": 1,
    "value": 1,
    "eventid": 42,
    "name": "Zabbix agent is not available",
    "severity": 4,
    "hosts": [{"host": "db1.example", "name": "db1"}],
    "groups": ["Linux servers"],
    "tags": [{"tag": "class", "value": "os"}],
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

    def test_uptime_kuma(self):
        self.new_map("uptime_kuma")
        down = self.read(KUMA)
        self.assertEqual((down.key, down.title), ("7", "router: timeout"))
        self.assertEqual((down.severity, down.host), ("critical", "192.0.2.1"))
        self.assertFalse(down.resolved)
        up = self.read({**KUMA, "heartbeat": {"status": 1, "msg": "200 - OK"}})
        self.assertEqual((up.key, up.resolved), ("7", True))
        web = {**KUMA["monitor"], "hostname": None, "url": "https://shop.example/health"}
        self.assertEqual(self.read({**KUMA, "monitor": web}).host, "https://shop.example/health")
        test = self.read(KUMA_TEST)
        self.assertEqual((test.title, test.severity), ("Uptime Kuma: Hook Testing", ""))
        self.assertTrue(test.key)
        self.assertFalse(test.resolved)

    def test_proxmox(self):
        self.new_map("proxmox")
        failed = self.read(PROXMOX)
        self.assertEqual((failed.severity, failed.host), ("critical", "pve1"))
        self.assertIn("backup failed", failed.title)
        done = self.read({**PROXMOX, "severity": "info", "title": "backup successful"})
        self.assertEqual((done.key, done.resolved), (failed.key, True))
        other = {**PROXMOX["fields"], "job-id": "backup-of-another-night"}
        self.assertNotEqual(self.read({**PROXMOX, "fields": other}).key, failed.key)
        mail = {"type": "system-mail", "hostname": "pve1"}
        self.assertEqual(
            self.read({"title": "cron", "severity": "unknown", "fields": mail}).severity, "warning"
        )

    def test_zabbix_as_a_media_type_sends_it(self):
        self.new_map("zabbix")
        self.assertEqual(self.read(ZABBIX).severity, "critical")
        self.assertTrue(self.read({**ZABBIX, "status": "RESOLVED"}).resolved)
        told = self.read(ZABBIX_MACROS)
        self.assertEqual(
            (told.key, told.title, told.host), ("22391", "Load average is too high", "db1")
        )
        self.assertEqual((told.severity, told.resolved), ("warning", False))
        over = {**ZABBIX_MACROS, "event_id": "4712", "event_value": "0"}
        self.assertEqual((self.read(over).key, self.read(over).resolved), ("22391", True))

    def test_zabbix_as_a_connector_streams_it(self):
        self.new_map("zabbix")
        told = self.read(ZABBIX_STREAM)
        self.assertEqual((told.key, told.host, told.severity), ("42", "db1", "critical"))
        over = self.read({"clock": 1, "ns": 1, "value": 0, "eventid": 43, "p_eventid": 42})
        self.assertEqual((over.key, over.resolved), ("42", True))

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

    def test_a_map_that_finds_no_title_fails_for_good_until_it_is_mended(self):
        made = self.new_map("uptime_kuma", title_template="{nothing}")
        event = self.event(self.post(KUMA))
        self.work()
        self.assertEqual(self.states(event), ["failed"])
        self.assertIn("finds no title: mend the map, then replay", event.reason)
        self.assertFalse(event.next_try)
        made.title_template = "{msg}"
        event.with_user(self.technician).action_replay()
        self.work()
        self.assertEqual((self.states(event), event.reason), (["done"], KUMA["msg"]))

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
