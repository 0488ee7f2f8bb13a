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

    def test_a_maintenance_window_holds_what_it_names(self):
        window = self.env["ipai.maintenance.window"].create(
            {
                "name": "Now",
                "frequency": "daily",
                "date_from": self.now.date() - timedelta(days=2),
                "hour": (self.now - timedelta(hours=1)).hour,
                "duration": 3,
                "tz": "UTC",
                "asset_ids": [Command.set(self.vm2.ids)],
            }
        )
        self.assertTrue(self.fire("a2", instance="al-vm2").held_until)
        self.assertFalse(self.fire("a1", instance="al-vm1").held_until)
        window.holds_alerts = False
        self.follow_up()
        self.assertFalse(self.alert("a2").held_until)
        self.assertFalse(self.fire("a3", instance="al-vm2", alertname="Other").held_until)

    def test_a_window_that_names_nothing_holds_nothing(self):
        self.env["ipai.maintenance.window"].create(
            {
                "name": "Everything",
                "frequency": "daily",
                "date_from": self.now.date() - timedelta(days=2),
                "hour": (self.now - timedelta(hours=1)).hour,
                "duration": 3,
                "tz": "UTC",
            }
        )
        self.assertFalse(self.fire().held_until)
