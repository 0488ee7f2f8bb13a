# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from .common import AlertCase, told


class TestGrouping(AlertCase):
    def host_alert(self, fingerprint="root", **values):
        return told(fingerprint, instance="al-host", severity="critical", **values)

    def test_what_fails_with_the_machine_goes_below_its_alert(self):
        self.receive(
            self.host_alert(),
            told("c1", instance="al-vm1", severity="critical"),
            told("c2", service="Al Mail", severity="critical"),
            told("c3", instance="al-vm2", severity="warning"),
        )
        self.follow_up()
        root = self.alert("root")
        self.assertFalse(root.parent_id)
        self.assertEqual(root.child_ids, self.alert("c1") | self.alert("c2") | self.alert("c3"))
        self.assertEqual(root.child_count, 3)

    def test_the_root_may_come_later(self):
        self.receive(told("c1", instance="al-vm1", severity="critical"))
        self.follow_up()
        self.assertFalse(self.alert("c1").parent_id)
        self.receive(self.host_alert(), after=90)
        self.follow_up()
        self.assertEqual(self.alert("c1").parent_id, self.alert("root"))

    def test_a_warning_takes_nothing_along(self):
        self.receive(
            told("root", instance="al-host", severity="warning"),
            told("c1", instance="al-vm1", severity="critical"),
        )
        self.follow_up()
        self.assertFalse(self.alert("c1").parent_id)

    def test_a_child_outlives_its_root(self):
        self.receive(self.host_alert(), told("c1", instance="al-vm1", severity="critical"))
        self.follow_up()
        self.receive(self.host_alert() | {"status": "resolved"}, after=60)
        self.follow_up()
        child = self.alert("c1")
        self.assertEqual((child.state, child.parent_id.id), ("open", False))
        self.assertTrue(child.noticed_at, "now it is told itself")

    def test_one_notice_for_all(self):
        self.receive(self.host_alert(), *(told(f"c{n}", instance="al-vm1") for n in range(5)))
        told_of = []
        self.patch(self.registry["ipai.alert"], "_notify", lambda alerts: told_of.extend(alerts))
        self.follow_up()
        self.assertEqual(told_of, [self.alert("root")])
        self.alert("root").to_follow = True
        self.follow_up()
        self.assertEqual(told_of, [self.alert("root")], "told once, however often it is looked at")

    def test_what_began_long_before_is_not_its_effect(self):
        self.receive(told("c1", instance="al-vm1", severity="critical"))
        self.alert("c1").opened_at = self.now - timedelta(hours=3)
        self.receive(self.host_alert())
        self.follow_up()
        self.assertFalse(self.alert("c1").parent_id)

    def test_maintenance_holds_and_lets_go(self):
        until = self.now + timedelta(hours=1)
        work = {self.host.id}

        def maintenance(alerts):
            return {alert: until for alert in alerts if alert.asset_id.id in work}

        self.patch(self.registry["ipai.alert"], "_maintenance_until", maintenance)
        self.receive(self.host_alert(), told("c1", instance="al-vm1", severity="critical"))
        self.receive(told("gone", instance="al-host", alertname="Reboot"), after=1)
        self.follow_up()
        root, gone = self.alert("root"), self.alert("gone")
        self.assertEqual(root.held_until, until)
        self.assertFalse((root | self.alert("c1") | gone).filtered("noticed_at"))
        self.receive(told("gone", firing=False, instance="al-host", alertname="Reboot"), after=10)
        work.clear()
        root.held_until = self.now - timedelta(seconds=1)
        self.follow_up()
        self.assertFalse(root.held_until)
        self.assertTrue(root.noticed_at, "what still burns is told")
        self.assertFalse(gone.noticed_at, "what ended meanwhile is not")

    def test_maintenance_that_is_prolonged_holds_on(self):
        ends = [self.now + timedelta(hours=1)]
        self.patch(
            self.registry["ipai.alert"],
            "_maintenance_until",
            lambda alerts: dict.fromkeys(alerts, ends[0]),
        )
        self.receive(self.host_alert())
        root = self.alert("root")
        root.held_until = self.now - timedelta(seconds=1)
        ends[0] = self.now + timedelta(hours=2)
        self.follow_up()
        self.assertEqual(root.held_until, ends[0])
        self.assertFalse(root.noticed_at)

    def test_what_comes_out_of_a_window_is_no_flood(self):
        """They began one by one, and are let go at once: that is what a person would have to read."""
        self.source.alert_storm_limit = 5
        until = self.now + timedelta(hours=1)
        over = []
        self.patch(
            self.registry["ipai.alert"],
            "_maintenance_until",
            lambda alerts: {} if over else dict.fromkeys(alerts, until),
        )
        for number in range(8):
            self.receive(told(f"w{number}", instance=f"away{number}", severity="high"))
            self.alert(f"w{number}").opened_at = self.now - timedelta(minutes=5 * number)
        self.follow_up()
        held = self.env["ipai.alert"].search([("fingerprint", "=like", "w_")])
        self.assertEqual((len(held), held.filtered("noticed_at").ids), (8, []))
        over.append(True)
        held.held_until = self.now - timedelta(seconds=1)
        self.follow_up()
        storm = held.parent_id
        self.assertEqual((len(storm), storm.child_count), (1, 8))
        self.assertTrue(storm.noticed_at)
        self.assertFalse(held.filtered("noticed_at"))
