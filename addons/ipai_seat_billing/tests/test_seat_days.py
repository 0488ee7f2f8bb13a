# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which day is it? Far time zones, clock changes, short months, and a device that goes and comes back."""

from datetime import date

from .common import FEBRUARY, MARCH, SeatCase

LEAP = (date(2024, 2, 1), date(2024, 2, 29))


class TestSeatDays(SeatCase):
    def counted(self, period=FEBRUARY, **vals):
        """What a plan like that counts for Acme in a period."""
        plan = self.new_plan(name=str(vals), **vals)
        lines = self.new_run(period, plans=plan).line_ids
        return sum(lines.filtered(lambda line: line.plan_id == plan).mapped("counted"))

    def test_gone_and_back_on_the_day_of_the_cut_off(self):
        away = (self.acme, "decommissioned", "2026-02-28 10:00", "2026-02-28 14:00")
        before = (self.acme, "active", "2026-01-05", "2026-02-28 10:00")
        self.device("back", before, away, (self.acme, "active", "2026-02-28 14:00"))
        self.device(
            "gone again",
            before,
            away,
            (self.acme, "active", "2026-02-28 14:00", "2026-02-28 20:00"),
            (self.acme, "decommissioned", "2026-02-28 20:00"),
        )
        line = self.new_run().line_ids
        rows = {row["device"]: row for row in line._evidence_rows()}
        self.assertEqual(line.counted, 1)
        self.assertEqual((rows["back"]["days"], rows["back"]["adds"]), ("28", "1"))
        self.assertEqual((rows["gone again"]["days"], rows["gone again"]["adds"]), ("27", "0"))

    def test_a_day_that_is_fourteen_hours_ahead(self):
        """On Kiritimati the 28th ends at 10:00 UTC of the same date."""
        self.device("in time", (self.acme, "active", "2026-02-28 09:59:59"))
        self.device("in March", (self.acme, "active", "2026-02-28 10:00:00"))
        self.device("a day", (self.acme, "active", "2026-01-31 10:00", "2026-02-01 10:00"))
        self.device("January", (self.acme, "active", "2026-01-05", "2026-01-31 10:00"))
        self.assertEqual(self.counted(tz="Pacific/Kiritimati"), 1)
        self.assertAlmostEqual(self.counted(tz="Pacific/Kiritimati", basis="daily"), 2 / 28, 6)

    def test_a_day_that_is_twelve_hours_behind(self):
        self.device("in time", (self.acme, "active", "2026-03-01 11:59:59"))
        self.device("in March", (self.acme, "active", "2026-03-01 12:00:00"))
        self.assertEqual(self.counted(tz="Etc/GMT+12"), 1)

    def test_a_device_that_moves_counts_once_whatever_the_zone(self):
        self.device(
            "moved",
            (self.globex, "active", "2026-01-05", "2026-02-28 10:00"),
            (self.acme, "active", "2026-02-28 10:00"),
        )
        for zone, owner in (("Pacific/Kiritimati", self.globex), ("Etc/GMT+12", self.acme)):
            plan = self.new_plan(name=zone, tz=zone)
            lines = self.new_run(plans=plan).line_ids.filtered("counted")
            self.assertEqual((lines.customer_id, lines.counted), (owner, 1), zone)

    def test_days_of_23_and_25_hours(self):
        """The clocks of Berlin go forward on 29 March, those of Beirut at that day's midnight, which is not."""
        for zone, day, sharp, before in (
            ("Europe/Berlin", 29, "2026-03-29 22:00:00", "2026-03-29 21:59:59"),
            ("Asia/Beirut", 28, "2026-03-28 22:00:00", "2026-03-28 21:59:59"),
            ("Asia/Beirut", 29, "2026-03-29 21:00:00", "2026-03-29 20:59:59"),
        ):
            with self.subTest(zone=zone, day=day):
                there = self.device("there", (self.acme, "active", "2026-01-05", sharp))
                gone = self.device("gone", (self.acme, "active", "2026-01-05", before))
                self.assertEqual(self.counted(MARCH, tz=zone, cut_off_day=day), 1)
                self.forget(there | gone)
        self.device("all month", (self.acme, "active", "2026-01-05"))
        self.assertEqual(self.counted(MARCH, basis="daily"), 1)
        october = (date(2025, 10, 1), date(2025, 10, 31))
        self.device("then", (self.acme, "active", "2025-09-05", "2025-11-05"))
        self.assertEqual(self.counted(october, basis="daily"), 1)

    def test_cut_offs_that_a_short_month_does_not_have(self):
        self.device("last day", (self.acme, "active", "2026-02-28 12:00"))
        self.device("day before", (self.acme, "active", "2026-02-27 12:00"))
        found = {day: self.counted(cut_off_day=day) for day in (27, 28, 29, 30, 31)}
        self.assertEqual(found, {27: 1, 28: 2, 29: 2, 30: 2, 31: 2})
        self.device("leap", (self.acme, "active", "2024-02-29 12:00", "2024-03-01 12:00"))
        leap = {day: self.counted(LEAP, cut_off_day=day) for day in (28, 29, 30, 31)}
        self.assertEqual(leap, {28: 0, 29: 1, 30: 1, 31: 1})

    def forget(self, assets):
        self.env.flush_all()
        self.env.cr.execute(
            "DELETE FROM ipai_asset_interval WHERE asset_id IN %s", [tuple(assets.ids)]
        )
        self.env.invalidate_all()
