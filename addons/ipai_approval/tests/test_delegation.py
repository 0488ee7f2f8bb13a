# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date, timedelta

from odoo.exceptions import AccessError, ValidationError

from .common import PolicyCase


class TestDelegation(PolicyCase):
    def delegate(self, user=None, **vals):
        today = date.today()
        days = {"date_from": today, "date_to": today + timedelta(days=3)}
        return (
            self.env["ipai.approval.delegation"]
            .with_user(user or self.anna)
            .create({"delegate_id": self.reader.id, **days, **vals})
        )

    def in_force(self):
        return self.env["ipai.approval.delegation"].sudo()._in_force_for(self.reader)

    def test_it_is_in_force_on_its_days(self):
        delegation = self.delegate()
        self.assertEqual(self.in_force(), delegation)
        delegation.date_from = date.today() + timedelta(days=1)
        self.assertFalse(self.in_force())

    def test_who_left_delegates_nothing(self):
        self.delegate()
        self.anna.active = False
        self.assertFalse(self.in_force())

    def test_what_cannot_be_is_refused_with_the_reason(self):
        yesterday = date.today() - timedelta(days=1)
        for vals, reason in (
            ({"delegate_id": self.anna.id}, "another person"),
            ({"date_to": yesterday}, "before the first"),
        ):
            with self.subTest(reason), self.assertRaisesRegex(ValidationError, reason):
                self.delegate(**vals)

    def test_nobody_delegates_for_another(self):
        with self.assertRaises(AccessError):
            self.delegate(user_id=self.other.id)
