# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reads the rules, which are data: `tokens.txt`, `commands.txt`, `devices.txt`.

A rule is a paragraph: its kind, with `nocase`, `lines` (`^` and `$` are those of lines) or `least=` (so long is
the word at least that holds the secret); `for` and texts of which one must occur, so that most rules cost nothing;
`needs` and a list of texts of which one must occur as well; and, moved in by two blanks, the shape, of which the group
`secret`, or `made` where the value has to look like one by itself, or else all, is the secret. Its lines are one.
Every repetition is bounded or excludes its own beginning.
"""

import json
import re
from pathlib import Path
from typing import NamedTuple

ASKS_A_DIGIT = re.compile(
    r"\(\?P<secret>\s*\(\?=\[\^\\s[^\]]*\]\{0,\d+\}\\d\)\s*\(\?=\[\^\\s[^\]]*\]\{0,\d+\}\[(?:A-Z)?a-z(?:A-Z)?\]\)"
)
"""What asks for a digit and a letter."""

IS_A_NUMBER = re.compile(
    r"\(\?P<secret>(?:\(\?!\(\?:19\|20\)\\d\\d\(\?!\\d[^()]{0,6}\)\)|\(\?!\(\?:19\|20\)\\d\\d\\b\))?\\d\{[4-9],\d+\}\)"
)
"""A secret of four digits or more, years perhaps excepted."""

FLAGS = {"nocase": re.I, "lines": re.M}


class Rule(NamedTuple):
    """One shape of one kind."""

    kind: str
    anchors: tuple
    shape: re.Pattern
    needs: tuple
    least: int
    group: str | int
    odd: bool
    number: bool


def lines_of(name):
    """The lines of a file beside this one, without comments and empty ones at the ends of paragraphs."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def read(name):
    """The rules of a file, in their order.

    >>> rule = read("tokens.txt")[0]
    >>> rule.kind, rule.anchors
    ('private-key', ('-----BEGIN',))
    """
    rules = []
    for line in lines_of(name):
        if line.startswith("  "):
            rules[-1]["shape"] += line[2:]
        elif line.startswith("for "):
            rules[-1]["anchors"] = tuple(line.split()[1:])
        elif line.startswith("needs "):
            rules[-1]["needs"] = tuple(json.loads(line[6:]))
        else:
            kind, *options = line.split()
            rules.append({"kind": kind, "options": options, "needs": (), "shape": ""})
    return tuple(map(_rule, rules))


def _rule(told):
    flags, least = 0, 0
    for option in told["options"]:
        if option.startswith("least="):
            least = int(option[6:])
        else:
            flags |= FLAGS[option]
    shape = re.compile(told["shape"], flags)
    group = next((name for name in ("secret", "made") if name in shape.groupindex), 0)
    odd = group == "made" or bool(ASKS_A_DIGIT.search(told["shape"]))
    number = bool(IS_A_NUMBER.search(told["shape"])) and not odd
    return Rule(told["kind"], told["anchors"], shape, told["needs"], least, group, odd, number)
