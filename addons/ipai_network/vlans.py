# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""VLAN IDs (IEEE 802.1Q): 1 to 4094, since 0 and 4095 are reserved."""

import re

FIRST_VID, LAST_VID = 1, 4094


def parse_vid_ranges(text):
    """The ranges of VLAN IDs that ``text`` lists, lowest first.

    :raises ValueError: for what is no range, runs backwards, overlaps or leaves 1 to 4094.

    >>> parse_vid_ranges("100-199, 20")
    [range(20, 21), range(100, 200)]
    >>> parse_vid_ranges("10-20-30")
    Traceback (most recent call last):
    ...
    ValueError: '10-20-30' is no range of VLAN IDs; write 20 or 100-199
    >>> parse_vid_ranges("4000-4095")
    Traceback (most recent call last):
    ...
    ValueError: '4000-4095' leaves the VLAN IDs 1 to 4094
    >>> parse_vid_ranges("20, 10-30")
    Traceback (most recent call last):
    ...
    ValueError: VLAN 20 is listed twice in '20, 10-30'
    """
    ranges = []
    for part in (text or "").split(","):
        match = re.fullmatch(r"\s*([0-9]{1,5})\s*(?:-\s*([0-9]{1,5})\s*)?", part)
        if not match:
            raise ValueError(f"{part.strip()!r} is no range of VLAN IDs; write 20 or 100-199")
        first, last = int(match[1]), int(match[2] or match[1])
        if not FIRST_VID <= first <= last <= LAST_VID:
            raise ValueError(f"{part.strip()!r} leaves the VLAN IDs {FIRST_VID} to {LAST_VID}")
        ranges.append(range(first, last + 1))
    ranges.sort(key=lambda vids: vids.start)
    for lower, upper in zip(ranges, ranges[1:], strict=False):
        if upper.start < lower.stop:
            raise ValueError(f"VLAN {upper.start} is listed twice in {text!r}")
    return ranges
