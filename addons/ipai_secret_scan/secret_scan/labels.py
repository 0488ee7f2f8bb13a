# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What stands behind the words of people: after a sign, or told by the sentence."""

import re

from .finding import Finding, has_digit, windows
from .told import VERBS, is_told
from .values import (
    is_example,
    is_made,
    is_named,
    is_phrase,
    is_place,
    is_secret,
    trimmed,
)
from .words import KEYISH, MACHINE, PROXMOX

QUALIFIERS = re.compile(
    r"owner|user|holder|polic|rotat|last|next|expir|hash|type|length|lifetime|\bid\b|name|url|\bby\b"
    r"|ticket|date|manager|version"
    r"|\bage\b|reset|entry|eintrag|path|file|location|vault|scope|count|protect|format|history"
    r"|attempts|since|until|valid|check"
    r"|\bmin|\bmax|_min|_max|len|algorithm|method|store|enable|command|sync|timeout|program|chat|query"
    r"|encryption|provider|agent|field|column|env|variable|prompt|set by|richtlinie|abgelaufen|ablauf"
    r"|politique|pol[íi]t"
)
"""Words between a label and its sign, after which no secret stands but a property of it."""

SUBJECT = re.compile(
    r"(?:[ \t](?:is|ist|est|jest)[ \t](?P<value>[^\s]{7,60})[ \t]\([^\n()]{0,30}"
    r"|(?P<first>[^\s]{7,60})[ \t](?:is|ist|est|es|è|é|to|jest)[ \t](?:[^\s.;()]{1,12}[ \t]){0,3}[^\s.;()]{3,20})\Z"
)
"""A secret that stands before its label, of which the search ends behind the label."""

KEYED = frozenset({"token", "api-key", "client-secret", "aws-secret-key", "preshared-key"})

KEY = re.compile(r"[0-9a-f]{32,128}|(?=[A-Za-z_/+-]*\d)[A-Za-z0-9_/+-]{24,128}={0,2}")
"""What machines make, behind a word that says so."""

CHANCE = re.compile(
    r"(?=.{6,20}\Z)(?:[a-z]{1,3}\d{1,3}){2,7}[a-z]{0,3}|(?=.{6,20}\Z)(?:\d{1,3}[a-z]{1,3}){2,7}\d{0,3}"
)
"""Letters and digits that change too often for a name, at the end of a clause."""

ODD = re.compile(r"\d|[!#$%^&*?@+=]|[a-z][A-Z]")
"""What a secret that a sentence tells has somewhere."""

EVIDENT = re.compile(r"\d|[^\w\s.,:;/()'’\"-]")
"""What a word has that looks like a password by itself."""

WORD = re.compile(r"\S{1,120}")

DOTTED = re.compile(
    r"[a-z]{4,12}(?:(?P<sign>[._-])[a-z]{4,12})(?:(?P=sign)[a-z]{4,12}){2,6}(?<!local)(?<!example)(?<!intern)"
)
"""A passphrase of words that signs hold together, which looks like the name of a host."""

AROUND, AHEAD = 120, 160
"""Characters before and behind a label that tell of it."""

MACHINE_MADE = (
    "api",
    "token",
    "secret",
    "key",
    "schlüssel",
    "clé",
    "clave",
    "chiave",
    "klucz",
    "sleutel",
    "proxmox",
    "pve",
    "pbs",
)
"""One of these stands before the number of a machine that is a key."""


def labeled(label, text, lower, begin, most):
    """What stands behind a label and is a secret.

    What was judged once is not judged again: a log tells the same thousands of times.
    """
    judged, tells = {}, most // 5
    for count, match in enumerate(label.shape.finditer(lower, begin)):
        if count > most:
            yield Finding(label.kind, *match.span("value"))
            return
        at = match.start()
        key = (min(at, AROUND), text[max(0, at - AROUND) : match.end() + AHEAD])
        if key not in judged:
            found = _judge(label, text, lower, match, len(judged) < tells)
            judged[key] = [(one.start - at, one.end - at) for one in found]
        for start, end in judged[key]:
            yield Finding(label.kind, at + start, at + end)


def _judge(label, text, lower, match, tells):
    """The findings of one place: the value behind the sign, or what the sentence tells."""
    start, end = match.span("value")
    raw = text[start:end]
    if _is_public(lower, match.start()) or is_example(raw):
        return
    strong = match["sign"] is not None or (
        label.anchor != "pass" and raw[0] in "\"'`" and raw[-1] == raw[0]
    )
    if not strong and not label.weak:
        return
    value = trimmed(raw.split("</")[0])
    stop = text.find("\n", end, end + AHEAD)
    rest = text[end : stop if stop >= 0 else end + AHEAD]
    if raw.endswith((",", ";", ".")) and not is_named(value):
        rest = ""  # The clause is over: what follows does not tell of the value.
    if label.made and not is_made(value):
        return
    if match["whose"] and _is_one_word(text[match.end("label") : end]):
        yield Finding(label.kind, match.end("label"), end)
    elif match["whose"] or "\n" in (match["sign"] or ""):
        if _is_apart(label.kind, match["whose"], value, rest):
            yield Finding(label.kind, start, end)
        elif tells and value.lower() in VERBS and is_made(after := trimmed(rest.strip())):
            at = text.index(after, end)
            yield Finding(label.kind, at, at + len(after))
    elif _is_behind(label, match, lower, raw, value, rest, strong):
        yield Finding(label.kind, start, end)
    elif (
        tells and label.anchor != "pass" and (label.weak or label.kind in ("pin", "client-secret"))
    ):
        told_to = match.end() if match["sign"] is None else start
        yield from _told(label.kind, text, match.end("label"), told_to)


def _is_one_word(told):
    """Whether what looks like a name, a sign and a value is one password with that sign in it."""
    words = told.split()
    return len(words) == 1 and told[:1].isspace() and is_made(trimmed(words[0]))


def _is_apart(kind, whose, value, rest):
    """Not right behind the label: it has to look like a secret by itself, or stand alone."""
    if whose and QUALIFIERS.search(whose):
        return False
    if is_made(value) and kind != "pin":
        return True
    alone = is_secret(value, True, kind) and not rest.strip(" .,;)|\"'")
    return alone and (kind in ("pin", "wifi-key") or has_digit(value))


def _is_behind(label, match, lower, raw, value, rest, strong):
    """Whether the value right behind the label is a secret."""
    kind, before = label.kind, lower[match.start() - 1 : match.start()]
    part_of_name = before in ("_", ".") and not (
        ")" in (match["sign"] or "") or rest.strip() or raw.endswith(".")
    )
    if is_secret(value, strong, kind, rest, assigned=_is_assigned(match, raw) or part_of_name):
        return True
    if not strong:
        if CHANCE.fullmatch(value) and not rest.strip(" .,;)|\"'") and not is_place(value, kind):
            return True
        return bool(kind in KEYED and KEY.fullmatch(value) and not is_place(value, kind))
    if ";" in value and is_secret(value.split(";")[0], True, kind):
        return True
    return kind in ("passphrase", "password", "wifi-key") and (
        is_phrase(raw if " " in raw else raw + rest)
        or (DOTTED.fullmatch(value) and is_phrase(re.sub("[._-]", " ", value)))
    )


def machine_made(text, lower, most, evidence):
    """Hexadecimal numbers and UUIDs behind a word that tells them keys."""
    if evidence.longest < 32:
        return
    words = [word for word in MACHINE_MADE if word in lower]
    count = 0
    for begin, stop in windows(lower, words):
        for match in MACHINE.finditer(text, begin, stop):
            count += 1
            if count > most:
                return
            before = lower[max(begin, match.start() - AROUND) : match.start()]
            if is_example(match[0]):
                continue
            if "-" in match[0]:
                if PROXMOX.search(before):
                    yield Finding("proxmox-token", *match.span())
            elif KEYISH.search(before[-90:]):
                yield Finding("token", *match.span())


def _told(kind, text, begin, end):
    """A secret that the label's sentence tells: behind a verb, or before "as the password"."""
    at = text.find(" ", begin, end + 1)
    if at >= 0:
        stop = text.find("\n", at, at + 160)
        stop = stop if stop >= 0 else at + 160
        subject = _subject(text, begin)
        if not subject and not ODD.search(text, at, stop):
            return
        words = list(WORD.finditer(text, at, stop))
        before = (
            text[max(text.rfind("\n", 0, begin), begin - 80, 0) : begin].rsplit(". ", 1)[-1].split()
        )
        if (place := is_told([word[0] for word in words], kind, before)) is not None:
            yield Finding(kind, *words[place].span())
        elif subject:
            yield Finding(kind, *subject)


def _subject(text, begin):
    """The place of a secret that stands before its label, or None."""
    first = max(0, begin - 120)
    if EVIDENT.search(text, first, begin) and (match := SUBJECT.search(text, first, begin)):
        group = "value" if match["value"] else "first"
        if is_made(trimmed(match[group])):
            return match.span(group)
    return None


def _is_public(lower, start):
    """Whether the word before the label says that what follows is no secret."""
    before = lower[max(0, start - 12) : start]
    return before.endswith(
        ("public ", "public_", "public-", "no ", "kein ", "keine ", "csrf ", "without ", "/etc/")
    )


def _is_assigned(match, raw):
    """Whether label and value are written as code: `X=y`, `"x": "y"`."""
    sign = match["sign"] or ""
    return sign.strip() == "=" or (raw[:1] in "\"'" and len(raw) > 2 and " " not in raw)
