# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Finds secrets in free text: rules as data, in plain Python, in linear time.

`tokens`, `commands` and `devices` know secrets by their structure; `words` has what people write before them, which
`labels`, `tables` and `pairs` look behind, below and beside; `values` tells a secret from the name of a place;
`engine` asks them all.
"""

from .engine import Finding, kinds_in, mask, matches, scan

__all__ = ["Finding", "kinds_in", "mask", "matches", "scan"]
