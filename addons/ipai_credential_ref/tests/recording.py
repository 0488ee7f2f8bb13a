# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Each URL that is asked in this process, from the first test on, goes into the log: `setup/leaks.py` reads it there.

A question for a value fails the test that asked it, whatever the code around it catches.
"""

import logging
import re

from ..vaults import http

VALUE = re.compile(r"/(data|subkeys|undelete|destroy|delete)(/|$|\?)")
KNOWN = re.compile(r"/((detailed-)?metadata|sys/internal/ui/mounts)/.*")
"""Behind these may stand any name: a folder called data is none of values."""
_logger = logging.getLogger(__name__)


class ValueAsked(BaseException):
    """Not caught by any handler of errors."""


def record(method, url):
    _logger.info("asked: %s %s", method, url)
    if VALUE.search(KNOWN.sub("", url)):
        raise ValueAsked(url)


http.observers.append(record)
