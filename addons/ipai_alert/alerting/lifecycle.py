# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a condition does to the alert that is known under its fingerprint."""

from datetime import datetime
from typing import NamedTuple

BEGIN, AGAIN, CONTINUE, REMIND, END, NOTHING = (
    "begin", "again", "continue", "remind", "end", "nothing",
)  # fmt: skip


class Known(NamedTuple):
    """What is known of a fingerprint: is it open, when did it begin, when was it last told, and how it closed."""

    open: bool
    began: datetime | None
    told: datetime | None
    """When the message that changed it last was received."""


def effect(known, condition, received):
    """Return what becomes of it.

    BEGIN: it is new; AGAIN: it began once more; CONTINUE: it was taken for closed, but never ended;
    REMIND: it is still so; END: it is over; NOTHING.

    :param known: a Known, None for a fingerprint that was never told.
    :param received: when the message came. One that came before the last change is late, for it failed
        and was tried again: it may remind, it changes nothing.

    >>> from types import SimpleNamespace as Told
    >>> t = lambda minute: datetime(2026, 3, 1, 12, minute)
    >>> firing, over = Told(firing=True, began=t(0)), Told(firing=False, began=t(0))
    >>> effect(None, firing, t(1)), effect(None, over, t(1))
    ('begin', 'nothing')
    >>> effect(Known(True, t(0), t(1)), firing, t(5)), effect(Known(True, t(0), t(1)), over, t(5))
    ('remind', 'end')

    It ended and began again, or its end was lost:

    >>> effect(Known(False, t(0), t(5)), Told(firing=True, began=t(8)), t(9))
    'again'
    >>> effect(Known(True, t(0), t(5)), Told(firing=True, began=t(8)), t(9))
    'again'

    A poll closed it, but it has burned since the same minute:

    >>> effect(Known(False, t(0), t(5)), firing, t(9))
    'continue'

    Late messages change nothing, nor does the end of an earlier time:

    >>> effect(Known(False, t(0), t(5)), firing, t(4)), effect(Known(True, t(0), t(5)), over, t(4))
    ('nothing', 'nothing')
    >>> effect(Known(True, t(8), t(8)), over, t(9)), effect(Known(False, t(0), t(5)), over, t(9))
    ('nothing', 'nothing')
    """
    if known is None:
        return BEGIN if condition.firing else NOTHING
    late = bool(known.told) and received < known.told
    later = bool(condition.began and known.began) and condition.began > known.began
    earlier = bool(condition.began and known.began) and condition.began < known.began
    if condition.firing:
        if late:
            return REMIND if known.open else NOTHING
        if later:
            return AGAIN
        if known.open:
            return REMIND
        return CONTINUE if condition.began and not earlier else AGAIN
    if not known.open or late or earlier:
        return NOTHING
    return END
