# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The rows behind a count as one text: what is hashed is what is kept, sent and recomputed."""

import csv
import hashlib
import io
import re
from functools import lru_cache
from operator import itemgetter

COLUMNS = ("id", "device", "serial", "type", "first_day", "last_day", "days", "adds", "why")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
PLAIN = re.compile(r"(?![=+\-@])[ !#-~]*\Z").match
"""What stands in the file as it is: printable, without a quote, no formula."""
ALL_PLAIN = re.compile(r"(?:(?![=+\-@])[ !#-~]*\n)*\Z").match
"""The same of several, each with a newline behind it."""


def write_rows(groups):
    r"""CSV with a heading, every field in quotes, lines ended by one newline, in the order of the ids.

    So no line begins with a #, and no program takes a name for a formula.

    :param groups: (ids, devices, serials, the fields behind them, which all of the group share).

    >>> rest = ("Laptop", "2026-02-01", "2026-02-28", "28", "1", "there")
    >>> print(write_rows([([7], ["=pc\n1"], [""], rest), ([4], ["pc2"], ["X"], rest)]), end="")
    "id","device","serial","type","first_day","last_day","days","adds","why"
    "4","pc2","X","Laptop","2026-02-01","2026-02-28","28","1","there"
    "7","'=pc 1","","Laptop","2026-02-01","2026-02-28","28","1","there"
    """
    rows = [
        (key, line)
        for ids, devices, serials, shared in groups
        for key, line in zip(ids, _lines(ids, devices, serials, _cells(shared)), strict=True)
    ]
    rows.sort(key=itemgetter(0))
    return "\n".join([_cells(COLUMNS), *(line for _key, line in rows)]) + "\n"


def _lines(ids, devices, serials, end):
    """The rows of a group; names are looked at together, for nearly all are plain."""
    columns = list(zip(ids, devices, serials, strict=True))
    text = "\n".join([*devices, *serials, ""])
    if ids[0].__class__ is int and text.count("\n") == 2 * len(ids) and ALL_PLAIN(text):
        return [f'"{key}","{device}","{serial}",{end}' for key, device, serial in columns]
    return [",".join([*map(_cell, column), end]) for column in columns]


def read_rows(text):
    """The rows of such a text, as dictionaries.

    >>> read_rows(write_rows([([7], ["pc1"], [""], ("Laptop", "", "", "28", "1", "there"))]))[0]["device"]
    'pc1'
    """
    heads, *rows = csv.reader(io.StringIO(text)) if text else [()]
    return [dict(zip(heads, row, strict=True)) for row in rows]


def sealed(text):
    """SHA-256 of the text in UTF-8, as ``sha256sum`` prints it.

    >>> sealed("")[:16]
    'e3b0c44298fc1c14'
    """
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=1 << 12, typed=True)
def _cells(values):
    """Several fields, with commas between them."""
    return ",".join(map(_cell, values))


def _cell(value):
    """The value as a field of the file.

    >>> _cell('a "b"')[1:-1], _cell(7)[1:-1]
    ('a ""b""', '7')
    """
    if value.__class__ is int and value >= 0:
        return f'"{value}"'
    text = value if value.__class__ is str else str(value)
    if PLAIN(text):
        return f'"{text}"'
    if not text.isprintable():
        text = " ".join(text.split())
    if text.startswith(FORMULA):
        text = f"'{text}"
    return '"' + text.replace('"', '""') + '"'
