# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import Command
from odoo.tests import tagged

from odoo.addons.ipai_alert.tests.common import AlertCase, told


@tagged("post_install", "-at_install")
class TestMaintenance(AlertCase):
    def change(self, state, start=-1, hours=2, **values):
        """A change of the host; the way through its approval is not what is tried here."""
        begin = self.now + timedelta(hours=start)
        change = self.env["ipai.change"].create(
            {
                "name": "New disk",
                "asset_ids": [Command.set(self.host.ids)],
                "planned_start": begin,
                "planned_end": begin + timedelta(hours=hours),
                **values,
            }
        )
        self.env.flush_all()
        self.cr.execute("UPDATE ipai_change SET state = %s WHERE id = %s", [state, change.id])
        change.invalidate_recordset()
        return change

    def fire(self, fingerprint="a1", **labels):
        labels = {"instance": "al-host", "severity": "critical", **labels}
        self.receive(told(fingerprint, **labels))
        self.follow_up()
        return self.alert(fingerprint)

    def test_the_window_of_a_change_holds_what_it_works_on_and_takes_along(self):
        change = self.change("implementing")
        self.assertEqual(self.fire().held_until, change.planned_end)
        guest = self.fire("a2", instance="al-vm1")
        self.assertEqual(guest.held_until, change.planned_end)
        self.assertFalse((self.alert("a1") | guest).filtered("noticed_at"))
        self.assertEqual(change.alert_count, 2)

    def test_a_change_that_is_not_going_on_holds_nothing(self):
        for number, (state, start) in enumerate(
            (("draft", -1), ("scheduled", 1), ("closed", -1), ("implementing", -3))
        ):
            with self.subTest(state):
                change = self.change(state, start)
                self.assertFalse(self.fire(f"n{number}").held_until)
                self.cr.execute("DELETE FROM ipai_change WHERE id = %s", [change.id])
                self.env.invalidate_all()

    def test_scheduled_and_its_time_has_come(self):
        self.assertTrue(self.change("scheduled") and self.fire().held_until)

    def test_what_still_burns_at_its_end_is_told_what_ended_is_not(self):
        change = self.change("implementing")
        burning, over = self.fire(), self.fire("a2", instance="al-vm2")
        self.receive(told("a2", firing=False), after=30)
        self.follow_up()
        self.cr.execute("UPDATE ipai_change SET state = 'review' WHERE id = %s", [change.id])
        self.env.invalidate_all()
        self.env["ipai.alert"]._review_holds(change.company_id)
        self.follow_up()
        self.assertFalse(burning.held_until)
        self.assertTrue(burning.noticed_at)
        self.assertFalse(over.noticed_at)

    def window(self, hour=-1, duration=3, **values):
        """A maintenance window of each day, that many hours from now."""
        return self.env["ipai.maintenance.window"].create(
            {
                "name": "Now",
                "frequency": "daily",
                "date_from": self.now.date() - timedelta(days=2),
                "hour": (self.now + timedelta(hours=hour)).hour,
                "duration": duration,
                "tz": "UTC",
                **values,
            }
        )

    def test_a_service_and_a_site_are_held_as_a_machine_is(self):
        site = self.env["ipai.site"].create({"name": "Al Hall"})
        self.vm2.site_id = site
        windows = self.window(service_ids=[Command.set(self.service.ids)])
        windows |= self.window(site_ids=[Command.set(site.ids)])
        self.assertTrue(self.fire("service", service="Al Mail", instance="").held_until)
        self.assertTrue(self.fire("site", instance="al-vm2").held_until)
        self.assertFalse(self.fire("other", instance="al-vm1").held_until)
        windows.active = False
        self.follow_up()
        self.assertFalse((self.alert("service") | self.alert("site")).filtered("held_until"))

    def test_a_window_that_is_not_open_holds_nothing(self):
        self.window(hour=3, asset_ids=[Command.set(self.vm2.ids)])
        self.window(hour=-5, asset_ids=[Command.set(self.vm2.ids)])
        self.window(asset_ids=[Command.set(self.vm2.ids)]).active = False
        self.assertFalse(self.fire("a2", instance="al-vm2").held_until)

    def test_the_later_end_counts(self):
        self.change("implementing", hours=3)
        last = self.change("implementing", hours=6)
        self.change("implementing", hours=3)
        self.assertEqual(self.fire().held_until, last.planned_end)

    def test_a_change_of_a_machine_holds_and_shows_its_services(self):
        change = self.change("implementing", asset_ids=[Command.set(self.vm1.ids)])
        alert = self.fire("service", service="Al Mail", instance="")
        self.assertEqual((alert.service_id, alert.asset_id.id), (self.service, False))
        self.assertTrue(alert.held_until)
        self.assertEqual(change.alert_count, 1)

    def test_a_change_that_ends_early_lets_go(self):
        change = self.change("implementing")
        alert = self.fire()
        self.assertTrue(alert.held_until)
        change.planned_end = self.now - timedelta(minutes=1)
        self.follow_up()
        self.assertFalse(alert.held_until)
        self.assertTrue(alert.noticed_at)

    def test_a_maintenance_window_holds_what_it_names(self):
        window = self.window(asset_ids=[Command.set(self.vm2.ids)])
        self.assertTrue(self.fire("a2", instance="al-vm2").held_until)
        self.assertFalse(self.fire("a1", instance="al-vm1").held_until)
        window.holds_alerts = False
        self.follow_up()
        self.assertFalse(self.alert("a2").held_until)
        self.assertFalse(self.fire("a3", instance="al-vm2", alertname="Other").held_until)

    def test_a_window_that_names_nothing_holds_nothing(self):
        self.window()
        self.assertFalse(self.fire().held_until)
