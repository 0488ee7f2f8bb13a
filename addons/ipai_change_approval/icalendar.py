# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A calendar as text, as RFC 5545 wants it, for Outlook, Google Calendar and the like."""

import re
from datetime import datetime
from typing import NamedTuple

OCTETS = 75
"""The longest line, without its end (RFC 5545, 3.1)."""
# What a text may not hold at all (RFC 5545, 3.1: CONTROL), but for the tab and the line feed.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Event(NamedTuple):
    """One entry; the datetimes are naive and in UTC."""

    uid: str
    """The same each time that the entry is read, and nobody else's."""
    start: datetime
    end: datetime
    summary: str
    changed: datetime
    sequence: int = 0
    description: str = ""
    url: str = ""
    categories: tuple = ()
    status: str = "CONFIRMED"
    busy: bool = True


def calendar(name, events, refresh="PT1H"):
    """The whole calendar as bytes.

    :param refresh: how often a program is to read it anew (RFC 7986, 5.7).

    >>> noon = datetime(2026, 3, 1, 12)
    >>> event = Event("1@lab.example", noon, noon.replace(hour=13), "Router; new", noon)
    >>> print(calendar("Changes", [event]).decode().replace("\\r\\n", "\\n"))
    BEGIN:VCALENDAR
    VERSION:2.0
    PRODID:-//InsightPulse AI//IT Operations//EN
    CALSCALE:GREGORIAN
    METHOD:PUBLISH
    NAME:Changes
    X-WR-CALNAME:Changes
    REFRESH-INTERVAL;VALUE=DURATION:PT1H
    X-PUBLISHED-TTL:PT1H
    BEGIN:VEVENT
    UID:1@lab.example
    DTSTAMP:20260301T120000Z
    LAST-MODIFIED:20260301T120000Z
    SEQUENCE:0
    DTSTART:20260301T120000Z
    DTEND:20260301T130000Z
    SUMMARY:Router\\; new
    STATUS:CONFIRMED
    TRANSP:OPAQUE
    END:VEVENT
    END:VCALENDAR
    <BLANKLINE>
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//InsightPulse AI//IT Operations//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{text(name)}",
        f"X-WR-CALNAME:{text(name)}",  # the older spelling, which Outlook and Google read
        f"REFRESH-INTERVAL;VALUE=DURATION:{refresh}",
        f"X-PUBLISHED-TTL:{refresh}",
    ]
    for event in events:
        lines += _event_lines(event)
    lines.append("END:VCALENDAR")
    return b"".join(fold(line) + b"\r\n" for line in lines)


def _event_lines(event):
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{moment(event.changed)}"
    yield f"LAST-MODIFIED:{moment(event.changed)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTART:{moment(event.start)}"
    yield f"DTEND:{moment(event.end)}"
    yield f"SUMMARY:{text(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{text(event.description)}"
    if event.url:
        yield f"URL:{event.url}"
    if event.categories:
        yield "CATEGORIES:" + ",".join(text(category) for category in event.categories)
    yield f"STATUS:{event.status}"
    yield f"TRANSP:{'OPAQUE' if event.busy else 'TRANSPARENT'}"
    yield "END:VEVENT"


def moment(value):
    """A datetime in UTC as a DATE-TIME of form 2 (RFC 5545, 3.3.5).

    >>> moment(datetime(2026, 3, 1, 9, 5, 7, 999))
    '20260301T090507Z'
    """
    return value.strftime("%Y%m%dT%H%M%SZ")


def text(value):
    r"""A TEXT with its special characters escaped (RFC 5545, 3.3.11).

    >>> text("a,b;c\\d\r\ne")
    'a\\,b\\;c\\\\d\\ne'
    """
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    value = re.sub(r"([\\;,])", r"\\\1", CONTROL.sub("", value))
    return value.replace("\n", "\\n")


def fold(line):
    """The line as bytes in UTF-8, cut so that no piece is longer than 75 octets (RFC 5545, 3.1).

    No character is torn apart: not all programs put the pieces together before they decode them.

    >>> [len(piece) for piece in fold("x" * 160).split(b"\\r\\n")]
    [75, 75, 12]
    >>> fold("é" * 40).replace(b"\\r\\n ", b"").decode() == "é" * 40
    True
    >>> [piece.decode().strip() for piece in fold("é" * 40).split(b"\\r\\n")] == ["é" * 37, "é" * 3]
    True
    """
    pieces, piece = [], b""
    for character in line:
        encoded = character.encode()
        if len(piece) + len(encoded) > OCTETS:
            pieces.append(piece)
            piece = b" "
        piece += encoded
    return b"\r\n".join([*pieces, piece])
