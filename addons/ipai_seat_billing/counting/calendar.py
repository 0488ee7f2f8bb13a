# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Days as a customer's contract knows them: local to a time zone, while history is kept in UTC."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

UTC = timezone.utc
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """From a day to a day, both included.

    >>> february = Period(date(2026, 2, 1), date(2026, 2, 28))
    >>> len(february)
    28
    >>> february.clip(date(2026, 1, 20), date(2026, 2, 10))
    (datetime.date(2026, 2, 1), datetime.date(2026, 2, 10))
    >>> february.clip(date(2026, 3, 1), None) is None
    True
    >>> Period(date(2026, 2, 2), date(2026, 2, 1))
    Traceback (most recent call last):
    ...
    ValueError: a period ends before it begins: 2026-02-02 to 2026-02-01
    """

    first: date
    last: date

    def __post_init__(self):
        if self.last < self.first:
            raise ValueError(f"a period ends before it begins: {self.first} to {self.last}")

    def __len__(self):
        return (self.last - self.first).days + 1

    def clip(self, first, last):
        """The part of first … last that lies in the period, or None. No last: it goes on."""
        first = max(first, self.first)
        last = self.last if last is None else min(last, self.last)
        return (first, last) if first <= last else None


@lru_cache(maxsize=1 << 8)
def cut_off(period, day):
    """The day of the period on which one counts: its last one with this number in the month.

    29 to 31 mean the last day of a month that has fewer. A period without such a day is counted on
    its own last one.

    >>> cut_off(Period(date(2026, 2, 1), date(2026, 2, 28)), 31)
    datetime.date(2026, 2, 28)
    >>> cut_off(Period(date(2026, 3, 1), date(2026, 3, 31)), 15)
    datetime.date(2026, 3, 15)
    >>> cut_off(Period(date(2026, 1, 1), date(2026, 3, 31)), 15)
    datetime.date(2026, 3, 15)
    >>> cut_off(Period(date(2026, 1, 10), date(2026, 2, 9)), 5)
    datetime.date(2026, 2, 5)
    >>> cut_off(Period(date(2026, 3, 1), date(2026, 3, 9)), 15)
    datetime.date(2026, 3, 9)
    """
    year, month = period.last.year, period.last.month
    while (year, month) >= (period.first.year, period.first.month):
        length = calendar.monthrange(year, month)[1]
        found = date(year, month, min(day, length))
        if period.first <= found <= period.last:
            return found
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return period.last


@lru_cache(maxsize=1 << 14)
def local_day(moment, zone):
    """The day in ``zone`` of a moment in UTC (naive, as Odoo keeps it).

    >>> local_day(datetime(2026, 1, 31, 23, 30), "Europe/Berlin")
    datetime.date(2026, 2, 1)
    """
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()


def end_of(day, zone):
    """The moment, in naive UTC, at which a day is over.

    >>> end_of(date(2026, 1, 31), "Europe/Berlin")
    datetime.datetime(2026, 1, 31, 23, 0)

    The day on which clocks are put forward has 23 hours:

    >>> end_of(date(2026, 3, 29), "Europe/Berlin") - end_of(date(2026, 3, 28), "Europe/Berlin")
    datetime.timedelta(seconds=82800)
    """
    midnight = datetime.combine(day + DAY, time.min, ZoneInfo(zone))
    return midnight.astimezone(UTC).replace(tzinfo=None)


def days_of(start, end, zone):
    """First and last day at whose end a stretch of time holds; None when there is none.

    A device counts for the customer that it has at the end of the day. What came at noon counts for
    that day, what went at noon does not; what was there between two ends of days counts for none.

    :param start: the first moment of the stretch, naive UTC.
    :param end: the first moment after it; None: it goes on, and so does the last day.

    >>> days_of(datetime(2026, 1, 5, 12), datetime(2026, 1, 7, 12), "UTC")
    (datetime.date(2026, 1, 5), datetime.date(2026, 1, 6))
    >>> days_of(datetime(2026, 1, 5, 12), datetime(2026, 1, 5, 13), "UTC") is None
    True
    >>> days_of(datetime(2026, 1, 5, 12), None, "UTC")
    (datetime.date(2026, 1, 5), None)

    To leave at midnight sharp is to have been there at the end of the day before:

    >>> days_of(datetime(2026, 1, 5), datetime(2026, 1, 6), "UTC")
    (datetime.date(2026, 1, 5), datetime.date(2026, 1, 5))
    """
    first = local_day(start, zone)
    if end is None:
        return first, None
    last = local_day(end, zone) - DAY
    return (first, last) if first <= last else None
