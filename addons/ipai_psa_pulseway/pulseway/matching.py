# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which partners a name upstream may mean: suggestions for a person, never applied by themselves."""

import difflib
import re
import unicodedata
from typing import NamedTuple

LEGAL = frozenset(
    (
        "ag bv co company corp corporation gbr gmbh group holding inc kg llc llp ltd limited mbh nv plc pty "
        "sa sarl se spa srl the und and"
    ).split()
)
SEPARATORS = re.compile(r"\s+[-–—/|>]\s+|\s*[/|>]\s*")
LEAST = 0.72


class Suggestion(NamedTuple):
    partner: int
    score: int
    """0 to 100."""
    why: str


def plain(name):
    """A name as alike ones have it in common.

    >>> plain("Müller & Söhne GmbH"), plain("ACME, Inc."), plain("The Acme Group")
    ('muller sohne', 'acme', 'acme')
    """
    flat = unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", flat)
    return " ".join([word for word in words if word not in LEGAL] or words)


def suggestions(names, partners, limit=5):
    """The partners that the names of a place may mean, the likeliest first.

    :param names: of the place, with those above and below it.
    :param partners: ``{id: name}`` of companies.

    >>> partners = {1: "Acme GmbH", 2: "Acme Labs", 3: "Bolt", 4: "Müller KG", 5: "Acme"}
    >>> [(one.partner, one.why) for one in suggestions(["Acme - IT - HQ"], partners)][:3]
    [(5, 'part'), (1, 'part alike'), (2, 'alike')]
    >>> [(one.partner, one.why) for one in suggestions(["ACME"], partners)][:2]
    [(5, 'case'), (1, 'alike')]
    >>> [one.partner for one in suggestions(["Muller"], partners)], suggestions(["Zzz"], partners), suggestions([], partners)
    ([4], [], [])
    >>> [(one.partner, one.why, one.score) for one in suggestions(["Acme"], {5: "Acme", 6: "Acme"})]
    [(5, 'exact', 100), (6, 'exact', 100)]
    """
    asked = [name for name in names if name]
    pieces = {piece for name in asked for piece in SEPARATORS.split(name) if piece} - set(asked)
    found = []
    for partner, name in partners.items():
        score, why = max(
            [_score(one, name, "") for one in asked]
            + [_score(one, name, "part") for one in pieces],
            default=(0, ""),
        )
        if score >= LEAST * 100:
            found.append(Suggestion(partner, score, why))
    return sorted(found, key=lambda one: (-one.score, one.partner))[:limit]


def _score(asked, name, part):
    if asked == name:
        return (90, "part") if part else (100, "exact")
    if asked.casefold() == (name or "").casefold():
        return (88, "part") if part else (95, "case")
    one, other = plain(asked), plain(name)
    if not one or not other:
        return 0, ""
    if one == other:
        return (80, "part alike") if part else (90, "alike")
    matcher = difflib.SequenceMatcher(None, one, other)
    if matcher.real_quick_ratio() < LEAST - 0.1 and not _begins(one, other):
        return 0, ""
    score = max(int(matcher.ratio() * 85), 74 if _begins(one, other) else 0)
    return min(score, 79 if part else 85), "alike"


def _begins(one, other):
    """Whether one has all words of the other, first."""
    short, long = sorted((one.split(), other.split()), key=len)
    return bool(short) and len(short[0]) > 2 and long[: len(short)] == short
