# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Stretches of time and their repetition, on the wall clock of a place."""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

UTC = ZoneInfo("UTC")
LAST_MINUTE = 24 * 60 - 1
LAST_DAY = date(9999, 12, 1)


class Period(NamedTuple):
    """From ``start`` up to, and not including, ``end``: naive datetimes in UTC.

    >>> night = Period(datetime(2026, 3, 1, 22), datetime(2026, 3, 2, 2))
    >>> night.overlaps(Period(datetime(2026, 3, 2, 1), datetime(2026, 3, 2, 3)))
    True
    >>> night.overlaps(Period(datetime(2026, 3, 2, 2), datetime(2026, 3, 2, 3)))
    False
    >>> night.holds(Period(datetime(2026, 3, 1, 22), datetime(2026, 3, 1, 23)))
    True
    """

    start: datetime
    end: datetime

    def overlaps(self, other):
        """Whether the two have a moment in common; those that only touch have none."""
        return self.start < other.end and other.start < self.end

    def holds(self, other):
        """Whether the other lies within this one."""
        return self.start <= other.start and other.end <= self.end


class Rule(NamedTuple):
    """When a window opens, and for how long.

    ``frequency`` is once, daily, weekly or monthly; ``weekday`` counts from Monday as 0; ``nth``
    says which of them in a month, -1 the last. ``hour`` is the wall clock's, as in 22.5 for half
    past ten in the evening; ``duration`` is in hours. ``first`` and ``last`` bound the days.
    """

    frequency: str
    first: date
    hour: float
    duration: float
    tz: str = "UTC"
    last: date | None = None
    weekday: int = 0
    nth: int = 1

    def periods(self, start, end):
        """Yield the periods that overlap ``start`` to ``end`` (naive, UTC), in their order.

        The window opens at the same time of the wall clock in summer and in winter, and stays open
        for its duration, as a person at the keyboard would count it.

        >>> sunday = Rule("weekly", date(2026, 3, 1), 2.0, 4.0, "Europe/Vienna", weekday=6)
        >>> for period in sunday.periods(datetime(2026, 3, 20), datetime(2026, 4, 1)):
        ...     print(period.start, period.end)
        2026-03-22 01:00:00 2026-03-22 05:00:00
        2026-03-29 01:00:00 2026-03-29 05:00:00

        The last Friday of each month:

        >>> friday = Rule("monthly", date(2026, 1, 1), 22, 2, weekday=4, nth=-1)
        >>> [str(period.start) for period in friday.periods(datetime(2026, 1, 1), datetime(2026, 3, 1))]
        ['2026-01-30 22:00:00', '2026-02-27 22:00:00']

        One that opened the day before is still open:

        >>> once = Rule("once", date(2026, 1, 1), 23, 26)
        >>> len(list(once.periods(datetime(2026, 1, 2, 12), datetime(2026, 1, 2, 13))))
        1

        At the ends of the calendar as well, and at 23.995 o'clock:

        >>> daily = Rule("daily", date(2026, 1, 1), 23.995, 1)
        >>> list(daily.periods(datetime(1, 1, 1), datetime(1, 1, 2)))
        []
        >>> next(daily.periods(datetime(2026, 1, 1), datetime(9999, 12, 31))).start
        datetime.datetime(2026, 1, 1, 23, 59)
        """
        wanted = Period(start, end)
        # Days more on either side, for time zones, and back by as long as a window stays open.
        since = _moved(start, -timedelta(days=2, hours=self.duration))
        until = _moved(end, timedelta(days=1))
        # In the last days of the calendar nothing opens: what is open then would end in none.
        last = min(until, self.last or until, LAST_DAY)
        for day in self._days(max(since, self.first), last):
            period = self._on(day)
            if period.overlaps(wanted):
                yield period

    def _days(self, first, last):
        """The days from first to last on which it opens."""
        if self.frequency == "once":
            first, last = max(first, self.first), min(last, self.first)
        day = first
        while day <= last:
            if self._opens_on(day):
                yield day
            day += timedelta(days=1)

    def _opens_on(self, day):
        if self.frequency in ("once", "daily"):
            return True
        if day.weekday() != self.weekday:
            return False
        if self.frequency == "weekly":
            return True
        if self.nth == -1:
            return (day + timedelta(days=7)).month != day.month
        return (day.day - 1) // 7 + 1 == self.nth

    def _on(self, day):
        # A minute before midnight at the latest: 23.995 hours are no other day.
        minutes = min(round(self.hour * 60), LAST_MINUTE)
        opening = datetime(day.year, day.month, day.day, *divmod(minutes, 60))
        start = opening.replace(tzinfo=ZoneInfo(self.tz)).astimezone(UTC).replace(tzinfo=None)
        return Period(start, start + timedelta(hours=self.duration))


def _moved(moment, by):
    """The day so much before or after, within the calendar.

    >>> _moved(datetime(1, 1, 1), -timedelta(days=2)), _moved(datetime(2026, 1, 1), timedelta(days=1))
    (datetime.date(1, 1, 1), datetime.date(2026, 1, 2))
    """
    try:
        return moment.date() + by
    except OverflowError:
        return date.min if by < timedelta(0) else date.max
