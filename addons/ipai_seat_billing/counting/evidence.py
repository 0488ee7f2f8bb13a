# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The rows behind a count as one text: what is hashed is what is kept, sent and recomputed."""

import csv
import hashlib
import io
import re
from functools import lru_cache

COLUMNS = ("id", "device", "serial", "type", "first_day", "last_day", "days", "adds", "why")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
PLAIN = re.compile(r"(?![=+\-@])[ !#-~]*\Z").match
"""What stands in the file as it is: printable, without a quote, no formula."""
OWN = 3
"""So many fields at the beginning of a row are those of its device; of the others most rows have the same."""


def write_rows(rows):
    r"""CSV with a heading, every field in quotes, lines ended by one newline.

    So no line begins with a #, and no program takes a name for a formula.

    >>> print(write_rows([("7", "=pc\n1", "", "Laptop", "2026-02-01", "2026-02-28", "28", "1", "there")]), end="")
    "id","device","serial","type","first_day","last_day","days","adds","why"
    "7","'=pc 1","","Laptop","2026-02-01","2026-02-28","28","1","there"
    """
    lines = [
        ",".join([*map(_cell, row[:OWN]), _cells(row[OWN:])]) for row in (COLUMNS, *map(tuple, rows))
    ]
    return "\n".join(lines) + "\n"


def read_rows(text):
    """The rows of such a text, as dictionaries.

    >>> read_rows(write_rows([("7", "pc1", "", "Laptop", "", "", "28", "1", "there")]))[0]["device"]
    'pc1'
    """
    return list(csv.DictReader(io.StringIO(text or "")))


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
    text = value if value.__class__ is str else str(value)
    if PLAIN(text):
        return f'"{text}"'
    if not text.isprintable():
        text = " ".join(text.split())
    if text.startswith(FORMULA):
        text = f"'{text}"
    return '"' + text.replace('"', '""') + '"'
