# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How long a lane may work until others have their turn.

Odoo ends a process of scheduled actions that takes too long, by the clock (``limit_time_real_cron``) or by its work
(``limit_time_cpu``), and counts from when it began with all that is due, not with one of them. A lane that looked at its
own time alone would be ended with events in its hands that did nothing wrong.
"""

import threading
import time
import weakref

from odoo.tools import config

MOST = 60
"""Seconds that a run takes at most."""
LEAST = 5
"""Seconds that it has although others took long: two lanes of one process would else wait for each other's end."""
_round = threading.local()


def begin(cursor):
    """Note that an action begins. Those of one round, and no others, have one cursor in common."""
    if getattr(_round, "cursor", lambda: None)() is not cursor:
        _round.cursor, _round.began = weakref.ref(cursor), time.monotonic()


def deadline():
    """Return until when, by ``time.monotonic``, a run may take up work: half of what its process has.

    >>> class Cursor:
    ...     pass
    >>> def left(cursor, ago):
    ...     begin(cursor)
    ...     _round.began = time.monotonic() - ago
    ...     return round(deadline() - time.monotonic())
    >>> whole = left(Cursor(), 0)
    >>> cursor = Cursor()
    >>> whole == round(_share()), left(cursor, 10) == max(whole - 10, LEAST), left(cursor, 40) <= LEAST
    (True, True, True)

    When little is left of the time of the process, it is for the next round:

    >>> left(cursor, 10_000) <= 0
    True
    """
    now = time.monotonic()
    cursor = getattr(_round, "cursor", lambda: None)()
    began = _round.began if cursor is not None else now
    if now - began > 1.5 * _share():
        return now
    return max(began + _share(), now + min(LEAST, _share()))


def _share():
    """Seconds of a round in which lanes take up work."""
    real = [config["limit_time_real_cron"], config["limit_time_real"]]
    limits = [next((one for one in real if one and one > 0), 0), config["limit_time_cpu"]]
    return min([MOST, *(limit / 2 for limit in limits if limit and limit > 0)])
