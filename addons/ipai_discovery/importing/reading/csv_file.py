# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import codecs
import csv
import io
import re

from .columns import heading_key
from .csv_parts import PART_COLUMNS, fold_parts
from .rows import MAX_CELL, FileProblem, ImportFile, ImportRow, check_count, check_size

DELIMITERS = ",;\t"
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
    """The cells of a CSV file below its headings.

    >>> table = Table.from_text("Name;Status\\ndc01;active\\n")
    >>> table.headings, list(table.records())
    (['Name', 'Status'], [(2, ['dc01', 'active'])])
    """

    def __init__(self, headings, number, reader):
        self.headings = headings
        self._number = number
        self._reader = reader

    @classmethod
    def from_bytes(cls, data, encoding=None):
        """Return the table in bytes; raise FileProblem when they hold none."""
        check_size(data)
        return cls.from_text(decode(data, encoding))

    @classmethod
    def from_text(cls, text):
        reader = csv.reader(
            io.StringIO(text, newline=""), delimiter=sniff_delimiter(text), strict=True
        )
        try:
            number, headings = next(
                (number, cells) for number, cells in enumerate(reader, 1) if any(cells)
            )
        except csv.Error as error:
            raise FileProblem(f"The headings cannot be read: {error}.") from error
        except StopIteration:
            raise FileProblem("The file is empty. Choose a file that has content.") from None
        headings = [heading.strip() for heading in headings]
        while headings and not headings[-1]:
            headings.pop()
        return cls(headings, number, reader)

    def records(self):
        """Yield (row number as a spreadsheet counts, cells); raise FileProblem on broken quoting."""
        try:
            for number, cells in enumerate(self._reader, start=self._number + 1):
                check_count(number - self._number)
                if any(cell.strip() for cell in cells):
                    yield number, cells
        except csv.Error as error:
            raise FileProblem(
                f"Line {self._reader.line_num} cannot be read: {error}. "
                "The usual cause is a quotation mark that is opened and never closed."
            ) from error


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
    first = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").partition("\n")[0])
    return max(DELIMITERS, key=first.count)


def assign_columns(headings, columns):
    """Return ({position: column}, warnings); raise FileProblem when a column stands twice.

    A heading means a field by the field's name or by one of its labels, in any case.
    """
    by_heading = {}
    for column in columns:
        for heading in (column.name, *column.labels):
            by_heading.setdefault(heading_key(heading), column)
    found, unknown, seen = {}, [], {}
    for position, heading in enumerate(headings):
        column = by_heading.get(heading_key(heading))
        if column is None:
            unknown.append(heading or f"(column {position + 1} without heading)")
        elif column.name in seen:
            raise FileProblem(
                f'The columns "{seen[column.name]}" and "{heading}" both mean {column.label}. Remove one of them.'
            )
        else:
            seen[column.name] = heading
            found[position] = column
    if not found:
        raise FileProblem(
            f"No column is known: {', '.join(headings)[:200]}. The first line must hold the headings, such as: "
            + ", ".join(column.label for column in columns[:6])
            + "."
        )
    warnings = [f"Column ignored, because it is not known: {heading}." for heading in unknown]
    return found, warnings


def cell_text(cell, label, row):
    """Return the text of a cell or None when it is empty; note on the row what is odd about it.

    A formula stays text: nothing here evaluates, and the row says so.
    """
    if FORMULA.match(cell) and not HARMLESS.fullmatch(cell):
        row.warnings.append(f"{label}: starts like a formula; it is taken as plain text.")
    text = cell.strip()
    if len(text) > MAX_CELL:
        row.warnings.append(
            f"{label}: {len(text):,} characters, only the first {MAX_CELL:,} are taken."
        )
        text = text[:MAX_CELL]
    return text or None


def read_csv(data, columns, encoding=None, timezone_name="UTC"):
    """Return the ImportFile of a CSV with our own columns."""
    table = Table.from_bytes(data, encoding)
    found, warnings = assign_columns(table.headings, [*columns, *PART_COLUMNS])
    rows = [
        _read_row(number, cells, found, len(table.headings), timezone_name)
        for number, cells in with_continuations(table.records(), found)
    ]
    if not rows:
        raise FileProblem(
            "The file has headings and no rows. Export it again with the assets in it."
        )
    return ImportFile(rows, warnings)


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
            row.problems.append(f"{column.label}: {error}.")


def _read_row(number, cells, found, width, timezone_name):
    row = read_cells(number, cells, found, width)
    addresses = row.values.get("ip_addresses")
    convert_values(row, found.values(), timezone_name)
    if not row.problems:
        fold_parts(row, addresses)
    return row
