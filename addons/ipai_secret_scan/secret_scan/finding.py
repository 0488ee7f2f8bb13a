# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a scan answers with, and how far it looks."""

import re
from typing import NamedTuple

LONG = 40_960
"""Characters of a text that are read while somebody waits; the sweep at night reads all."""

MOST = 2_000
"""Candidates that one rule judges in each LONG characters. What has more is no note: it counts as found."""

BEFORE, AFTER = 120, 400
"""Characters around an anchor in which a shape is looked for."""

RUN = re.compile("[a-z\x80-\U0010ffff]+")
"""Letters of a text in lower case, and what ASCII has not."""

LETTERS = re.compile(r"[^\W\d_]+")

DIGIT = re.compile(r"\d")


class Finding(NamedTuple):
    """A kind, and where in the text the secret stands; never the secret."""

    kind: str
    start: int
    end: int


VOCABULARY = 20_000
"""Words that are remembered with the anchors in them: runs of letters, which are no secrets."""


class Anchors:
    """Texts that are looked for at once: letters in the words of a text, of which most are known; then what has signs.

    >>> sorted(Anchors(["passw", "key", "密"]).present("password: x"))
    ['passw']
    >>> sorted(Anchors(["=", "käs", "kasse", "x-key", "a b"]).present("käse = x, x-key a b"))
    ['=', 'a b', 'käs', 'x-key']
    >>> sorted(Anchors(["=", "käs", "kasse"]).present("käse" * LONG))
    ['käs']
    """

    def __init__(self, anchors):
        told = sorted(set(anchors))
        self.signs = [anchor for anchor in told if not LETTERS.search(anchor)]
        self.mixed = [
            (set(LETTERS.findall(anchor)), anchor) for anchor in told if _is_mixed(anchor)
        ]
        parts = {part for parts, _anchor in self.mixed for part in parts}
        self.letters = frozenset(anchor for anchor in told if anchor.isalpha())
        self.parts = sorted(self.letters | parts)
        self.known = {}

    def present(self, text):
        """Those that occur."""
        parts, known = set(), self.known
        for word in set(RUN.findall(text)):
            inner = known.get(word)
            if inner is None:
                if len(word) <= 24:
                    inner = tuple(part for part in self.parts if part in word)
                    if len(known) < VOCABULARY:
                        known[word] = inner
                else:
                    chars = set(word)
                    inner = [part for part in self.parts if chars.issuperset(part) and part in word]
            if inner:
                parts.update(inner)
        found = parts & self.letters
        found.update(anchor for anchor in self.signs if anchor in text)
        found.update(anchor for needed, anchor in self.mixed if needed <= parts and anchor in text)
        return found


def _is_mixed(anchor):
    return bool(LETTERS.search(anchor)) and not anchor.isalpha()


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
