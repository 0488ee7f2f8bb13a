# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""No secret of ours in a log: what an address, a header or an error of the database would show is cut.

Odoo's access log has each address that is called, and the secret of a calendar feed or of a webhook is
part of it; an error of the database shows the values of its statement.
"""

import functools
import logging
import re
import traceback

from odoo import http

from odoo.addons.ipai_secret_scan.secret_scan import mask

SHOWN = 8
"""So much of a key may be read: by that people tell keys apart."""
CUT = "***"
KEY = re.compile(r"(?<![0-9A-Za-z])([0-9a-f]{40})(?![0-9A-Za-z])")
PATTERNS = (
    # What stands in the path of an address.
    (re.compile(r"(/ipai/(?:calendar|hook|inbox|feed)/)[^/\s\"'?.]{8,}"), rf"\1{CUT}"),
    # What was sent in the query, where it does not belong.
    (
        re.compile(
            r"(?i)([?&](?:x-api-key|api[_-]?key|key|access[_-]?token|token|password|secret|"
            r"signature|sig)=)[^&\s\"']+"
        ),
        rf"\1{CUT}",
    ),
    (re.compile(r"(?i)(\b(?:bearer|x-api-key:?)\s+)[^\s\"',;]{8,}"), rf"\1{CUT}"),
)


QUOTED = re.compile(r"(?<!b)'[^'\n]{6,}'")
ESCAPED = re.compile(r"\\'(?:(?!\\').)*\\'", re.S)
ROW = re.compile(r"(Failing row contains |Key \([^()\n]*\)=)\(.*\)")
"""What the database says of a row that it refuses."""


def without_values(text):
    """What the database said of a statement, without the values that it would have written.

    >>> without_values("VALUES (2, 'blau4711') DETAIL:  Failing row contains (1, null, blau4711).")
    "VALUES (2, '***') DETAIL:  Failing row contains (***)."
    """
    if "\\'" in text:
        text = ESCAPED.sub(f"'{CUT}'", text)
    else:
        text = QUOTED.sub(f"'{CUT}'", text)
    return ROW.sub(rf"\1({CUT})", text)


def _quiet(text):
    """What is told of an error, without secrets."""
    return mask(ROW.sub(rf"\1({CUT})", masked(text)))


def masked(text):
    """The text without secrets.

    >>> masked('"GET /ipai/calendar/aB3-xYz_12345.ics HTTP/1.1" 200')
    '"GET /ipai/calendar/***.ics HTTP/1.1" 200'
    >>> masked("GET /ipai/status?key=0123456789&limit=3")
    'GET /ipai/status?key=***&limit=3'
    >>> masked("VALUES ('0123456789abcdef0123456789abcdef01234567')")
    "VALUES ('01234567***')"
    >>> masked("Authorization: Bearer sk-123456789")
    'Authorization: Bearer ***'
    >>> masked("GET /ipai/asset/12?limit=3")
    'GET /ipai/asset/12?limit=3'
    """
    for pattern, instead in PATTERNS:
        text = pattern.sub(instead, text)
    return KEY.sub(lambda match: match[1][:SHOWN] + CUT, text)


def install():
    """Mask each record that is logged from now on, of any logger, for any handler; and each error answered."""
    _install_answers()
    before = logging.getLogRecordFactory()
    if not getattr(before, "ipai_masks", False):

        def made(*args, **kwargs):
            record = before(*args, **kwargs)
            _mask(record)
            return record

        made.ipai_masks = True
        logging.setLogRecordFactory(made)


def _install_answers():
    """Mask what the web client and programs are told of an error, its traceback included."""
    before = http.serialize_exception
    if not getattr(before, "ipai_masks", False):

        @functools.wraps(before)
        def told(*args, **kwargs):
            return {key: _untold(value) for key, value in before(*args, **kwargs).items()}

        told.ipai_masks = True
        http.serialize_exception = told


def _untold(value):
    """A text, or texts, of an error, without secrets.

    >>> _untold(("pw: Winter2024!", 7))
    ['pw: [masked: password]', 7]
    """
    if isinstance(value, list | tuple):
        return [_untold(one) for one in value]
    return _quiet(value) if isinstance(value, str) else value


def _mask(record):
    """Cut the secrets of one record: of its message, and of the error that goes with it."""
    try:
        message = record.getMessage()
    except (TypeError, ValueError, KeyError):
        return  # wrongly made: logging itself says so
    without = masked(message)
    if record.levelno >= logging.ERROR:
        without = mask(without_values(without) if record.name == "odoo.sql_db" else without)
    if without != message:
        record.msg, record.args = without, None
    if record.exc_info and record.exc_info[0]:
        text = "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")
        if (without := _quiet(text)) != text:
            # What formatters show instead of the error itself.
            record.exc_text = without
            record.exc_info = None
