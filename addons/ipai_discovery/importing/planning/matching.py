# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which asset a row speaks of."""

from collections import defaultdict
from dataclasses import dataclass

from odoo.addons.ipai_asset.identity import hostname_key, split_list, usable_serial

KEYS = {
    "source_id": "ID in the source",
    "asset_tag": "asset tag",
    "serial_number": "serial number",
    "mac": "MAC address",
    "hostname": "host name and customer",
    "ip": "IP address and customer",
}
"""Kinds of key, strongest first, as a person reads them."""

ANY_CUSTOMER = object()
"""The customer of a row that says nothing about it."""

NO_MACS = frozenset({"00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff"})


def identities(values, kind):
    """Return the comparable identities of one kind in the values of a row or an asset.

    >>> identities({"serial_number": "Default string"}, "serial_number")
    []
    >>> identities({"mac_addresses": "aa:bb:cc:00:11:22, 00:00:00:00:00:00"}, "mac")
    ['aa:bb:cc:00:11:22']
    """
    if kind == "mac":
        return [mac for mac in split_list(values.get("mac_addresses")) if mac not in NO_MACS]
    if kind == "ip":
        return split_list(values.get("ip_addresses"))
    if kind == "source_id":
        return [values["source_id"]] if values.get("source_id") else []
    if kind == "serial_number":
        found = usable_serial(values.get("serial_number"))
    elif kind == "hostname":
        found = hostname_key(values.get("hostname"))
    else:
        found = (values.get("asset_tag") or "").strip().lower()
    return [found] if found else []


@dataclass
class Match:
    """The asset of a row, or None for a new one; `conflict` says why neither can be said."""

    asset: object = None
    by: str = ""
    conflict: str = ""


class Matcher:
    """Finds the asset of a row by keys in a given order.

    An address or a host name means something within one customer only; a row
    that does not speak of the customer may be any customer's.

    >>> matcher = Matcher(["serial_number", "hostname"])
    >>> matcher.add(1, {"hostname": "dc01", "serial_number": "S1"}, None, "DC01")
    >>> matcher.add(2, {"hostname": "dc02", "serial_number": "S2"}, None, "DC02")
    >>> matcher.find({"hostname": "DC01."}).asset
    1
    >>> matcher.find({"hostname": "dc01", "serial_number": "s2"}).conflict
    'serial number s2 is that of DC02, but host name and customer dc01 is that of DC01'
    >>> matcher.find({"hostname": "dc03"}).asset is None
    True
    """

    def __init__(self, kinds):
        self.kinds = [kind for kind in kinds if kind in KEYS]
        self._index = {kind: defaultdict(set) for kind in self.kinds}
        self._labels = {}
        self._customers = {}

    def add(self, asset, values, customer, label):
        """Index an asset under each identity it has."""
        self._labels[asset] = label
        self._customers[asset] = customer
        for kind in self.kinds:
            for identity in identities(values, kind):
                self._index[kind][identity].add(asset)

    def find(self, values, customer=ANY_CUSTOMER):
        """Return the Match of a row's values."""
        decided, reason, reached_by = None, "", ""
        for kind in self.kinds:
            for identity in identities(values, kind):
                candidates = self._candidates(kind, identity, customer)
                if not candidates:
                    continue
                here = f"{KEYS[kind]} {identity.lower() if kind == 'serial_number' else identity}"
                if decided is None:
                    decided, reached_by = candidates, KEYS[kind]
                elif decided & candidates:
                    decided &= candidates
                    continue
                else:
                    return Match(
                        conflict=f"{reason} is that of {self._names(decided)}, but {here} is that of "
                        f"{self._names(candidates)}"
                    )
                reason = here
        if not decided:
            return Match()
        if len(decided) > 1:
            return Match(conflict=f"{reason} is that of several assets: {self._names(decided)}")
        return Match(asset=next(iter(decided)), by=reached_by)

    def _candidates(self, kind, identity, customer):
        candidates = self._index[kind].get(identity, set())
        if kind in ("hostname", "ip") and customer is not ANY_CUSTOMER:
            return {asset for asset in candidates if self._customers[asset] == customer}
        return candidates

    def _names(self, assets):
        names = sorted(self._labels[asset] for asset in assets)
        return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def clashes_within(rows, kinds):
    """Return {position: reason} for rows of one file that speak of the same asset.

    `rows`: (label, values, customer, matched asset or None), in the file's order.

    >>> clashes_within([("Row 2", {"serial_number": "S1"}, None, None),
    ...                 ("Row 3", {"serial_number": "s1"}, None, None)], ["serial_number"])
    {0: 'Row 3 has the same serial number S1', 1: 'Row 2 has the same serial number S1'}
    """
    rows = list(rows)
    groups = defaultdict(list)
    for position, (_label, values, customer, asset) in enumerate(rows):
        if asset is not None:
            groups["asset", asset].append(position)
        for kind in kinds:
            for identity in dict.fromkeys(identities(values, kind)):
                groups[kind, identity, customer if kind in ("hostname", "ip") else None].append(
                    position
                )
    reasons = {}
    for key, positions in groups.items():
        if len(positions) < 2:
            continue
        what = (
            "matches the same asset"
            if key[0] == "asset"
            else f"has the same {KEYS[key[0]]} {key[1]}"
        )
        for position in positions:
            other = next(other for other in positions if other != position)
            reasons.setdefault(position, f"{rows[other][0]} {what}")
    return reasons
