# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import codecs
import csv
import io
import re

from odoo.addons.ipai_asset.linkage.texts import hidden_characters, one_form

from .columns import heading_key
from .csv_parts import PART_COLUMNS, fold_parts
from .rows import MAX_CELL, FileProblem, ImportFile, ImportRow, check_count, check_size
from .workbook import WORKBOOK, workbook_rows

DELIMITERS = ",;\t|"
TITLES = 10
"""Among so many lines the headings are looked for: reports begin with a title and a date."""
HEAD = 20_000
SEPARATOR_LINE = re.compile("\ufeff?sep=(.)\r?\n")
QUOTED = re.compile(r'="([^"]*)"')
"""How a spreadsheet is kept from taking 001 for a number."""
ESCAPED = re.compile(r"'[=+\-@\t\r]")
"""What our own export, Odoo's, puts before a text that looks like a formula."""
FORMULA = re.compile(r"[=+\-@\t\r]")
# A phone number, a signed number and a lone dash start like a formula and are none.
LISTS = ("tag_ids",)
"""Columns of which Odoo's export writes each entry into a row of its own."""
HARMLESS = re.compile(r"[+\-]?[\d\s().,/\-]*")
ENCODINGS = {"latin-1": "cp1252"}
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Table:
    """The cells of a CSV file or a workbook below its headings.

    >>> table = Table.from_text("Name;Status\\ndc01;active\\n")
    >>> table.headings, list(table.records())
    (['Name', 'Status'], [(2, ['dc01', 'active'])])
    >>> table = Table.from_text("sep=;\\nOur machines;\\nName;Serial\\n", {"name", "serial"})
    >>> table.headings, table.titles
    (['Name', 'Serial'], ['Our machines'])
    """

    def __init__(self, rows, known=frozenset()):
        """
        :param rows: (row number as a spreadsheet counts, cells) each
        :param known: headings, as `heading_key` spells them, by which the first line of them is found
        """
        self._rows = rows = iter(rows)
        first = []
        for number, cells in self._safely(rows):
            if any(cell.strip() for cell in cells):
                first.append((number, [cell.strip() for cell in cells]))
            if len(first) == TITLES:
                break
        if not first:
            raise FileProblem("The file is empty. Choose a file that has content.")
        matching = [sum(heading_key(c) in known for c in cells) for _number, cells in first]
        start = matching.index(max(matching))
        self.titles = [" ".join(filter(None, cells)) for _number, cells in first[:start]]
        self.headings = first[start][1]
        while not self.headings[-1]:
            self.headings.pop()
        self._number = first[start][0]
        self._ahead = first[start + 1 :]

    @classmethod
    def from_bytes(cls, data, encoding=None, known=frozenset()):
        """Return the table in bytes; raise FileProblem when they hold none."""
        check_size(data)
        if data.startswith(WORKBOOK):
            return cls(workbook_rows(data), known)
        return cls.from_text(decode(data, encoding), known)

    @classmethod
    def from_text(cls, text, known=frozenset()):
        """Return the table in a text; its first line may name the delimiter, as Excel writes it: sep=;"""
        skipped = 0
        named = SEPARATOR_LINE.match(text)
        if named:
            text, skipped = text[named.end() :], 1
        delimiter = named[1] if named else sniff_delimiter(text)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return cls(enumerate(_lines(reader), 1 + skipped), known)

    def records(self):
        """Yield (row number as a spreadsheet counts, cells); raise FileProblem on broken quoting."""
        yield from self._ahead
        for number, cells in self._safely(self._rows):
            check_count(number - self._number)
            if any(cell.strip() for cell in cells):
                yield number, cells

    def _safely(self, rows):
        try:
            yield from rows
        except csv.Error as error:
            raise FileProblem(
                f"{error}. The usual cause is a quotation mark that is opened and never closed."
            ) from error


def _lines(reader):
    try:
        yield from reader
    except csv.Error as error:
        raise csv.Error(f"Line {reader.line_num} cannot be read: {error}") from error


def decode(data, encoding=None):
    """Return the text of bytes in UTF-8, in UTF-16 with its mark, or in the encoding named.

    >>> decode("Zürich".encode("utf-16"))
    'Zürich'
    >>> decode("name\\nZürich".encode("latin-1"))
    Traceback (most recent call last):
    ...
    FileProblem: Line 2 holds the byte 0xFC, which is not UTF-8. Save the \
file as "CSV UTF-8", or choose the encoding Western European (Latin-1) if that is what it is.
    """
    if encoding:
        text = data.decode(ENCODINGS.get(encoding, encoding), errors="replace")
    else:
        codec = next((codec for mark, codec in BYTE_ORDER_MARKS if data.startswith(mark)), "utf-8")
        try:
            text = data.decode(codec)
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            byte = f"0x{data[error.start]:02X}" if error.start < len(data) else "end of the file"
            raise FileProblem(
                f"Line {line} holds the byte {byte}, which is not {'UTF-16' if codec == 'utf-16' else 'UTF-8'}. "
                'Save the file as "CSV UTF-8", or choose the encoding Western European (Latin-1) if that is what it is.'
            ) from error
    position = text.find("\0")
    if position >= 0:
        raise FileProblem(
            f"Line {text.count(chr(10), 0, position) + 1} holds a NUL byte. The file is binary, or UTF-16 without "
            'its mark: save it as "CSV UTF-8".'
        )
    return text


def sniff_delimiter(text):
    """Return the delimiter that the headings use most, outside quotation marks.

    >>> sniff_delimiter('"a,b";c;d\\n1,2;3;4')
    ';'
    """
    lines = re.sub(r'"[^"]*"', "", text[:HEAD].lstrip("\r\n")).split("\n")[:TITLES]
    return max(DELIMITERS, key=lambda sign: max(line.count(sign) for line in lines))


def headings_of(columns):
    """Return every heading, as `heading_key` spells it, to its column; a name or label before an alias.

    >>> from .columns import Column
    >>> found = headings_of([Column("serial_number", labels=("Serial Number",), aliases=("SN",))])
    >>> sorted(found)
    ['serial number', 'sn']
    """
    found = {}
    for spellings in (lambda c: (c.name, *c.labels), lambda c: c.aliases):
        for column in columns:
            for heading in spellings(column):
                found.setdefault(heading_key(heading), column)
    return found


def assign_columns(headings, columns, chosen=None):
    """Return ({position: column}, warnings); raise FileProblem when a column stands twice.

    A heading means a field by the field's name, by one of its labels, in any case, or by what other tools call
    it; of two that mean one field by such an alias the first is taken.

    :param chosen: {heading as `heading_key` spells it: name of the field, or "" for none} of a person
    """
    by_heading = headings_of(columns)
    by_name = {column.name: column for column in columns}
    exact = {heading_key(h) for column in columns for h in (column.name, *column.labels)}
    found, unknown, seen = {}, [], {}
    by_rank = sorted(range(len(headings)), key=lambda p: heading_key(headings[p]) not in exact)
    for position in by_rank:
        heading = headings[position]
        key = heading_key(heading)
        column = by_heading.get(key)
        if chosen and key in chosen:
            if not chosen[key]:
                continue
            column = by_name.get(chosen[key])
        if column is not None and column.name in seen and not (chosen and key in chosen):
            if key in exact:
                raise FileProblem(
                    f'The columns "{seen[column.name]}" and "{heading}" both mean {column.label}. Remove one of them.'
                )
            column = None
        if column is None:
            unknown.append(position)
        else:
            seen.setdefault(column.name, heading)
            found[position] = column
    if not found:
        raise FileProblem(
            f"No column is known: {', '.join(headings)[:200]}. The first line must hold the headings, such as: "
            + ", ".join(column.label for column in columns[:6])
            + "."
        )
    warnings = [
        f"Column ignored, because it is not known: {headings[p] or f'(column {p + 1} without heading)'}."
        for p in sorted(unknown)
    ]
    return dict(sorted(found.items())), warnings


def cell_text(cell, label, row):
    """Return the text of a cell or None when it is empty; note on the row what is odd about it.

    A formula stays text: nothing here evaluates, and the row says so. What a spreadsheet or an export wrote around
    a text to keep it one is taken off; what cannot be seen is left out.

    >>> row = ImportRow("Row 2", {})
    >>> [cell_text(cell, "Name", row) for cell in ('="001"', "'-48V", "cafe\u0301 \u200b1", " ")]
    ['001', '-48V', 'caf\xe9 1', None]
    >>> row.warnings
    ['Name: U+200B ZERO WIDTH SPACE cannot be seen and is left out.']
    """
    quoted = QUOTED.fullmatch(cell.strip())
    if quoted:
        cell = quoted[1]
    elif ESCAPED.match(cell):
        cell = cell[1:]
    elif FORMULA.match(cell) and not HARMLESS.fullmatch(cell):
        row.warnings.append(f"{label}: starts like a formula; it is taken as plain text.")
    for hidden in hidden_characters(cell):
        row.warnings.append(f"{label}: {hidden} cannot be seen and is left out.")
    text = "\n".join(map(one_form, cell.split("\n"))).strip()
    if len(text) > MAX_CELL:
        row.warnings.append(
            f"{label}: {len(text):,} characters, only the first {MAX_CELL:,} are taken."
        )
        text = text[:MAX_CELL]
    return text or None


def title_warnings(table):
    """Return what a person reads about lines before the headings."""
    return [f"Before the headings, and not read: {title}." for title in table.titles]


def read_csv(data, columns, encoding=None, timezone_name="UTC", chosen=None):
    """Return the ImportFile of a CSV with our own columns."""
    columns = [*columns, *PART_COLUMNS]
    table = Table.from_bytes(data, encoding, headings_of(columns).keys() | (chosen or {}).keys())
    found, warnings = assign_columns(table.headings, columns, chosen)
    guessed = _guessed(table.headings, found, chosen)
    rows = [
        _read_row(number, cells, found, len(table.headings), timezone_name)
        for number, cells in with_continuations(table.records(), found)
    ]
    for row in rows:
        row.hints |= guessed
    if not rows:
        raise FileProblem(
            "The file has headings and no rows. Export it again with the assets in it."
        )
    return ImportFile(rows, title_warnings(table) + warnings)


def _guessed(headings, found, chosen):
    """Return the fields whose records a column names that only another tool calls so.

    "Category: Laptops" tells a type where we have it, and costs nobody the row where not.
    """
    return frozenset(
        column.name
        for position, column in found.items()
        if column.kind.startswith("reference")
        and column.name not in ("customer_id", "tag_ids", "manufacturer_id")
        and heading_key(headings[position]) in map(heading_key, column.aliases)
        and heading_key(headings[position]) not in (chosen or ())
    )


def with_continuations(records, found):
    """Yield the records, those that Odoo's export continues below joined into one.

    Its export writes a record with two tags in two rows; the second has the tag and nothing else.

    >>> from .columns import Column
    >>> columns = {0: Column("name"), 1: Column("tag_ids")}
    >>> list(with_continuations([(2, ["nas", "lab"]), (3, ["", "backup"]), (4, ["pve", ""])], columns))
    [(2, ['nas', 'lab, backup']), (4, ['pve', ''])]
    """
    lists = {position for position, column in found.items() if column.name in LISTS}
    before = None
    for number, cells in records:
        filled = {position for position, cell in enumerate(cells) if cell.strip()}
        if before and filled and filled <= lists:
            for position in filled:
                held = before[1][position : position + 1]
                before[1][position] = ", ".join(filter(None, [*held, cells[position]]))
            continue
        if before:
            yield before
        before = (number, list(cells))
    if before:
        yield before


def read_cells(number, cells, found, width):
    """Return the row with the raw texts of its known columns."""
    row = ImportRow(f"Row {number}", {})
    if len(cells) > width and any(cell.strip() for cell in cells[width:]):
        row.problems.append(
            f"{len(cells)} cells where the headings name {width}. A delimiter inside a text needs quotation marks."
        )
        return row
    for position, column in found.items():
        cell = cells[position] if position < len(cells) else ""
        row.values[column.name] = cell_text(cell, column.label, row)
    return row


def convert_values(row, columns, timezone_name="UTC"):
    """Turn the row's texts into canonical values; what cannot be read becomes a problem."""
    for column in columns:
        text = row.values.get(column.name)
        if text is None:
            continue
        try:
            row.values[column.name] = column.value(text, timezone_name) or None
        except ValueError as error:
            row.unread[column.name] = f"{column.label}: {error}."
            row.problems.append(row.unread[column.name])


def _read_row(number, cells, found, width, timezone_name):
    row = read_cells(number, cells, found, width)
    addresses = row.values.get("ip_addresses")
    convert_values(row, found.values(), timezone_name)
    if not row.problems:
        fold_parts(row, addresses)
    return row
