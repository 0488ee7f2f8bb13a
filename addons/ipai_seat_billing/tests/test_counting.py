# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import random
from datetime import date, datetime, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..counting import Exclusion, Period, Stretch, Tally, cut_off, days_of, read_rows, write_rows
from ..counting.calendar import end_of

PERIOD = Period(date(2026, 2, 1), date(2026, 4, 30))  # clocks go forward in it
ZONES = ("UTC", "Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles", "Asia/Kathmandu")
START = datetime(2026, 1, 20)
LENGTH = 110 * 86400

moments = st.lists(st.integers(0, LENGTH), min_size=1, max_size=8, unique=True).map(sorted)
histories = st.dictionaries(
    st.integers(1, 20),
    st.tuples(moments, st.lists(st.sampled_from("ABC-"), min_size=8, max_size=8)),
    min_size=1,
    max_size=6,
)
"""Device → moments at which it changes, and whose it is after each (-: nobody's)."""


def events(histories):
    """(device, customer, from, to), no gap between the stretches of a device."""
    for device, (seconds, owners) in histories.items():
        ends = [*seconds[1:], None]
        for begin, end, owner in zip(seconds, ends, owners, strict=False):
            if owner != "-":
                yield (
                    device,
                    owner,
                    START + timedelta(seconds=begin),
                    end and START + timedelta(seconds=end),
                )


def tallies(events, zone, period=PERIOD):
    stretches = {owner: [] for owner in "ABC"}
    for device, owner, begin, end in events:
        if days := days_of(begin, end, zone):
            stretches[owner].append(Stretch(device, *days))
    return {owner: Tally(period, found) for owner, found in stretches.items()}


@tagged("post_install", "-at_install")
class TestCounting(BaseCase):
    @given(histories, st.sampled_from(ZONES))
    @settings(max_examples=100, deadline=None)
    def test_a_device_counts_for_whom_it_has_at_the_end_of_the_day(self, histories, zone):
        """Against the plain definition, day by day."""
        found = {
            (day, device, owner)
            for owner, tally in tallies(events(histories), zone).items()
            for device, ranges in tally.counted.items()
            for first, last in ranges
            for day in (first + timedelta(n) for n in range((last - first).days + 1))
        }
        expected = set()
        for number in range(len(PERIOD)):
            day = PERIOD.first + timedelta(number)
            last = end_of(day, zone) - timedelta(seconds=1)
            for device, owner, begin, end in events(histories):
                if begin <= last and (end is None or end > last):
                    expected.add((day, device, owner))
        self.assertEqual(found, expected)

    @given(histories, st.sampled_from(ZONES))
    @settings(max_examples=100, deadline=None)
    def test_customers_add_up_to_the_fleet(self, histories, zone):
        parts = tallies(events(histories), zone).values()
        fleet = [
            Stretch((device, owner), *days)
            for device, owner, begin, end in events(histories)
            if (days := days_of(begin, end, zone))
        ]
        whole = Tally(PERIOD, fleet)
        self.assertEqual(sum(part.device_days for part in parts), whole.device_days)
        self.assertLessEqual(whole.device_days, len(histories) * len(PERIOD))

    @given(histories, st.sampled_from(ZONES), st.integers(0, len(PERIOD) - 2))
    @settings(max_examples=100, deadline=None)
    def test_a_split_period_equals_the_whole(self, histories, zone, cut):
        middle = PERIOD.first + timedelta(cut)
        halves = (Period(PERIOD.first, middle), Period(middle + timedelta(1), PERIOD.last))
        for owner, whole in tallies(events(histories), zone).items():
            parts = [tallies(events(histories), zone, half)[owner] for half in halves]
            self.assertEqual(sum(part.device_days for part in parts), whole.device_days)
            shares = [part.count("daily", divisor=len(PERIOD)) for part in parts]
            self.assertEqual(sum(shares, Fraction(0)), whole.count("daily"))

    @given(histories)
    @settings(max_examples=20, deadline=None)
    def test_the_order_of_events_does_not_matter(self, histories):
        known = list(events(histories))
        first = {
            owner: tally.rows("cut_off", PERIOD.last)
            for owner, tally in tallies(known, "Europe/Berlin").items()
        }
        shuffled = random.Random(4711)
        for _number in range(100):
            shuffled.shuffle(known)
            again = {
                owner: tally.rows("cut_off", PERIOD.last)
                for owner, tally in tallies(known, "Europe/Berlin").items()
            }
            self.assertEqual(again, first)

    @given(histories, st.integers(0, 88), st.integers(0, 88))
    @settings(max_examples=50, deadline=None)
    def test_what_is_excluded_counts_on_no_day_of_it(self, histories, one, other):
        first, last = (PERIOD.first + timedelta(n) for n in sorted((one, other)))
        for owner, plain in tallies(events(histories), "UTC").items():
            stretches = [
                Stretch(device, *days) for device, ranges in plain.ranges.items() for days in ranges
            ]
            out = [Exclusion(device, first, last, "why") for device in plain.ranges]
            left = Tally(PERIOD, stretches, out)
            within = Tally(Period(first, last), stretches)
            self.assertEqual(left.device_days + within.device_days, plain.device_days, owner)

    @given(st.integers(1, 31), st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 400))
    @settings(deadline=None)
    def test_a_cut_off_lies_in_its_period(self, day, first, length):
        period = Period(first, first + timedelta(length))
        found = cut_off(period, day)
        self.assertTrue(period.first <= found <= period.last)
        if length >= 30:
            following = (found + timedelta(1)).month != found.month
            self.assertTrue(found.day == day or (following and found.day < day))

    @given(st.lists(st.tuples(*[st.text()] * 9)))
    @settings(deadline=None)
    def test_no_name_breaks_the_rows(self, rows):
        text = write_rows(rows)
        self.assertEqual(len(read_rows(text)), len(rows))
        self.assertFalse([line for line in text.splitlines() if line.startswith("#")])
