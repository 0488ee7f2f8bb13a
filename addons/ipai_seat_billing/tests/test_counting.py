# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import random
from datetime import date, datetime, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..counting import Exclusion, Period, Stretch, Tally, cut_off, days_of, read_rows, write_rows
from ..counting.alike import Part, gathered
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
        text = write_rows([([one], [two], [three], tuple(rest)) for one, two, three, *rest in rows])
        self.assertEqual(len(read_rows(text)), len(rows))
        self.assertFalse([line for line in text.splitlines() if line.startswith("#")])

    @given(
        st.lists(
            st.tuples(
                st.sets(st.integers(1, 12), min_size=1), st.integers(0, 80), st.integers(0, 30)
            ),
            max_size=5,
        ),
        st.sets(st.integers(1, 12)),
        st.sampled_from(("cut_off", "daily", "peak")),
    )
    @settings(max_examples=100, deadline=None)
    def test_alike_devices_count_as_each_of_them_would(self, parts, apart, basis):
        """With exclusions of some, and devices that have several stretches."""
        parts = [
            (
                sorted(keys),
                (PERIOD.first + timedelta(start), PERIOD.first + timedelta(start + days)),
            )
            for keys, start, days in parts
        ]
        names = [[f"pc{key}" for key in keys] for keys, _days in parts]
        groups = [
            Part(keys, names, [""] * len(keys), days, "row")
            for (keys, days), names in zip(parts, names, strict=True)
        ]
        out = [Exclusion(key, PERIOD.first + timedelta(key), None, "why") for key in apart]
        stretches, members = gathered(groups, apart)
        together = Tally(PERIOD, stretches, [one for one in out if one.device in members])
        single = [Stretch(key, *days) for keys, days in parts for key in keys]
        plain = Tally(PERIOD, single, out)
        day = PERIOD.first + timedelta(40)
        rows = [
            row._replace(device=key, number=1)
            for row in together.rows(basis, day)
            for key in members[row.device].keys
        ]
        self.assertEqual(sorted(rows), plain.rows(basis, day))
        self.assertEqual(together.count(basis, day), plain.count(basis, day))
        self.assertEqual(together.device_days, plain.device_days)
        for key, part in members.items():
            self.assertEqual(part.names, [f"pc{one}" for one in part.keys], key)

    @given(st.lists(st.tuples(st.text(), st.text()), min_size=1, max_size=5))
    @settings(deadline=None)
    def test_rows_written_together_are_as_written_one_by_one(self, names):
        """Plain or not: what is looked at together is the same text."""
        keys, rest = list(range(len(names))), ("Laptop", "", "", 28, "1", "there")
        devices, serials = (list(column) for column in zip(*names, strict=True))
        together = write_rows([(keys, devices, serials, rest)])
        alone = [([key], [one], [two], rest) for key, (one, two) in zip(keys, names, strict=True)]
        self.assertEqual(together, write_rows(alone))
        plain = [f"pc {key}" for key in keys]
        groups = [([key], [name], ["S"], rest) for key, name in zip(keys, plain, strict=True)]
        text = write_rows([(keys, plain, ["S"] * len(keys), rest)])
        self.assertEqual(text, write_rows(groups))
        self.assertEqual([row["device"] for row in read_rows(text)], plain)
