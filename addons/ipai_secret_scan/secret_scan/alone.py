# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Secrets that no word has to announce, and those whose word stands somewhere else in their line."""

import re

from .finding import Finding, has_digit
from .told import OWNERS, VERBS
from .values import PLACES, is_example, is_made, is_place, is_random, trimmed
from .words import PASSWORDS

PART = re.compile(r"[A-Za-z0-9!@#$%^&*+=?_~-]{12,}")
TURN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+|[^A-Za-z0-9]+")
PROMPT = re.compile(r"[a-z][\w.-]+@(?:[\w-]+|[\d.]+)[#$%]?")
ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2}|[^%])+")

ISSUED = re.compile(
    r"(?!sha\d|cs_|img[_-]|https?)(?:[a-z][a-z0-9]{0,9}[_-]){1,3}(?P<random>[A-Za-z0-9]{27,160}"
    r"|(?=[a-z-]*_)[\w-]{36,160})"
)
"""How issuers make tokens: their own sign, then chance."""

CHOSEN = re.compile(r"(?<![^\s\"'(])[A-Z][a-zäöüß]{3,20}[!$*@]\d{2,4}(?=[\s\"'),.;]|\Z)")
"""A word, a sign and a number."""

SIGNED = re.compile(r"[^\s\"'<>,;:/|()\[\]{}\\`»«“”„]{7,60}")
SIGNS = frozenset("!#$%&*?@")
NEAR = re.compile(rf"(?:{PASSWORDS})(?![a-z]*[ ](?:manager|polic))")
FREE = re.compile(r"(?:\A|[\s\"'(„“])[\w!.+=^~-]{6,60}?(?=[\s\"'),.;”]|\Z)")
"""Not a part of something longer."""
OWNED = re.compile(rf"(?:^|\s)(?:{'|'.join(sorted(OWNERS))})[ ]?\Z")
"""The word before says that the next is whose the password is."""
WEAK = re.compile(r"passport|bypass|compass|has\b")


def is_generated(value):
    """Whether a manager of passwords made it: a word that stands for nothing else.

    >>> [is_generated(word) for word in ("Nqs23gjSzP#q3#x5V!a", "Xbb51JLKbvEY%z", "8Tq@9hGJSweJ8@w")]
    [True, True, True]
    >>> [is_generated(word) for word in ("root@DB01-Prod#", "?utm_source=mail&utm_campaign=Herbst26", "%C3%9Cbung%20A1")]
    [False, False, False]
    >>> is_generated("SuperServer-X13!"), is_generated("%Y-%m-%dT%H%M%S")
    (False, False)
    """
    signs = SIGNS.union("^").intersection(value[1:])
    if not (12 <= len(value) <= 64 and signs and has_digit(value)):
        return False
    if value.startswith(("?", "-", "%", "$", "&")) or ("&" in value and "=" in value):
        return False
    turns = TURN.findall(value)
    return (
        len(turns) >= 6
        and len(value) < 2.6 * len(turns)
        and value != value.lower()
        and value != value.upper()
        and not PROMPT.fullmatch(value)
        and not (signs == {"%"} and ENCODED.fullmatch(value))
        and not is_example(value)
    )


def is_issued(value):
    """Whether it is the token of an issuer that nobody had to name.

    >>> is_issued("figd_Bo5REZ8HDchutVh7zNc07NOXZI2Qc3oh"), is_issued("pvc-" + "0a1b2c3d" * 5)
    (True, False)
    """
    match = ISSUED.fullmatch(value)
    return bool(match and is_chance(match["random"]) and not is_example(value))


def is_chance(value):
    """Whether letters of both cases and digits change as by chance.

    >>> is_chance("Bo5REZ8HDchutVh7zNc07NOX"), is_chance("Configuration2024ReportFinal")
    (True, False)
    """
    turns = TURN.findall(value)
    return (
        has_digit(value)
        and value != value.lower()
        and value != value.upper()
        and len(value) < 2.8 * len(turns)
    )


def alone(text, lower, _most, evidence):
    """What a manager or an issuer made, wherever it stands."""
    for begin, stop in evidence.parts:
        yield from _alone(text, begin, stop)


def _alone(text, begin, stop):
    for match in CHOSEN.finditer(text, begin, stop):
        yield Finding("password", *match.span())
    for match in PART.finditer(text, begin, stop):
        value, (start, end) = match[0], match.span()
        if len(value) > 31 and is_issued(value) and text[max(0, start - 1)] not in "/.=&":
            yield Finding("provider-token", start, end)
        elif is_generated(trimmed(value)) and not _is_of_address(text, start, end):
            yield Finding("password", start, end)


def _is_of_address(text, start, end):
    """Whether the place is in an address: what stands there is another rule's."""
    begin = max(text.rfind(" ", 0, start), text.rfind("\n", 0, start), start - 200) + 1
    return "://" in text[begin:start] or ("@" in text[start:end] and text[end : end + 1] == ".")


def _is_of_path(text, start):
    """Whether what stands before it makes it the end of a path."""
    begin = max(text.rfind(" ", 0, start), text.rfind("\n", 0, start), start - 200) + 1
    return text[begin:start].count("/") > 1 and is_place(text[begin:start] + "x")


def _is_led_to(lower, start):
    """Whether a sign or a word before it says that it is what is told."""
    before = lower[max(0, start - 16) : start].rstrip(" \"'„“(").rsplit(" ", 1)[-1]
    return before.endswith((":", "=", ">", "→")) or before in LEADS


LEADS = VERBS | {"to", "auf", "neu", "new", "neues", "nieuw", "nouveau", "nueva", "nuova", "nova"}

JOINED = re.compile(r"[^\W\d_]{4,20}(?:[-_][^\W\d_]{2,20}){1,4}[-_]?\d{2,4}")
"""Words held together with a number behind: what people choose, and no machine is called."""


def near(text, lower, _most, evidence):
    """A word like a password in a line that speaks of one, in whatever order."""
    matches = (m for span in evidence.parts for m in SIGNED.finditer(text, *span))
    for match in matches:
        value = match[0]
        if (
            not has_digit(value)
            or not is_made(value := trimmed(value))
            or (
                SIGNS.isdisjoint(value)
                and not (
                    JOINED.fullmatch(value) or is_random(value) or _is_led_to(lower, match.start())
                )
            )
            or PROMPT.fullmatch(value)
            or _is_of_address(text, *match.span())
            or _is_of_path(text, match.start())
        ):
            continue
        begin = max(text.rfind("\n", 0, match.start()) + 1, match.start() - 80)
        stop = text.find("\n", match.end(), match.end() + 60)
        line = lower[begin : stop if stop >= 0 else match.end() + 60]
        if SIGNS.isdisjoint(value) and (
            not FREE.match(text, max(0, match.start() - 1))
            or PLACES.search(line)
            or OWNED.search(lower, begin, match.start())
        ):
            continue
        if NEAR.search(WEAK.sub("", line)):
            yield Finding("password", *match.span())
