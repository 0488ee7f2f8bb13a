# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Pages that begin after a row, whatever is added meanwhile; the place is told to the caller as opaque text."""

import base64
import json


class CursorError(ValueError):
    """The text is no cursor of this list."""


class Keyset:
    """The order of a list: by a date or time that is never empty, then by id, in one direction.

    >>> newest = Keyset("leads", "id", "desc")
    >>> newest.order, newest.after(newest.cursor(None, 7))
    ('id desc', [('id', '<', 7)])
    >>> import datetime
    >>> due = Keyset("activities", "date_deadline", "asc", datetime.date)
    >>> due.after(due.cursor(datetime.date(2026, 1, 10), 7))[1]
    ('date_deadline', '>', datetime.date(2026, 1, 10))
    >>> due.after("surplus")
    Traceback (most recent call last):
    ...
    CursorError: it is no cursor of activities
    """

    def __init__(self, name, field, direction, kind=None):
        self.name = name
        self.field = field
        self._direction = direction
        self._kind = kind
        first = "" if field == "id" else f"{field} {direction}, "
        self.order = f"{first}id {direction}"

    def cursor(self, value, row_id):
        """The text that stands for the row."""
        told = value.isoformat() if self._kind else None
        packed = json.dumps([self.name, told, row_id], separators=(",", ":"))
        return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")

    def after(self, cursor):
        """The domain of the rows behind the one that the cursor stands for; raise CursorError."""
        value, row_id = self.place(cursor)
        sign = "<" if self._direction == "desc" else ">"
        if self.field == "id":
            return [("id", sign, row_id)]
        same = ["&", (self.field, "=", value), ("id", sign, row_id)]
        return ["|", (self.field, sign, value), *same]

    def place(self, cursor):
        """The value (None where the order is by id alone) and the id of the row; raise CursorError."""
        refused = CursorError(f"it is no cursor of {self.name}")
        try:
            name, told, row_id = json.loads(
                base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
            )
            value = self._kind.fromisoformat(told) if self._kind else None
        except (ValueError, TypeError) as error:  # binascii's and JSON's errors are ValueErrors
            raise refused from error
        if name != self.name or type(row_id) is not int or not 0 < row_id < 2**31:
            raise refused
        return value, row_id
