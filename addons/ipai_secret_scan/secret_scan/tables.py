# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What stands below the heading of a column, below a label, or beside a name in a list."""

import re
from itertools import islice

from .finding import MOST, Finding, has_digit
from .values import is_made, is_secret, trimmed
from .words import BELOW, LISTED, PASSWORDS, STACKED, TOLD_BELOW

TELLS = re.compile(rf"(?<![^\W\d_])(?:{PASSWORDS})(?![^\W\d_])")

WORD = re.compile(r"\S{1,120}")

CELL = re.compile(r"[^ \t]{1,120}(?: [^ \t]{1,120}){0,6}")

HEAD = re.compile(
    r"(?:^|[|\t;,])[ \t\"*`]{0,4}(?P<label>(?:[a-z]{1,12}[ _-])?(?:"
    + PASSWORDS
    + r"|secret|token|api[ _-]?key|psk"
    r"|passphrase))(?:[ (/][^|\t;,\n]{1,20})?[ \t\"*`]{0,4}(?:$|[|\t;,])"
)
"""A heading of a column of secrets."""

COLUMN = re.compile(r"(?:^|[ ]{2})(?P<label>" + PASSWORDS + r")(?:$|[ ]{2})")
"""The same in a table without lines."""


ENTRY = re.compile(
    rf"^[ \t>*#|-]{{0,6}}(?:[^\s:]{{1,20}}[ -]){{0,2}}(?:{PASSWORDS}|logins?|log-?in|logon|creds?|credentials?"
    r"|zugang|zugangsdaten|anmeldung|anmeldedaten"
    r"|login-?daten|identifiants?|connexion|acc[eè]s|credenciales|acceso|inloggegevens|inlog|credenziali|accesso|credenciais|acesso"
    r"|dane logowania|logowanie|access)"
    r"(?:[ ](?:details|data|below|info\w{0,8}|daten))?(?:[ ][^\s:]{1,20}){0,3}(?:[ ]?\([^()\n]{1,40}\))?[ ]?[:-]?[ \t*]{0,3}$",
    re.M,
)
"""A line that announces what the next ones tell, each alone: a name, and then its password."""

ALONE = re.compile(r"[ \t>*|\"'`-]{0,6}(\S{1,60})[ \t|]{0,3}")


def announced(text, lower, most, evidence):
    """What stands alone a few lines below a line that announces a login."""
    spans = evidence.below if evidence.spans else ()
    matches = (match for span in spans for match in ENTRY.finditer(lower, *span))
    for match in islice(matches, most):
        at = match.end() + 1
        for line in text[at : at + 200].split("\n")[:4]:
            if line.strip(" -=_*\t\r"):
                value = ALONE.fullmatch(line)
                if not value:
                    break
                if is_made(trimmed(value[1])):
                    yield Finding("password", at + value.start(1), at + value.end(1))
                    break
            at += len(line) + 1


def stacked(text, lower, _most, evidence):
    """What stands alone below a label that stands alone."""
    for span in evidence.below:
        yield from _stacked(text, lower, *span)


def _stacked(text, lower, begin, stop):
    for match in STACKED.finditer(lower, begin, stop):
        value = trimmed(text[slice(*match.span("value"))])
        if is_made(value) or (has_digit(value) and is_secret(value)):
            yield Finding("password", *match.span("value"))
    for match in TOLD_BELOW.finditer(lower, begin, stop):
        told = lower[
            max(lower.rfind("\n", 0, match.start()) + 1, match.start() - 80) : match.start()
        ]
        if TELLS.search(told) and is_made(trimmed(text[slice(*match.span("value"))])):
            yield Finding("password", *match.span("value"))
    for match in BELOW.finditer(lower, begin, stop):
        if is_secret(trimmed(text[slice(*match.span("value"))])):
            yield Finding("password", *match.span("value"))


def _at(text, sign):
    """Bounds of what stands around a sign."""
    at, last = text.find(sign), 0
    while at >= 0:
        if at >= last:
            last = at + 240
            yield max(0, at - 120), last
        at = text.find(sign, at + 1)


def listed(text, lower, _most, evidence):
    """Values of names that are labels."""
    told = any(word in lower for word in ("pass", "pwd", "secret", "token", "api")) and (
        ": |" in lower
        or ": >" in lower
        or ("value" in lower and ("name" in lower or "key" in lower))
    )
    signs = [sign for sign in ("value", ": |", ": >") if sign in lower] if told else ()
    for match in (
        m for sign in signs for at in _at(lower, sign) for m in LISTED.finditer(lower, *at)
    ):
        start, end = match.span("block" if match["block"] else "value")
        if is_secret(trimmed(text[start:end]), True, assigned=True):
            yield Finding("password", start, end)


def tables(text, lower, _most, evidence):
    """Cells below a heading that is a label, in tables of Markdown and in separated values."""
    lines = lower.split("\n")
    offset = count = below = 0
    headings = evidence.headings
    for number, line in enumerate(lines):
        if number < below:  # A row of the table before is no heading.
            offset += len(line) + 1
            continue
        if count > MOST:
            yield Finding("password", offset, offset + len(line))
            return
        separator = next((sign for sign in "|\t;," if sign in line), None)
        if separator and any(map(line.__contains__, headings)) and (head := HEAD.search(line)):
            column = line.count(separator, 0, head.start("label"))
            count += 1
            below = number + 1
            place = offset + len(line) + 1
            for row in lines[number + 1 : number + 30]:
                cells = row.split(separator)
                if len(cells) <= column or row.count(separator) != line.count(separator):
                    break
                below += 1
                start = place + sum(len(cell) + 1 for cell in cells[:column])
                raw = text[start : start + len(cells[column])]
                if len(raw.split()) == 1 and is_secret(
                    trimmed(raw.strip()), True, "password", assigned=False
                ):
                    yield Finding("password", start, start + len(raw))
                place += len(row) + 1
        offset += len(line) + 1


def aligned(text, lower, _most, evidence):
    """Words below a heading that is a label, in columns that blanks align."""
    if "  " not in text:
        return
    lines, offset = lower.split("\n"), 0
    for number, line in enumerate(lines):
        head = COLUMN.search(line) if "  " in line else None
        place = offset + len(line) + 1
        for row in lines[number + 1 : number + 30] if head else ():
            if "  " not in row:
                break
            cells = list(CELL.finditer(row))
            column = len(CELL.findall(line[: head.start("label")]))
            if len(cells) == len(CELL.findall(line)) and column < len(cells):
                start, end = (place + at for at in cells[column].span())
                if is_secret(trimmed(text[start:end]), True) and has_digit(text[start:end]):
                    yield Finding("password", start, end)
            elif (
                len(row) > head.start("label")
                and (match := WORD.match(row, head.start("label")))
                and row[match.start() - 1] == " "
            ):
                start, end = place + match.start(), place + match.end()
                if is_secret(trimmed(text[start:end]), True):
                    yield Finding("password", start, end)
            place += len(row) + 1
        offset += len(line) + 1
