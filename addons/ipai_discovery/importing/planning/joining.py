# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Rows of one file that speak of one machine, as one row."""

from odoo.addons.ipai_asset.identity import split_list

from ..parts.keys import INTERFACE

ADDRESSES = ("ip_addresses", "mac_addresses")


def joined(matched):
    """Return the (row, match) of a file with each machine once.

    Several hosts of a scan on one MAC, and a row for each interface, become one row; two rows that do
    not go together are conflicts.

    >>> from .linking import Match
    >>> from ..reading.rows import ImportRow
    >>> first = ImportRow("Row 2", {"hostname": "fw", "interface:lan": {"name": "lan"}})
    >>> second = ImportRow("Row 3", {"hostname": "fw", "interface:wan": {"name": "wan"}})
    >>> (row, match), = joined([(first, Match()), (second, Match(twin=0))])
    >>> sorted(row.values), row.warnings
    (['hostname', 'interface:lan', 'interface:wan'], ['Row 3 is of the same machine and was read with it.'])
    >>> other = ImportRow("Row 3", {"hostname": "fw", "location": "Here"})
    >>> [match.conflict for _row, match in joined([(first, Match()), (other, Match(twin=0))])]
    ['Row 3 speaks of the same machine', 'Row 2 speaks of the same machine']
    """
    found, places = [], {}
    for position, (row, match) in enumerate(matched):
        keys = [("row", position if match.twin is None else match.twin)]
        if match.asset is not None:
            keys.append(("asset", match.asset))
        place = next((places[key] for key in keys if key in places), None)
        if match.conflict or row.problems or place is None:
            places.update(dict.fromkeys(keys, len(found)))
            found.append((row, match))
            continue
        first, first_match = found[place]
        if first.label == row.label or _absorb(first, row):
            first.warnings.append(f"{row.label} is of the same machine and was read with it.")
            continue
        first_match.conflict = first_match.conflict or f"{row.label} speaks of the same machine"
        match.conflict = f"{first.label} speaks of the same machine"
        found.append((row, match))
    return found


def _absorb(first, row):
    """Take into a row what another one says of the same machine; tell whether they go together."""
    if row.additive & set(ADDRESSES):
        for name in ADDRESSES:
            texts = split_list(first.values.get(name)) + split_list(row.values.get(name))
            if texts:
                first.values[name] = ", ".join(dict.fromkeys(texts))
        if "hostname" in row.values:
            first.values.setdefault("hostname", row.values["hostname"])
        return True
    parts = {name: value for name, value in row.values.items() if name.startswith(INTERFACE)}
    others = {name: value for name, value in row.values.items() if name not in parts}
    if (
        not parts
        or not any(name.startswith(INTERFACE) for name in first.values)
        or any(name in first.values for name in parts)
        or any(first.values.get(name, value) != value for name, value in others.items())
    ):
        return False
    first.values |= row.values
    for name in ADDRESSES:
        texts = split_list(first.match.get(name)) + split_list(row.match.get(name))
        if texts:
            first.match[name] = ", ".join(dict.fromkeys(texts))
    return True
