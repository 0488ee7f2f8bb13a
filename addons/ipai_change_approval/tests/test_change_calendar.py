# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.addons.ipai_base.models import ipai_bounded_calendar

from .change_common import ChangeCase


class TestBoundedCalendar(ChangeCase):
    def test_a_month_of_very_many_is_drawn_in_rows_with_a_count(self):
        """Days are those of who looks: midnight in Vienna is no midnight in UTC."""
        user = self.reader
        user.tz = "Europe/Vienna"
        day = datetime(2031, 7, 14, 22, 0)  # midnight in Vienna
        for hours in (-1, 0, 1, 23):
            for _one in range(2):
                start = day + timedelta(hours=hours)
                self.new_change(planned_start=start, planned_end=start + timedelta(minutes=30))
        self.env.flush_all()
        calendar = self.env["ipai.change.calendar"].with_user(user).with_context(tz=user.tz)
        domain = [
            ("starts_at", "<=", day + timedelta(days=7)),
            ("ends_at", ">=", day - timedelta(days=7)),
            ("kind", "=", "change"),
        ]
        names = ["starts_at", "ends_at", "kind", "name"]
        self.assertEqual(len(calendar.calendar_read(domain, names)), 8)
        with patch.object(ipai_bounded_calendar, "EACH", 5):
            rows = calendar.calendar_read(domain, names)
        self.assertEqual(
            sorted(row["name"] for row in rows), ["Change, Draft: 2", "Change, Draft: 6"]
        )
        for row in rows:
            count = int(row["name"].rpartition(" ")[2])
            self.assertEqual(calendar.search_count(row["calendar_domain"]), count)
