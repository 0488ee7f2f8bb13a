# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which word of a sentence about a password is the password."""

import re

from .values import PLACES, TERMS, classes, is_made, is_secret, trimmed

VERBS = frozenset(
    """heißt heisst brzmi
    is ist lautet lauten est es é è jest to: now jetzt nun désormais desormais maintenant ahora agora ora adesso nu teraz
    är er je ir still noch toujours sigue ancora nog это есть este είναι yra adalah là jsou
    it's that's c'est 's was war are sont son sono são sei sarà será wordt luidt reads ser als: = : -> → => – — equals zijnde""".split()
)
"""Words right before a secret in a sentence."""

TURNS = frozenset(
    "to auf zu in à a en na para naar op sur into as als como comme come jako with mit avec con com met z till til på na на".split()
)
"""Words right before a secret, when the sentence tells of a change or a login."""

SENT = re.compile(
    r"sent|mail|given|giv|hand|forward|assign|deliver|gesch|gesend|verschick|übergeb|gegeb|weitergel|envoy|enviad|inviat|gestuur|wysł"
)
"""Beginnings of words behind which "to" names who got something."""

BY = frozenset("by par durch por door da przez per con".split())
"""Words right before a secret, when the sentence tells what took its place."""

OWNERS = frozenset(
    """of for von vom für fuer de du des del dla do di da d van voor user users benutzer nutzer
    utilisateur usuario usuário gebruiker
    utente użytkownika użytkownik för för till för från til fra pro uživatele pre для от
    account konto compte cuenta conta on at auf sur en op host server ticket by""".split()
)
"""Words right before whose, or where, the secret is."""

CHANGED = re.compile(
    r"chang|set\b|reset|updat|rotat|geänder|geaender|gesetzt|zurückgesetzt|modifi|r[ée]initialis"
    r"|d[ée]fini|mis\b|cambi|establ"
    r"|restabl|actuali|modific|impostat|reimpostat|gewijzigd|ingesteld|aangepast|gezet|zmien|ustaw"
    r"|zreset|alter|definid|mud"
    r"|troc|troq|redefin|passou|log|anmeld|connect|conect|sign|inlog|acced|entra|entre|zalog|setze"
    r"|ändere|aendere|stell|umgestellt|wijzig"
    r"|poner|puse|pus[oe]|mettr|remis|rimess|nadan|nowe"
)
"""Beginnings of words that tell of a change, or of a login."""

REPLACED = re.compile(r"tro[cq]|repla|rempla|ersetz|vervang|sustit|substit|sostit|zast[ąa]p")
"""Beginnings of words that tell what took a place."""


def is_told(words, kind, before=()):
    """Which of a sentence's words, from the label on, is its secret; None when none is.

    `before`: the sentence's words in front of the label.

    >>> is_told("of the router is now Blau4711".split(), "password")
    5
    >>> is_told("on srv01 was changed to Gruen-4711".split(), "password")
    5
    >>> is_told("of Srv2019a is in the vault".split(), "password")
    >>> is_told("użytkownika jan na regen81-Garnet".split(), "password", ["Zmieniłem"])
    3
    >>> is_told("of jdoe2024 expired".split(), "password")
    >>> is_told("reset link sent to jdoe2024".split(), "password")
    """
    words = words[:16]
    lowered = [trimmed(word).lower() for word in words]
    placed = None
    for at, word in enumerate(words):
        value, last = trimmed(word), lowered[at - 1] if at else ""
        if last in TURNS and at > 1 and SENT.match(words[at - 2].lower()):
            continue
        if len(value) >= 4 and not is_word(value):
            if placed is None:
                placed = PLACES.search(" ".join(words[:12])) or not TERMS.isdisjoint(lowered[:6])
            if _is_told(words, lowered, at, kind, before, placed):
                return at
        if word.endswith((".", ";")) and len(word) > 3 and at:
            return None
    return None


def is_word(value):
    """Whether it is a plain word, which is no secret in a sentence.

    >>> is_word("gesetzt"), is_word("GitHub"), is_word("x1")
    (True, False, False)
    """
    return value.isalpha() and (value.islower() or value.istitle() or value.isupper())


def _is_told(words, lowered, at, kind, before, placed):
    """Whether the word at that place is what the sentence tells."""
    value, last = trimmed(words[at]), lowered[at - 1] if at else ""
    after_verb = (
        last in VERBS
        or (at and words[at - 1] in VERBS)
        or _is_turned(words, last, at, before)
        or (last == "to" and is_made(value))
    )
    rest = " ".join(words[at + 1 : at + 8])
    if after_verb and len(value) >= 6 and is_secret(value, True, kind, rest):
        if placed and not is_made(value):
            return False
        if kind == "password" or not value.isdigit():
            return True
    stopped = bool(at) and words[at - 1].endswith(":")
    if kind == "pin":
        return (after_verb or stopped) and is_secret(value, True, kind)
    if placed or last in OWNERS or "=" in value or "/" in value:
        return False
    owned = at >= 2 and lowered[at - 2] in OWNERS
    return is_made(value) and (at < 2 or owned or after_verb or stopped or classes(value)[3])


def _is_turned(words, last, at, before):
    """Whether the sentence tells of a change, or of what took a place, and the word before leads to what it is now."""
    if last not in TURNS and last not in BY:
        return False
    told = [word.lower() for word in (*before, *words[:at])]
    if any(map(REPLACED.match, told)):
        return True
    soon = (word.lower() for word in words[at + 1 : at + 4])
    return last in TURNS and any(CHANGED.match(word) for word in (*told, *soon))
