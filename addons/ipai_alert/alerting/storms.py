# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Too many at once: what a person could not read one by one goes below one parent."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import NamedTuple

MINUTE = timedelta(minutes=1)

KINDS = ("asset", "site", "customer", "source")
"""What may have a storm, the narrowest first."""


class Opened(NamedTuple):
    """An alert that leads itself: when it was opened, and whose it is: ids by the KINDS, 0 for none."""

    id: int
    at: datetime
    of: dict


def storms(alerts, limit, raging=()):
    """Return `{(kind, id): ids of the alerts}` of what has more than `limit` within one minute.

    :param alerts: the Opened ones.
    :param raging: the (kind, id) of storms that go on: whatever opens there joins.

    >>> t = lambda second: datetime(2026, 3, 1, 12, second // 60, second % 60)
    >>> burst = [Opened(n, t(n), {"asset": 1 if n < 4 else n, "customer": 9}) for n in range(9)]
    >>> storms(burst, 3)
    {('asset', 1): [0, 1, 2, 3], ('customer', 9): [4, 5, 6, 7, 8]}
    >>> storms(burst, 9)
    {}

    The minute slides:

    >>> storms([Opened(n, t(50 + 5 * n), {"site": 1}) for n in range(5)], 4)
    {('site', 1): [0, 1, 2, 3, 4]}
    >>> storms([Opened(n, t(40 * n), {"site": 1}) for n in range(5)], 4)
    {}

    One that goes on takes what comes:

    >>> storms([Opened(7, t(0), {"site": 1})], 4, raging=[("site", 1)])
    {('site', 1): [7]}
    >>> storms(burst, 0)
    {}
    """
    found, left = {}, sorted(alerts, key=lambda one: (one.at, one.id))
    if limit <= 0:
        return found
    raging = set(raging)
    for kind in KINDS:
        by = defaultdict(list)
        for alert in left:
            if alert.of.get(kind):
                by[kind, alert.of[kind]].append(alert)
        taken = set()
        for key, members in by.items():
            caught = members if key in raging else _burst(members, limit)
            if caught:
                found[key] = [alert.id for alert in caught]
                taken.update(found[key])
        left = [alert for alert in left if alert.id not in taken]
    return found


def _burst(members, limit):
    """Those within some minute that has more than the limit; in their order."""
    caught, start = {}, 0
    for end, alert in enumerate(members):
        while alert.at - members[start].at > MINUTE:
            start += 1
        if end - start + 1 > limit:
            caught.update((one.id, one) for one in members[start : end + 1])
    return list(caught.values())
