# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The devices of one customer in one period: which days each counts for, and the count."""

from collections import namedtuple
from datetime import timedelta
from fractions import Fraction

DAY = timedelta(days=1)

Stretch = namedtuple("Stretch", "device first last number", defaults=(1,))
"""A device counts from a day to a day, both included; last None: it goes on. It may stand for several alike."""

Exclusion = namedtuple("Exclusion", "device first last reason", defaults=(None, ""))
"""A device is not billed from a day to a day (None: for good), for a reason."""

Counted = namedtuple("Counted", "device first last days share why number", defaults=(1,))
"""A device in a count: first and last day it was there, how many of these counted, what it adds, why.

What it adds is that of one where it stands for several.
"""

CUT_OFF, DAILY, PEAK = "cut_off", "daily", "peak"


class Tally:
    """Which devices were there on which days of a period.

    >>> from datetime import date
    >>> from odoo.addons.ipai_seat_billing.counting.calendar import Period
    >>> march = Period(date(2026, 3, 1), date(2026, 3, 10))
    >>> tally = Tally(march, [
    ...     Stretch("a", date(2026, 2, 1), None),
    ...     Stretch("b", date(2026, 3, 6), None),
    ...     Stretch("c", date(2026, 1, 1), date(2026, 3, 5)),
    ... ])
    >>> tally.device_days
    20
    >>> tally.at(date(2026, 3, 5))
    ['a', 'c']
    >>> tally.count(CUT_OFF, date(2026, 3, 10)), tally.count(DAILY), tally.count(PEAK)
    (Fraction(2, 1), Fraction(2, 1), Fraction(2, 1))
    """

    def __init__(self, period, stretches, exclusions=()):
        self.period = period
        self.numbers = {stretch.device: stretch.number for stretch in stretches}
        self.ranges = _merged(period, stretches)
        self.excluded = {}  # device → (first, last, reason) of what is not billed within the period
        barred = {}
        for exclusion in exclusions:
            barred.setdefault(exclusion.device, []).append(exclusion)
        self.counted = dict(self.ranges)
        for device in self.ranges.keys() & barred.keys():
            out = [(one, period.clip(one.first, one.last)) for one in barred[device]]
            out = [(one, days) for one, days in out if days]
            self.counted[device] = _without(self.ranges[device], [days for _one, days in out])
            if out:
                self.excluded[device] = [(*days, one.reason) for one, days in out]

    @property
    def device_days(self):
        """Days of all devices together, without those excluded."""
        return sum(_length(days) * self.numbers[key] for key, days in self.counted.items())

    def at(self, day):
        """The devices that count on a day, in the order of their keys."""
        return sorted(device for device, ranges in self.counted.items() if _holds(ranges, day))

    def peak(self):
        """The first day with the most devices, and how many.

        >>> from datetime import date
        >>> from odoo.addons.ipai_seat_billing.counting.calendar import Period
        >>> Tally(Period(date(2026, 3, 1), date(2026, 3, 3)), [
        ...     Stretch("a", date(2026, 3, 1), date(2026, 3, 2)), Stretch("b", date(2026, 3, 2), None)
        ... ]).peak()
        (datetime.date(2026, 3, 2), 2)
        """
        steps = {self.period.first: 0}
        for device, ranges in self.counted.items():
            alike = self.numbers[device]
            for first, last in ranges:
                steps[first] = steps.get(first, 0) + alike
                steps[last + DAY] = steps.get(last + DAY, 0) - alike
        best, number, found = self.period.first, 0, 0
        for day in sorted(steps):
            number += steps[day]
            if number > found:
                best, found = day, number
        return best, found

    def rows(self, basis, day=None, late=False, divisor=None):
        """One Counted a device, in the order of their keys: what the count is the sum of.

        :param basis: CUT_OFF, DAILY or PEAK.
        :param day: of the cut-off.
        :param late: whether at a cut-off what came after it, or came back, counts for its days.
        :param divisor: days of a whole period, where this one is a part of it.
        """
        divisor = divisor or len(self.period)
        if basis == PEAK:
            day, _number = self.peak()
        found, known = [], {}
        for device in sorted(self.ranges):
            ranges, whole = self.counted[device], self.ranges[device]
            # Most devices of a fleet are there on the same days, and then share their ranges.
            key = (id(ranges), id(whole))
            if key not in known:
                share = self._share(ranges, whole, basis, day, late, divisor)
                known[key] = (whole[0][0], whole[-1][1], *share)
            found.append(Counted._make((device, *known[key], self.numbers[device])))
        return found

    @staticmethod
    def _share(ranges, whole, basis, day, late, divisor):
        """(days, what they add, why) of a device that was there on `whole`, and counts on `ranges`."""
        days, there = _length(ranges), bool(day) and _holds(ranges, day)
        after = [one for one in ranges if basis == CUT_OFF and one[0] > day]
        if not days:
            return days, 0, "excluded"
        if basis == DAILY:
            return days, Fraction(days, divisor), "daily"
        if there:
            return days, 1, basis
        if after and late:
            return days, Fraction(_length(after), divisor), "late"
        if day and _holds(whole, day):
            return days, 0, "excluded"
        return days, 0, "next" if after else "not_there"

    def count(self, basis, day=None, late=False, divisor=None):
        """What the rows add up to, exactly."""
        rows = self.rows(basis, day, late, divisor)
        return total(rows)


def total(rows):
    """What the rows of a count add up to, exactly."""
    return sum((row.share * row.number for row in rows), Fraction(0))


def _merged(period, stretches):
    """Device → its ranges of days within the period, in order, joined where they meet.

    Devices that were there from the same day to the same day share one list.
    """
    found, known, several = {}, {}, set()
    for device, first, last, _number in stretches:
        days = (first, last)
        if days not in known:
            clipped = period.clip(first, last)
            known[days] = [clipped] if clipped else []
        ranges = known[days]
        if device in found and ranges:
            found[device] = found[device] + ranges
            several.add(device)
        elif ranges:
            found[device] = ranges
    for device in several:
        found[device] = _joined(found[device])
    return found


def _joined(ranges):
    """The same days, in order, without overlap.

    >>> from datetime import date
    >>> _joined([(date(2026, 1, 5), date(2026, 1, 6)), (date(2026, 1, 1), date(2026, 1, 4))])
    [(datetime.date(2026, 1, 1), datetime.date(2026, 1, 6))]
    """
    joined = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1] + DAY:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def _without(ranges, out):
    """The days of the ranges that lie in none of the ranges of ``out``.

    >>> from datetime import date
    >>> _without([(date(2026, 1, 1), date(2026, 1, 9))], [(date(2026, 1, 3), date(2026, 1, 4))])
    [(datetime.date(2026, 1, 1), datetime.date(2026, 1, 2)), (datetime.date(2026, 1, 5), datetime.date(2026, 1, 9))]
    """
    left = list(ranges)
    for begin, end in out:
        pieces = []
        for first, last in left:
            if first < begin:
                pieces.append((first, min(last, begin - DAY)))
            if last > end:
                pieces.append((max(first, end + DAY), last))
        left = [(first, last) for first, last in pieces if first <= last]
    return _joined(left)


def _length(ranges):
    return sum((last - first).days + 1 for first, last in ranges)


def _holds(ranges, day):
    return any(first <= day <= last for first, last in ranges)
