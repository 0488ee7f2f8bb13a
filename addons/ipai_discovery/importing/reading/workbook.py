# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The first sheet of an Excel workbook that holds something, as rows of texts."""

import io
import zipfile
from datetime import date, datetime, time

from openpyxl import load_workbook

from .rows import MAX_FILE_BYTES, MAX_ROWS, FileProblem

WORKBOOK = b"PK\x03\x04"
"""How a file begins that is a zip archive, as workbooks are."""
MAX_UNPACKED = 10 * MAX_FILE_BYTES
MAX_COLUMNS = 500


def workbook_rows(data):
    """Return (row number, texts) of the rows of a workbook.

    :raises FileProblem: when the bytes hold none, or too much
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise FileProblem("The workbook is too large when it is unpacked. Save it as CSV.")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for sheet in sheets:
            rows = _rows(sheet)
            if any(any(cells) for _number, cells in rows):
                return rows
    except FileProblem:
        raise
    except Exception as error:  # the library raises whatever a broken file provokes
        raise FileProblem(
            f"The workbook cannot be read: {error}. Open it and save it again as .xlsx, or as CSV UTF-8."
        ) from error
    raise FileProblem("The workbook has no sheet that holds something.")


def _rows(sheet):
    sheet.reset_dimensions()
    limit = MAX_ROWS + 100
    cells = sheet.iter_rows(max_row=limit, max_col=MAX_COLUMNS, values_only=True)
    return [(number, [cell_of(value) for value in row]) for number, row in enumerate(cells, 1)]


def cell_of(value):
    """Return what a cell holds as a text; whole numbers without a point.

    >>> [cell_of(value) for value in (None, " dc01", 42.0, 1.5, True, datetime(2025, 12, 31), date(2025, 12, 31))]
    ['', ' dc01', '42', '1.5', 'yes', '2025-12-31', '2025-12-31']
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else str(value)
