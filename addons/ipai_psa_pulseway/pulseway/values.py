# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Single values as Pulseway and what stands before it write them: dates in several forms, blanks, keys in any case."""

import re
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache

EARLIEST = 946684800  # 2000: before it nothing was managed
SKEW = timedelta(hours=1)
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
"""What nobody sees, what turns the direction of what is read, and what no database holds."""
_NET = re.compile(r"/?Date\((-?\d+)")
_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)? ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?",
    re.I,
)
_SHORT = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?", re.I)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def text(value, length=1000):
    """One line without what cannot be seen, cut to a length; "" for nothing, and for what is no text.

    >>> text("  PC" + chr(0) + " 1 "), text(None), text(42), text({"a": 1}), text(True)
    ('PC 1', '', '42', '', '')
    >>> text("abcdef", 4)
    'abc…'

    Nor what turns the direction, or is half of a character only:

    >>> text("inv" + chr(0x202E) + "fdp.exe"), text("a" + chr(0xD800) + "b" + chr(0x200B) + chr(0x85))
    ('invfdp.exe', 'ab')
    """
    return cut(" ".join(prose(value, 0).split()), length)


def prose(value, length=10000):
    """The same with its line breaks.

    >>> prose("a" + chr(10) + "b" + chr(7))
    'a\\nb'
    """
    if value is None or isinstance(value, (dict, list, bool)):
        return ""
    return cut(_UNSEEN.sub("", str(value).replace("\r\n", "\n")).strip(), length)


def cut(value, length):
    return value if not length or len(value) <= length else value[: length - 1].rstrip() + "…"


def moment(value, now=None):
    """Naive UTC of a date as Pulseway writes it; None for a blank, a text, or what cannot be.

    >>> moment("2026-09-24T16:15:02Z"), moment("2026-09-24T18:15:02.1234567+02:00") == moment(1790266502)
    (datetime.datetime(2026, 9, 24, 16, 15, 2), True)
    >>> moment("1790266502") == moment(1790266502000) == moment("/Date(1790266502000)/") == moment(1790266502.4)
    True
    >>> moment("1790266502.25") == moment(1790266502000000) == moment("Thu, 24 Sep 2026 16:15:02 GMT") == moment("20260924T161502Z")
    True
    >>> moment("2026-09-24 18:15:02 +02") == moment("2026-09-24 16:15:02 UTC") == moment(1790266502)
    True
    >>> moment("2026-09-24 16:15") is None, moment("2026-09-24")
    (False, datetime.datetime(2026, 9, 24, 0, 0))
    >>> moment(""), moment(None), moment("Offline since 63 days ago"), moment(0), moment(True), moment("2026-13-40")
    (None, None, None, None, None, None)

    A clock that runs ahead is not believed:

    >>> moment("2030-01-01T00:00:00Z", now=datetime(2026, 1, 1))
    datetime.datetime(2026, 1, 1, 0, 0)
    """
    found = _seconds(value) if not isinstance(value, str) else _written(value.strip())
    if found is None:
        return None
    return now if now and found > now + SKEW else found


def _seconds(value):
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    if value != value or abs(value) > 1e16:
        return None
    seconds = int(value / 1e6 if value > 1e14 else value / 1000 if value > 1e11 else value)
    if seconds < EARLIEST:
        return None
    try:
        return datetime.fromtimestamp(seconds, timezone.utc).replace(tzinfo=None)
    except (ValueError, OverflowError, OSError):
        return None


def _written(value):
    if found := _NET.match(value):
        return _seconds(int(found[1]))
    if re.fullmatch(r"\d{9,16}(?:\.\d{1,9})?", value):
        return _seconds(float(value))
    if _DAY.fullmatch(value):
        value += "T00:00"
    value = _SHORT.sub(r"\1-\2-\3T\4:\5:\6", value, count=1)
    found = _ISO.fullmatch(value)
    try:
        told = _zoned(*found.groups()) if found else parsedate_to_datetime(value)
        told = (told if told.tzinfo else told.replace(tzinfo=timezone.utc)).astimezone(timezone.utc)
        seconds = told.timestamp()
    except (TypeError, ValueError, OverflowError):
        return None
    return told.replace(tzinfo=None) if seconds >= EARLIEST else None


def _zoned(day, clock, zone):
    zone = (zone or "Z").upper()
    zone = "+00:00" if zone in ("Z", "UTC", "GMT") else zone.replace(":", "")
    zone = zone if ":" in zone else f"{zone[:3]}:{zone[3:] or '00'}"
    return datetime.fromisoformat(f"{day}T{clock}{zone}")


def fold(name):
    """A key as it is compared: letters and digits only.

    >>> fold("DeviceIdentifier") == fold("device_identifier") == fold("Device Identifier")
    True
    """
    return re.sub(r"[^a-z0-9]", "", str(name).lower())


_known = lru_cache(1000)(fold)
"""The same of our own names, which are few; those of a payload are not kept."""


class Folded:
    """A JSON object whose keys are found however they are written; of several names the first that says something.

    >>> told = Folded({"system_identifier": "a", "Name": "", "OS": None})
    >>> told.get("SystemIdentifier"), told.get("Name", "OS"), told.has("os")
    ('a', None, True)
    """

    def __init__(self, value):
        self._told = {}
        for name, one in (value if isinstance(value, dict) else {}).items():
            self._told.setdefault(fold(name), one)

    def has(self, name):
        return _known(name) in self._told

    def get(self, *names):
        for name in names:
            value = self._told.get(_known(name))
            if value is not None and value != "":
                return value
        return None

    def raw(self, name):
        """What stands under a name, whatever it is; None where nothing does."""
        return self._told.get(_known(name))

    def text(self, *names, length=1000):
        return next((said for name in names if (said := text(self.get(name), length))), "")

    def part(self, *names):
        """An object within, Folded as well; an empty one where there is none."""
        return Folded(self.get(*names))
