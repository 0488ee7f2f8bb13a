# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Names and passwords side by side, and codes that let one in without the second factor."""

import re

from .finding import Finding, has_digit, windows
from .values import ACCOUNT, LEET, PLACES, REMOTE, classes, is_made, is_random, is_secret, trimmed
from .words import CODES, CREDENTIALS, ENTER, ENTER_ANCHORS, LOGIN, LOGIN_ANCHORS, RECOVERY

LOGINS, ENTERS = (re.compile("|".join(anchors)) for anchors in (LOGIN_ANCHORS, ENTER_ANCHORS))

RECOVERY_SIGNS = ("code", "codic", "codig", "códig", "kod", "key", "schlüssel")

MADE = re.compile(r"[^\s/:|\"'<>()`]{7,100}")

TELLING = re.compile(r"[^\W\d_][^\d!#$%^&*?\n]*[\d!#$%^&*?]|\d[\d\W_]*[^\W\d_]")

BLANK = re.compile(r"[ \t/:|,;(]")

SIGNS = re.compile(r"[!#$%^&*?]|(?=.*[a-z])(?=.*[A-Z])[+~@=]")

PAIR = re.compile(
    r"(?<![^\s(>\"'`*|])[A-Za-z][\w.@\\-]{1,30}(?:[ ]?/{1,2}[ ]?|[ ]?[|][ ]?|:|[ ]-[ ])"
    r"(?P<value>[^\s/:=?<>&|{}()\\]{7,60})(?=[\s)<\"'`*|,.;]|$)"
)
"""A name and what stands beside it, neither an address nor a path."""

APART = re.compile(
    r"(?<![^\s(>\"'`*|])[A-Za-z][\w.@\\-]{1,40}[ ][/|][ ](?P<value>[^\s/<>|]{7,60})(?=[\s)<\"'`*|,.;]|$)"
)
"""The same with blanks around the sign, where more signs cannot be of an address."""

ISSUE = re.compile(r"[a-z][a-z0-9_.-]*#\d+")
"""A repository and the number of its issue, behind the name of its owner."""

JOINED = re.compile(r"[-_!#$%&*+=?]")
"""What a chosen password has and the name of a product has not."""

SEPARATORS = ("|", ";", "\t", ",", " - ", " – ")
CELLS = frozenset(SEPARATORS)
NAME = re.compile(r"[A-Za-z][A-Za-z0-9.@\\_-]{1,40}")
"""What an account is called, as a cell."""

SIGNED_PART = re.compile(r"[=<>{}\[\]\\]|://")
"""What a cell of a query or of code has, and no password beside a name."""

LINE = re.compile(
    r"[ \t>*-]{0,6}(?:(?i:rdp|ssh|vnc|telnet|ftp|web|gui)[ :]{1,2})?(?:\d{1,3}(?:\.\d{1,3}){3}"
    r"|[a-z][a-z0-9]{1,10}(?:-[a-z0-9]{1,12}){1,4}(?:\.[a-z0-9.-]{2,40})?|[a-z][a-z0-9-]{1,20}(?:\.[a-z0-9-]{2,20}){1,4})"
    r"[ \t,;:|/()-]{1,4}"
    r"[A-Za-z][\w.-]{1,30}(?:\t{1,3}|[ ]{1,8}|[ ]?[/:|,;][ ]?"
    r"|[ ]-[ ])(?P<value>[^\s/:|,;()]{7,60})\)?[ \t]{0,4}(?=\n|$)"
)
"""An address or the name of a machine, a name, and what ends the line."""


def beside(text, lower, most, evidence):
    """Names and passwords side by side, in lines with a word that looks like a password."""
    for begin, stop in _lines_with_made(text, evidence):
        if BLANK.search(text, begin, stop):
            yield from _logins(text, lower, begin, stop, most)
            yield from _behind_addresses(text, begin, stop)
        yield from _pairs(text, begin, stop, most)
        yield from _rows(text, begin, stop)


def _lines_with_made(text, evidence):
    """Bounds of the lines in which a word looks like a password by itself: elsewhere no pair is looked for.

    A word that is alone on its line stands beside nothing.
    """
    last = -1
    for match in (m for span in evidence.parts for m in MADE.finditer(text, *span)):
        start, end = match.span()
        if start < last or not TELLING.search(text, start, end):
            continue
        begin = text.rfind("\n", 0, start) + 1
        last = text.find("\n", end)
        last = last if last >= 0 else len(text)
        alone = (begin, last) == (start, end) and not CELLS.intersection(match[0])
        if alone or not is_made(trimmed(match[0])):
            last = end
            continue
        yield begin, last


def _pairs(text, begin, stop, most):
    """A name and a password side by side, of which the password looks like one by itself."""
    count = 0
    for match in (*PAIR.finditer(text, begin, stop), *APART.finditer(text, begin, stop)):
        value, count = trimmed(match["value"]), count + 1
        digit, lower_, upper, _sign = classes(value)
        if count > most:
            return
        if ISSUE.fullmatch(value) and "/" in match[0]:
            continue
        name = re.split(r"[ ]?[/|:][ ]?| - ", match[0], maxsplit=1)[0].rsplit("\\", 1)[-1]
        if ACCOUNT.fullmatch(name) and is_made(value):
            yield Finding("password", *match.span("value"))
            continue
        told = SIGNS.search(value) and digit and (lower_ or upper) and is_secret(value, False)
        apart = " / " in match[0]
        if (
            apart
            and name.islower()
            and JOINED.search(value)
            and is_made(value)
            and _is_line(text, match)
        ):
            yield Finding("password", *match.span("value"))
            continue
        if told or (apart and digit and is_random(value) and is_secret(value, False)):
            yield Finding("password", *match.span("value"))


def _is_line(text, match):
    """Whether the line has nothing else."""
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    stop = text.find("\n", match.end())
    return not line.strip(" \t*>-") and not text[
        match.end() : stop if stop >= 0 else len(text)
    ].strip(" .")


def _rows(text, begin, stop):
    """A cell with a name and the next with a password, in rows of cells that nothing heads."""
    line = text[begin:stop]
    for sign in SEPARATORS:
        if line.count(sign) < 2:
            continue
        offset, last = begin, ""
        for cell in line.split(sign):
            value = cell.strip(" \t\"'")
            start = offset + cell.find(value)
            if NAME.fullmatch(last) and _is_cell(last, value):
                yield Finding("password", start, start + len(value))
            last, offset = value or last, offset + len(cell) + len(sign)


def _is_cell(name, value):
    """Whether a cell is a password beside that name: an inventory's cells have digits and capitals, but no signs."""
    if not is_made(value) or " " in value or SIGNED_PART.search(value):
        return False
    told = SIGNS.search(value) and has_digit(value)
    return bool(told or LEET.fullmatch(value) or (name.islower() and is_random(value)))


def _behind_addresses(text, begin, stop):
    """A line of a machine, a name and a password, as lists have them."""
    match = LINE.match(text, begin, stop)
    if match and is_made(trimmed(match["value"])):
        yield Finding("password", *match.span("value"))


def _logins(text, lower, start, end, most):
    """Names and passwords side by side, or told in a sentence."""
    count = 0
    for shape, words in ((LOGIN, LOGINS), (CREDENTIALS, LOGINS), (ENTER, ENTERS)):
        for match in shape.finditer(lower, start, end) if words.search(lower, start, end) else ():
            count += 1
            begin, stop = match.span("last" if match.groupdict().get("last") else "value")
            value = trimmed(text[begin:stop])
            if REMOTE.fullmatch(value):
                continue
            if count > most or ("\\" not in value and value.count(":") < 2 and is_made(value)):
                yield Finding("password", begin, stop)


def _alike(one, other):
    """Whether two codes have the same length and the same parts."""
    return [len(part) for part in re.split("[ -]", one)] == [
        len(part) for part in re.split("[ -]", other)
    ]


def recovery(lower):
    """Codes of one shape behind words that say they are for recovery."""
    signs = [sign for sign in RECOVERY_SIGNS if sign in lower]
    for begin, stop in windows(lower, signs):
        for match in RECOVERY.finditer(lower, begin, stop):
            if found := _codes(lower, match.end()):
                yield found
                return


def _codes(lower, at):
    """The codes behind the words, or None."""
    window = lower[at : at + 240]
    codes = list(CODES.finditer(window))
    before = window[: codes[0].start()] if codes else ""
    if not codes or len(before) > 80 or ". " in before or ".\n" in before or PLACES.search(before):
        return None
    if len(codes) >= 2 and _alike(codes[0][0], codes[1][0]):
        return Finding("recovery-code", at + codes[0].start(), at + codes[-1].end())
    if before.strip(" \t\n*`\"'") in (":", "=", "is", "ist") and "-" in codes[0][0]:
        return Finding("recovery-code", at + codes[0].start(), at + codes[0].end())
    return None
