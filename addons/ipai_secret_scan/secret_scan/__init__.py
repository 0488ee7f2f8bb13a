# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Finds secrets in free text: rules as data, in plain Python, in linear time.

`tokens.txt`, `commands.txt` and `devices.txt` know secrets by their structure, and `alone` those that nobody names;
`labels.txt` has what people write before them, which `labels`, `tables` and `pairs` look behind, below and beside;
`values` tells a secret from the name of a place; `engine` asks them all.
"""

from .engine import Finding, kinds_in, mask, matches, scan

__all__ = ["Finding", "kinds_in", "mask", "matches", "scan"]
