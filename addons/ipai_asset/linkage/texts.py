# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One form for what people and programs write: Unicode NFC, and nothing that cannot be seen."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")


def _is_plain(text):
    """Whether all of a text can be seen and has one form only, as most has: nothing is to be looked for."""
    return text.isascii() and text.isprintable()


def hidden_characters(text):
    """Return what stands in a text and cannot be seen: controls, zero widths, marks of direction.

    >>> hidden_characters("\u202egpj.exe"), hidden_characters("INV\u200b001"), hidden_characters("pve01")
    (['U+202E RIGHT-TO-LEFT OVERRIDE'], ['U+200B ZERO WIDTH SPACE'], [])
    """
    if not text or _is_plain(text):
        return []
    return [
        f"U+{ord(character):04X} {unicodedata.name(character, 'CONTROL CHARACTER')}"
        for character in dict.fromkeys(text)
        if unicodedata.category(character) in ("Cf", "Cc") and character not in "\t\r\n"
    ]


def one_form(text):
    """Return a text in NFC, without what cannot be seen, with single spaces.

    >>> one_form(" cafe\u0301\u00a0 1\u200b ") == "caf\u00e9 1"
    True
    >>> one_form(None)
    ''
    """
    if not text:
        return ""
    if _is_plain(text):
        return " ".join(text.split())
    shown = "".join(
        character
        for character in unicodedata.normalize("NFC", text)
        if character.isspace() or unicodedata.category(character) not in ("Cf", "Cc")
    )
    return _SPACES.sub(" ", shown).strip()
