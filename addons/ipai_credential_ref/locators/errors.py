# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
class LocatorError(ValueError):
    """The text leads to no secret; the message says what to paste instead."""
