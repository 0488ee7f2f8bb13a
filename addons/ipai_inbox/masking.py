# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The address of a source is a secret: the log shows it without its token."""

import logging
import re

TOKEN = re.compile(r"(/ipai/hook/)[^\s\"'?/]+")


def masked(text):
    """
    >>> masked('"POST /ipai/hook/s3cr3t HTTP/1.1" 202')
    '"POST /ipai/hook/*** HTTP/1.1" 202'
    """
    return TOKEN.sub(r"\1***", text)


class Mask(logging.Filter):
    """Masks what a record says, in its message and in its arguments.

    >>> record = logging.LogRecord("x", 20, "", 1, "%s %s", ("POST /ipai/hook/abc", 5), None)
    >>> Mask().filter(record), record.getMessage()
    (True, 'POST /ipai/hook/*** 5')
    """

    def filter(self, record):
        if isinstance(record.msg, str):
            record.msg = masked(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(
                masked(value) if isinstance(value, str) else value for value in record.args
            )
        return True


def install():
    """Mask what the servers of Odoo log of each request, and what it logs of errors in them."""
    for name in ("werkzeug", "odoo.http", "odoo.service.server", "gevent.pywsgi"):
        logger = logging.getLogger(name)
        if not any(isinstance(one, Mask) for one in logger.filters):
            logger.addFilter(Mask())
