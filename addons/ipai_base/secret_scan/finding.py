# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a scan answers with, and how far it looks."""

import sys
from typing import NamedTuple

LONG = 65_536
"""Characters of a text that are read while somebody waits; the sweep at night reads all."""

MOST = 2_000
"""Candidates that one rule judges in each LONG characters. What has more is no note: it counts as found."""

BEFORE, AFTER = 120, 400
"""Characters around an anchor in which a shape is looked for."""


class Finding(NamedTuple):
    """A kind, and where in the text the secret stands; never the secret."""

    kind: str
    start: int
    end: int


class Anchors:
    """Texts that are looked for at once: most are told absent by two of their pairs of bytes.

    >>> sorted(Anchors(["pass", "key", "密"]).present("password: x"))
    ['pass']
    >>> sorted(Anchors(["=", "kä"]).present("käse = x"))
    ['=', 'kä']
    """

    def __init__(self, anchors):
        anchors = set(anchors)
        self.single = tuple(anchor for anchor in anchors if len(anchor.encode()) < 2)
        self.by_first = {}
        for anchor in sorted(anchors):
            if len(raw := anchor.encode()) > 1:
                first, last = (int.from_bytes(part, sys.byteorder) for part in (raw[:2], raw[-2:]))
                self.by_first.setdefault(first, []).append((last, raw, anchor))
        self.firsts = frozenset(self.by_first)

    def present(self, text):
        """Those that occur."""
        raw = text.encode(errors="replace")
        even = len(raw) // 2 * 2
        pairs = set(memoryview(raw)[:even].cast("H"))
        pairs.update(memoryview(raw)[1 : even - 1 if even == len(raw) else even + 1].cast("H"))
        found = {anchor for anchor in self.single if anchor in text}
        for first in self.firsts & pairs:
            for last, whole, anchor in self.by_first[first]:
                if last in pairs and whole in raw:
                    found.add(anchor)
        return found


def windows(text, anchors):
    """Bounds of the parts of lines around the anchors, in order; what overlaps is one part.

    >>> list(windows("a\\nxx key\\nb", ("key",)))
    [(2, 8)]
    >>> list(windows("key and lock", ("lock", "key")))
    [(0, 12)]
    """
    last = None
    for span in sorted({span for anchor in anchors for span in _around(text, anchor)}):
        if last and span[0] < last[1]:
            last = (last[0], max(last[1], span[1]))
            continue
        if last:
            yield last
        last = span
    if last:
        yield last


def _around(text, anchor):
    at = text.find(anchor)
    while at >= 0:
        start = max(text.rfind("\n", max(0, at - BEFORE), at) + 1, at - BEFORE, 0)
        stop = text.find("\n", at, at + AFTER)
        end = stop if stop >= 0 else min(len(text), at + AFTER)
        yield start, end
        at = text.find(anchor, end if stop >= 0 else max(at + len(anchor), end - BEFORE))


def has_digit(value):
    return any(char.isdigit() for char in value)
