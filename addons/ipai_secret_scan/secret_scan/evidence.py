# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where a text has a word that could be a password by itself: elsewhere most rules have nothing to find.

Of prose that is next to nothing, which is why a page of it costs less than a millisecond.
"""

import re
from bisect import bisect_left, bisect_right

AROUND = ".,;:!?#*()[]{}<>|\"'`“”„»«’-+=~/\\"
"""What prose, its marks and drawings put around a word."""

LETTER = re.compile(r"[^\W\d_]")
ODD = re.compile(r"\d|[^\w\s.,:;/()'’\"-]|[$%&@]\Z")
"""A digit or a sign: all that looks like a password has one of them, and a letter."""

NUMBER = re.compile(r"\d{4,}")

WORD = re.compile(r"\S+")

FEW = 30
"""So many are looked at one by one; more in one go."""


class Evidence:
    """The words of a text that could be passwords by themselves.

    >>> evidence = Evidence("The login of srv01 is (see below):\\nadmin / Winter2024!")
    >>> evidence.spans
    [(43, 54)]
    >>> evidence.touches(0, 30), evidence.touches(35, 54)
    (False, True)
    """

    def __init__(self, text):
        words = set(_odd(text))
        if len(words) > FEW:
            self.spans = [match.span() for match in WORD.finditer(text) if match[0] in words]
        else:
            self.spans = sorted(span for word in words for span in _places(text, word))
        self.parts = self.spans if len(self.spans) <= FEW else [(0, len(text))]
        self.longest = max((stop - start for start, stop in self.spans), default=0)
        self.headings = frozenset()
        self.below = list(_alone(text)) if "\n" in text else []
        self._stops = [stop for _start, stop in self.spans]
        self._numbers = [match.start() for match in NUMBER.finditer(text)]

    def touches(self, start, stop):
        """Whether one is, in part, between the two places."""
        at = bisect_right(self._stops, start)
        return at < len(self.spans) and self.spans[at][0] < stop

    def has_number(self, start, stop):
        """Whether one of four digits or more begins between the two places."""
        at = bisect_left(self._numbers, start)
        return at < len(self._numbers) and self._numbers[at] < stop


def _odd(text):
    for word in set(text.split()):
        if len(word) > 5 and not word.isalpha():
            inner = word.strip(AROUND)
            if not inner.isalpha() and ODD.search(inner) and LETTER.search(inner):
                yield word


def _places(text, word):
    at, size = text.find(word), len(word)
    while at >= 0:
        yield at, at + size
        at = text.find(word, at + size)


def _alone(text):
    """Bounds of a word like that which has a line of its own, with the five lines above it; what overlaps is one."""
    begins, at, last = [0] * 6, 0, None
    for line in text.split("\n"):
        begins = [*begins[1:], at]
        at += len(line) + 1
        inner = line.strip(" \t>*|\"'`-")
        if len(inner) > 4 and " " not in inner and ODD.search(inner):
            if last and begins[0] < last[1]:
                last = last[0], at
                continue
            if last:
                yield last
            last = begins[0], at
    if last:
        yield last
