# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is said of a field: nothing at all, that it is empty, or a value. 0 and No are values.

What reads, plans, compares, undoes or answers asks here, and nowhere by a list of things that are all "empty":
in Python ``0 in (None, False)`` is true.
"""

from enum import Enum

NUMBERS = ("integer", "float", "monetary")


class Told(Enum):
    """What is said where no value is."""

    ABSENT = "absent"
    CLEARED = "cleared"

    def __bool__(self):
        return False


ABSENT, CLEARED = Told.ABSENT, Told.CLEARED


def told(values, name):
    """Return what values say of a name: ABSENT, CLEARED, or the value.

    >>> values = {"rack": "", "memory": 0, "managed": False, "site": None}
    >>> told(values, "rack"), told(values, "memory"), told(values, "managed")
    (<Told.CLEARED: 'cleared'>, 0, False)
    >>> told(values, "site"), told(values, "owner")
    (<Told.CLEARED: 'cleared'>, <Told.ABSENT: 'absent'>)
    """
    if name not in values:
        return ABSENT
    return CLEARED if is_nothing(values[name]) else values[name]


def is_nothing(value):
    """Tell whether there is no value: 0 and No are values.

    >>> [is_nothing(value) for value in (None, "", [], ABSENT, CLEARED)]
    [True, True, True, True, True]
    >>> [is_nothing(value) for value in (0, 0.0, False, "0", [0])]
    [False, False, False, False, False]
    """
    return not value and (value is None or isinstance(value, str | list | Told))


def of_orm(value, kind):
    """Return what a field of a record holds, None for nothing: the ORM says False for that, but where No is meant.

    >>> of_orm(False, "char"), of_orm(False, "boolean"), of_orm(0, "integer"), of_orm(False, "integer")
    (None, False, 0, None)
    """
    if value is False and kind != "boolean":
        return None
    return None if is_nothing(value) else value


def to_orm(value):
    """Return a value as the ORM writes it: False for nothing.

    >>> to_orm(None), to_orm(CLEARED), to_orm(0), to_orm("x")
    (False, False, 0, 'x')
    """
    return False if is_nothing(value) else value


def is_same(one, other):
    """Tell whether two values are one: nothing is nothing, and a No is not a zero.

    >>> is_same(None, ""), is_same(0, None), is_same(False, None), is_same(0, False), is_same(2, 2.0)
    (True, False, False, False, True)
    """
    if not (one and other) and (is_nothing(one) or is_nothing(other)):
        return is_nothing(one) and is_nothing(other)
    return one == other and isinstance(one, bool) == isinstance(other, bool)
