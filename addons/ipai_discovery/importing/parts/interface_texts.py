# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Interfaces as a source reports them and as a plan compares them.

A dict of name, mac, vlan (its ID), tagged (IDs) and addresses (with their masks where those are known).
"""

from odoo.addons.ipai_asset.identity import canonical_mac
from odoo.addons.ipai_network.addressing import Address

EMPTY_INTERFACE = {"mac": None, "vlan": None, "tagged": [], "addresses": []}


def canonical_interface(reported):
    """Return a reported interface in its one spelling; keys that are absent stay absent.

    :raises ValueError: for a MAC or an IP address that is none, or that comes twice.

    >>> canonical_interface({"name": "eth0", "mac": "02-00-00-AA-BB-01", "addresses": ["198.51.100.7"]})
    {'name': 'eth0', 'mac': '02:00:00:aa:bb:01', 'addresses': ['198.51.100.7']}
    >>> canonical_interface({"name": "eth0", "addresses": ["198.51.100.0/24"]})
    Traceback (most recent call last):
    ...
    ValueError: 198.51.100.0/24 on eth0 is the network or broadcast address of its mask; report the host's own
    """
    value = dict(reported)
    value["name"] = value["name"].strip()
    if value.get("mac"):
        value["mac"] = canonical_mac(value["mac"])
    for name in ("tagged", "addresses"):
        if name in value:
            value[name] = sorted(value[name] or [])
    if value.get("addresses"):
        value["addresses"] = _canonical_addresses(value["name"], value["addresses"])
    return value


def merged_interface(current, reported):
    """Return what an interface is after a report: absent keys stay as they are, None empties.

    An address reported without a mask keeps the mask on record.

    >>> current = {"name": "eth0", "mac": None, "vlan": 20, "tagged": [], "addresses": ["198.51.100.7/24"]}
    >>> merged_interface(current, {"name": "ETH0", "addresses": ["198.51.100.7"]}) == current
    True
    """
    merged = {**EMPTY_INTERFACE, **(current or {}), **reported}
    merged["name"] = (current or reported)["name"]
    masks = {bare(text): text for text in (current or {}).get("addresses", ())}
    merged["addresses"] = [
        masks.get(text, text) if "/" not in text else text for text in merged["addresses"] or []
    ]
    merged["tagged"] = merged["tagged"] or []
    return merged


def same_interface(current, written):
    """Tell whether an interface is as it was written; a mask that was left open counts as the same.

    >>> eth0 = {"name": "eth0", "mac": None, "vlan": None, "tagged": [], "addresses": ["198.51.100.7/24"]}
    >>> same_interface(eth0, {**eth0, "addresses": ["198.51.100.7"]}), same_interface(eth0, None)
    (True, False)
    """
    if not current or not written:
        return not current and not written
    return merged_interface(current, written) == current


def bare(text):
    """Return an address without its mask.

    >>> bare("198.51.100.7/24")
    '198.51.100.7'
    """
    return text.partition("/")[0]


def described_interface(value):
    """Return an interface in one line for a person.

    >>> described_interface({"name": "eth0", "mac": "02:00:00:aa:bb:01", "vlan": 20, "tagged": [30, 40],
    ...                      "addresses": ["198.51.100.7/24"]})
    '02:00:00:aa:bb:01, VLAN 20, tagged 30 40, 198.51.100.7/24'
    """
    parts = [value["mac"], value["vlan"] and f"VLAN {value['vlan']}"]
    if value["tagged"]:
        parts.append(f"tagged {' '.join(str(vid) for vid in value['tagged'])}")
    return ", ".join(filter(None, [*parts, *value["addresses"]])) or value["name"]


def _canonical_addresses(name, texts):
    found = {}
    for text in texts:
        address = Address.parse(text)
        if "/" in text and not address.is_usable:
            raise ValueError(
                f"{text} on {name} is the network or broadcast address of its mask; report the host's own"
            )
        if address.key in found:
            raise ValueError(f"{address.name} comes twice on {name}; report it once")
        found[address.key] = str(address) if "/" in text else address.name
    return [found[key] for key in sorted(found)]
