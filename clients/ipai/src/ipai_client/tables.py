# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Rows as a table that a person reads."""


def words(value):
    """A value in words: references by their names, lists with commas, nothing for null.

    >>> words({"id": 3, "name": "Acme"}), words(["a", "b"]), words(None), words(False), words("a\\nb")
    ('Acme', 'a, b', '', 'no', 'a b')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return str(value.get("name", value))
    if isinstance(value, list):
        return ", ".join(map(words, value))
    return " ".join(str(value).split())


def table(rows, columns):
    """The rows below the names of their columns.

    >>> print(table([{"id": 1, "name": "dc01"}, {"id": 12, "name": None}], ("id", "name")))
    id  name
    1   dc01
    12
    """
    lines = [list(columns), *([words(row.get(name)) for name in columns] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
