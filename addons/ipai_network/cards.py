# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which interface of an asset a reported one is: by its MAC address first, then by its name."""

import re

_LOOSE = re.compile(r"[\s_.-]+")
MADE_UP = re.compile(r"eth\d+")
"""How an interface is called of which only an address or a MAC was known."""


def joined_places(reported, current):
    """Return {field as reported: field under which the asset has that interface}.

    :param reported, current: {field: interface}, as a plan names and compares them

    >>> mac = "52:54:00:00:00:01"
    >>> joined_places({"interface:net0": {"name": "net0", "mac": mac}, "interface:vlan 6": {"name": "vlan 6"}},
    ...               {"interface:ens18": {"name": "ens18", "mac": mac}, "interface:vlan6": {"name": "Vlan6", "mac": None}})
    {'interface:net0': 'interface:ens18', 'interface:vlan 6': 'interface:vlan6'}
    >>> joined_places({"interface:br0": {"mac": mac}, "interface:eth0": {"mac": mac}}, {"interface:eth0": {"mac": mac}})
    {}
    """
    by_mac, by_name = {}, {}
    for place, value in current.items():
        by_mac.setdefault(value.get("mac"), []).append(place)
        by_name.setdefault(_loose(place), []).append(place)
    macs = [value.get("mac") for value in reported.values()]
    found = {}
    for place, value in reported.items():
        mac = value.get("mac")
        if place in current and (not mac or current[place].get("mac") in (None, mac)):
            continue
        meant = by_mac.get(mac, ()) if mac and macs.count(mac) == 1 else ()
        if len(meant) != 1 and place not in current:
            meant = by_name.get(_loose(place), ())
            if len(meant) == 1 and mac and current[meant[0]].get("mac") not in (None, mac):
                meant = ()
        if len(meant) == 1 and meant[0] not in reported and meant[0] not in found.values():
            found[place] = meant[0]
    return found


def _loose(place):
    return _LOOSE.sub("", place.partition(":")[2])
