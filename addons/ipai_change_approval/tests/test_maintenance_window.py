# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date, datetime, timedelta
from itertools import pairwise

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import ValidationError

from ..periods import Period
from .change_common import ChangeCase


class TestMaintenanceWindow(ChangeCase):
    @classmethod
    def new_window(cls, **vals):
        return cls.env["ipai.maintenance.window"].create(
            {"name": "Sunday Night", "tz": "Europe/Vienna", "date_from": date(2026, 1, 1), **vals}
        )

    def openings(self, window):
        return [opening.starts_at for opening in window.opening_ids]

    def test_the_calendar_knows_when_it_opens(self):
        window = self.new_window()
        starts = sorted(self.openings(window))
        self.assertEqual({start.isoweekday() for start in starts}, {7})
        # One a week, over the whole horizon of 400 days, whatever the day of the week is today.
        self.assertEqual([(b - a).days // 6 for a, b in pairwise(starts)], [1] * (len(starts) - 1))
        self.assertLess(starts[0] - self.now, timedelta(days=7))
        self.assertLess(self.now + timedelta(days=400) - starts[-1], timedelta(days=8))
        self.assertEqual(
            window.next_opening, min(s for s in self.openings(window) if s >= self.now)
        )
        self.env.flush_all()
        entries = self.env["ipai.change.calendar"].search([("window_id", "=", window.id)])
        self.assertEqual(entries.mapped("starts_at"), sorted(self.openings(window)))
        window.frequency = "daily"
        self.assertGreater(len(window.opening_ids), 399)
        window.active = False
        self.assertFalse(window.opening_ids)

    def test_each_night_another_day_is_added_and_none_twice(self):
        window = self.new_window(frequency="daily")
        before = self.openings(window)
        Window = self.env["ipai.maintenance.window"]
        Window._cron_plan_openings()
        self.env.invalidate_all()
        self.assertEqual(self.openings(window), before)
        with freeze_time(self.now + timedelta(days=3)):
            Window._cron_plan_openings()
        self.env.invalidate_all()
        self.assertEqual(len(window.opening_ids), len(before) + 3)
        self.assertEqual(len(set(self.openings(window))), len(before) + 3)
        with freeze_time(self.now + timedelta(days=500)):
            Window._cron_plan_openings()
        self.env.invalidate_all()
        self.assertGreater(min(self.openings(window)), self.now + timedelta(days=90))

    def test_what_stands_nearer_decides(self):
        """A window of the asset goes before one of its site, that before one of the company."""
        site = self.env["ipai.site"].create({"name": "Lab"})
        self.asset.site_id = site
        monday = Period(datetime(2027, 3, 1, 3), datetime(2027, 3, 1, 4))
        Window = self.env["ipai.maintenance.window"]

        def outside():
            return Window._outside(self.asset, monday).get(self.asset, Window)

        self.assertFalse(outside(), "nobody said anything")
        whole = self.new_window(name="Company", weekday="5")
        self.assertEqual(outside(), whole)
        at_site = self.new_window(name="Site", weekday="0", site_ids=[Command.set(site.ids)])
        self.assertFalse(outside(), "the site is open on Mondays")
        own = self.new_window(name="Own", weekday="1", asset_ids=[Command.set(self.asset.ids)])
        self.assertEqual(outside(), own)
        own.active = False
        at_site.weekday = "2"
        self.assertEqual(outside(), at_site)

    def test_its_dates_make_sense(self):
        with self.assertRaisesRegex(ValidationError, "ends before it begins"):
            self.new_window(date_until=date(2025, 12, 31))

    def test_it_opens_at_the_end_of_a_day_and_knows_the_ends_of_the_calendar(self):
        window = self.new_window(hour=23.995, frequency="daily", tz="UTC")
        self.assertEqual(
            {(start.hour, start.minute) for start in self.openings(window)}, {(23, 59)}
        )
        for start, end in (
            (datetime(1, 1, 1), datetime(1, 1, 1, 1)),
            (datetime(9999, 12, 31, 22), datetime(9999, 12, 31, 23)),
        ):
            self.assertFalse(window._holds(Period(start, end)))
