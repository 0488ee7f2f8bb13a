# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a scan answers with, and how far it looks."""

import re
import sys
from typing import NamedTuple

LONG = 49_152
"""Characters of a text that are read while somebody waits; the sweep at night reads all."""

MOST = 2_000
"""Candidates that one rule judges in each LONG characters. What has more is no note: it counts as found."""

BEFORE, AFTER = 120, 400
"""Characters around an anchor in which a shape is looked for."""

DIGIT = re.compile(r"\d")


class Finding(NamedTuple):
    """A kind, and where in the text the secret stands; never the secret."""

    kind: str
    start: int
    end: int


class Anchors:
    """Texts that are looked for at once: most are told absent by their first and last four bytes, of a long text two.

    >>> sorted(Anchors(["passw", "key", "密"]).present("password: x"))
    ['passw']
    >>> sorted(Anchors(["=", "käs", "kasse"]).present("käse = x"))
    ['=', 'käs']
    >>> sorted(Anchors(["=", "käs", "kasse"]).present("käse" * LONG))
    ['käs']
    """

    def __init__(self, anchors):
        told = sorted(set(anchors))
        short = [anchor for anchor in told if len(anchor.encode()) < 4]
        self.single = [anchor for anchor in short if len(anchor.encode()) < 2]
        self.by_width = {
            (4, "I"): self._parted([anchor for anchor in told if anchor not in short], 4),
            (2, "H"): self._parted([anchor for anchor in short if anchor not in self.single], 2),
        }
        several = [anchor for anchor in told if anchor not in self.single]
        self.of_long = {(2, "H"): self._parted(several, 2)}

    @staticmethod
    def _parted(anchors, width):
        """By their first bytes, the last and all of them; and all the first."""
        parted = {}
        for anchor in anchors:
            raw = anchor.encode()
            first, last = (
                int.from_bytes(part, sys.byteorder) for part in (raw[:width], raw[-width:])
            )
            parted.setdefault(first, []).append((last, raw, anchor))
        return parted, frozenset(parted)

    def present(self, text):
        """Those that occur."""
        raw = text.encode(errors="replace")
        view, found = memoryview(raw), {anchor for anchor in self.single if anchor in text}
        by_width = self.of_long if len(raw) > LONG else self.by_width
        for (width, code), (parted, firsts) in by_width.items():
            parts = set()
            for shift in range(min(width, max(len(raw) - width + 1, 0))):
                size = (len(raw) - shift) // width * width
                parts.update(view[shift : shift + size].cast(code))
            for first in firsts & parts:
                for last, whole, anchor in parted[first]:
                    if last in parts and whole in raw:
                        found.add(anchor)
        return found


def windows(text, anchors, known=None):
    """Bounds of the parts of lines around the anchors, in order; what overlaps is one part.

    :param known: a mapping that keeps what was found around each anchor of this text.

    >>> list(windows("a\\nxx key\\nb", ("key",)))
    [(2, 8)]
    >>> list(windows("key and lock", ("lock", "key")))
    [(0, 12)]
    """
    spans, last = set(), None
    for anchor in anchors:
        if known is None:
            spans.update(_around(text, anchor))
        else:
            if anchor not in known:
                known[anchor] = list(_around(text, anchor))
            spans.update(known[anchor])
    for span in sorted(spans):
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
    return bool(DIGIT.search(value))
