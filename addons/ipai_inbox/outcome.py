# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What becomes of an event: a handler says it, the lane writes it down."""

import dataclasses

ATTEMPTS = 9
HOLD = 300
"""Seconds for which an event that failed keeps later ones of its order key waiting."""
CRASHES = 3
"""After so many processes that died while they handled it an event is dead."""
WAITS = (10, 30, 60, 120, 300, 900, 3600, 4 * 3600)


class Permanent(Exception):
    """A handler raises it for an event that no later attempt can make better; the message says why."""


@dataclasses.dataclass(frozen=True)
class Outcome:
    """The state that an event goes to, why, and which records it touched.

    >>> done("Ticket opened").state, ignored("a ping").reason
    ('done', 'a ping')
    """

    state: str
    reason: str = ""
    touched: tuple = ()
    duration: float = 0.0
    """Milliseconds that it took; the lane measures them."""


def done(reason="", touched=None):
    """:param touched: the records that came of it, or were changed by it."""
    return Outcome("done", reason, _names(touched))


def ignored(reason):
    return Outcome("ignored", reason)


def unmatched(reason):
    """It is right, and nothing here fits it: it waits to be replayed when something does."""
    return Outcome("unmatched", reason)


def failed(reason):
    """What no later attempt can make better, as ``Permanent``; for handlers that take many at once."""
    return Outcome("permanent", reason)


def _names(records):
    return tuple(f"{record._name},{record.id}" for record in records or ())


def wait(attempts):
    """Seconds from an attempt that failed to the next one; None when there is none any more.

    >>> wait(1), wait(2), wait(8), wait(9)
    (10, 30, 14400, None)
    """
    if attempts >= ATTEMPTS:
        return None
    return WAITS[min(attempts, len(WAITS)) - 1]
