# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging
import time

from .lab_month import LabMonths

_logger = logging.getLogger(__name__)


def post_init_hook(env):
    """Bill the two months before this one, by the methods that the buttons call."""
    started = time.monotonic()
    LabMonths(env).bill()
    _logger.info("Two months of seats billed in %.1f s", time.monotonic() - started)
