# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""When a message is sent again, and how long a target that does not answer is left alone."""

WAITS = (5, 15, 60, 120, 300, 600, 1800, 3600, 2 * 3600, 4 * 3600)
DAYS = 3
WHOLE = DAYS * 24 * 3600
"""From its first attempt on a message is tried for so long."""
STREAK = 3
"""So many failures in a row are taken for the target's, not for those of a message."""
LONGEST_HOLD = 300
"""A target that failed is tried every few minutes, with one message: it has all the rest soon after it is back."""


def wait(attempts, since_first, asked=0):
    """Seconds from a failed attempt to the next one; None when there is none any more.

    :param attempts: that there were.
    :param since_first: seconds since the first.
    :param asked: what the receiver asks for.

    >>> wait(1, 0), wait(2, 5), wait(50, 3600), wait(1, 0, asked=120)
    (5, 15, 14400, 120)
    >>> wait(30, WHOLE - 60), wait(31, WHOLE)
    (60, None)

    So it is tried about so often:

    >>> past = tries = 0
    >>> while (seconds := wait(tries + 1, past)) is not None:
    ...     past, tries = past + seconds, tries + 1
    >>> tries, past == WHOLE
    (27, True)
    """
    if since_first >= WHOLE:
        return None
    seconds = max(WAITS[min(attempts, len(WAITS)) - 1], asked)
    return min(seconds, WHOLE - since_first)


def hold(streak, asked=0):
    """Seconds for which a target is left alone after so many failures in a row.

    >>> hold(1), hold(2), hold(3), hold(4), hold(9), hold(1, asked=60)
    (0, 0, 30, 60, 300, 60)
    """
    if streak < STREAK:
        return asked
    return max(min(30 * 2 ** (streak - STREAK), LONGEST_HOLD), asked)
