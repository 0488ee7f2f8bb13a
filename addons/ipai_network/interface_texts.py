# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Interfaces as a source reports them and as a plan compares them.

A dict of name, mac, vlan (its ID), tagged (IDs) and addresses (with their masks where those are known).
"""

from odoo.addons.ipai_asset.identity import canonical_mac

from .addressing import Address

EMPTY_INTERFACE = {"mac": None, "vlan": None, "tagged": [], "addresses": []}


def canonical_interface(reported):
    """Return a reported interface in its one spelling; keys that are absent stay absent.

    :raises ValueError: for a MAC or an IP address that is none, or that comes twice, and for a VLAN that is both
        tagged and untagged.

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
    if value.get("vlan") and value["vlan"] in value.get("tagged", ()):
        raise ValueError(
            f"{value['name']} has VLAN {value['vlan']} both untagged and tagged; take it out of one of the two"
        )
    if value.get("addresses"):
        value["addresses"] = _canonical_addresses(value["name"], value["addresses"])
    return value


def readable_interface(reported):
    """Return (a reported interface without what cannot be read, why each of that is left out).

    >>> readable_interface({"name": "eth0", "mac": "none", "vlan": 20, "tagged": [20, 30], "addresses": ["x", "192.0.2.7"]})
    ({'name': 'eth0', 'vlan': 20, 'tagged': [30], 'addresses': ['192.0.2.7']}, \
["'none' is not a MAC address; write it as 00:1b:2c:3d:4e:5f", 'VLAN 20 is both untagged and tagged', \
"'x' is not an IP address; write it as 192.0.2.10/24 or 2001:db8::10/64"])
    """
    value, told = dict(reported), []
    try:
        canonical_interface({"name": value["name"], "mac": value.get("mac")})
    except ValueError as error:
        told.append(str(error))
        del value["mac"]
    if value.get("vlan") and value["vlan"] in (value.get("tagged") or ()):
        told.append(f"VLAN {value['vlan']} is both untagged and tagged")
        value["tagged"] = [vid for vid in value["tagged"] if vid != value["vlan"]]
    good = []
    for text in value.get("addresses") or ():
        try:
            _canonical_addresses(value["name"], [*good, text])
        except ValueError as error:
            told.append(str(error))
        else:
            good.append(text)
    if value.get("addresses"):
        value["addresses"] = good
    return canonical_interface(value), told


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
