# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo.exceptions import ValidationError
from odoo.tests import new_test_user

from odoo.addons.ipai_base.managers import managers_of

from .common import AlertCase, told


class TestRota(AlertCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ipai.alert.rota"].search([]).active = False
        cls.second = new_test_user(cls.env, "al_second", "ipai_base.group_technician")
        cls.boss = new_test_user(cls.env, "al_boss", "ipai_base.group_manager")
        cls.rota = cls.env["ipai.alert.rota"].create(
            {"name": "Always", "fallback_id": cls.boss.id, "escalation_minutes": 10}
        )
        cls.shift(cls.technician)
        cls.shift(cls.second, level="2")

    @classmethod
    def shift(cls, user, start=-1, hours=8, **values):
        start = cls.now + timedelta(hours=start)
        return cls.env["ipai.alert.shift"].create(
            {
                "rota_id": cls.rota.id,
                "user_id": user.id,
                "starts_at": start,
                "ends_at": start + timedelta(hours=hours),
                **values,
            }
        )

    def fire(self, fingerprint="a1", **labels):
        labels = {"instance": "al-vm1", "severity": "critical", **labels}
        self.receive(told(fingerprint, **labels))
        self.follow_up()
        return self.alert(fingerprint)

    def wait(self, alert, minutes=11):
        alert.told_last_at = self.now - timedelta(minutes=minutes)
        self.follow_up()

    def test_who_is_on_call_is_told_once(self):
        alert = self.fire()
        self.assertEqual(alert.activity_ids.user_id, self.technician)
        self.assertEqual(alert.activity_ids.summary, "a1 is wrong")
        self.follow_up()
        self.assertEqual(len(alert.activity_ids), 1)
        self.assertEqual(self.rota.on_call_id, self.technician)

    def test_where_all_of_a_rota_have_left_a_manager_is_told(self):
        (self.technician | self.second | self.boss).active = False
        boss = managers_of(self.env, self.rota.company_id).sorted("id")[:1]
        self.assertEqual(self.fire().activity_ids.user_id, boss)
        self.rota.shift_ids.unlink()
        self.rota.fallback_id = False
        self.assertFalse(self.fire("a2").activity_ids, "nobody is to be told")

    def test_a_mild_one_wakes_nobody(self):
        self.assertFalse(self.fire(severity="warning").activity_ids)

    def test_what_gets_worse_wakes_who_was_not_told_and_nobody_twice(self):
        alert = self.fire(severity="warning")
        self.receive(told("a1", instance="al-vm1", severity="high"), after=60)
        self.follow_up()
        self.assertEqual(alert.activity_ids.user_id, self.technician)
        self.receive(told("a1", instance="al-vm1", severity="critical"), after=120)
        self.follow_up()
        self.assertEqual(len(alert.activity_ids), 1)
        self.wait(alert)
        self.assertEqual(alert.told_user_ids, self.technician | self.second)

    def test_a_rota_of_another_company_is_not_asked(self):
        other = self.env["res.company"].create({"name": "Elsewhere Alerts"})
        self.rota.active = False
        self.boss.company_ids |= other
        self.env["ipai.alert.rota"].create(
            {"name": "Theirs", "company_id": other.id, "fallback_id": self.boss.id}
        )
        source = self.source.copy(
            {"name": "Theirs", "company_id": other.id, "user_id": self.env.uid}
        )
        self.receive(told("theirs", severity="critical"), source=source)
        self.assertFalse(self.fire().activity_ids)
        self.assertEqual(self.alert("theirs").activity_ids.user_id, self.boss)

    def test_nobody_acknowledges_the_next_one_is_told(self):
        alert = self.fire()
        self.wait(alert, 9)
        self.assertEqual(alert.told_user_ids, self.technician, "not before its time")
        self.wait(alert)
        self.assertEqual(alert.told_user_ids, self.technician | self.second)
        self.wait(alert)
        self.assertEqual(alert.activity_ids.user_id, self.technician | self.second | self.boss)
        self.wait(alert)
        self.assertEqual(len(alert.activity_ids), 3, "there is nobody further")

    def test_acknowledged_it_is_over_for_all(self):
        alert = self.fire()
        self.wait(alert)
        alert.with_user(self.technician).action_acknowledge()
        self.assertFalse(alert.activity_ids)
        self.wait(alert)
        self.assertFalse(alert.activity_ids)

    def test_without_a_shift_the_last_one_is_told(self):
        self.rota.shift_ids.unlink()
        self.shift(self.technician, start=2)
        self.assertEqual(self.fire().activity_ids.user_id, self.boss)

    def test_outside_its_hours_it_is_not_asked(self):
        never = self.env["resource.calendar"].create(
            {"name": "Never", "tz": "UTC", "attendance_ids": [(5, 0, 0)]}
        )
        self.rota.calendar_id = never
        self.assertFalse(self.fire().activity_ids)

    def test_only_of_its_customers(self):
        self.rota.customer_ids = self.customer
        self.assertTrue(self.fire(instance="al-vm1").activity_ids)
        self.assertFalse(self.fire("a2", instance="al-vm2").activity_ids)

    def test_a_shift_ends_after_it_begins(self):
        with self.assertRaisesRegex(ValidationError, "ends after it begins"):
            self.shift(self.technician, hours=-1)
