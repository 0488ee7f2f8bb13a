# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Interfaces with their addresses, and relations: what an asset consists of, moved to another one."""

import re

from odoo.addons.ipai_discovery.importing.writing.records import copies, differences

_NUMBERED = re.compile(r"(.*?)(?: \((\d+)\))?")


def pictured(assets):
    """Return {"model,id": {field: value}} of all parts of some assets."""
    found = {}
    for parts in copies(assets).values():
        found.update(parts)
    return found


def changed(before, after):
    """Return {"model,id": [before, after]} of what differs.

    >>> changed({"ipai.interface,1": {"asset_id": 1}}, {"ipai.interface,1": {"asset_id": 2}})
    {'ipai.interface,1': [{'asset_id': 1}, {'asset_id': 2}]}
    """
    return differences(before, after)


def move_interfaces(interfaces, target):
    """Move interfaces to an asset; of one that it has already only the addresses and what is missing go.

    It has one already when both have the same MAC address, or the same name and not two of them.
    """
    for interface in interfaces:
        known = target.interface_ids
        twin = known.filtered(
            lambda i, mine=interface: i.mac_address and i.mac_address == mine.mac_address
        ) or known.filtered(lambda i, mine=interface: _is_called_alike(i, mine))
        if twin:
            _join(interface, twin[0])
            continue
        names = [i.name for i in known]
        interface.write({"asset_id": target.id, "name": free_name(interface.name, names)})


def _is_called_alike(one, other):
    macs = {one.mac_address, other.mac_address} - {False}
    return one.sort_key == other.sort_key and len(macs) < 2


def _join(interface, twin):
    interface.address_ids.write({"interface_id": twin.id})
    missing = {
        name: interface[name].id if name == "vlan_id" else interface[name]
        for name in ("mac_address", "vlan_id", "description")
        if interface[name] and not twin[name]
    }
    if missing:
        twin.write(missing)


def free_name(name, taken):
    """Return a name that none of the others has.

    >>> free_name("eth0", ["ETH0", "eth0 (2)"]), free_name("eth0", ["eth1"])
    ('eth0 (3)', 'eth0')
    """
    taken = {other.lower() for other in taken}
    stem, number = _NUMBERED.fullmatch(name).groups()
    number = int(number or 1)
    while name.lower() in taken:
        number += 1
        name = f"{stem} ({number})"
    return name


def move_relations(relations, source, target):
    """Let relations start at, or lead to, another asset; return those that stay.

    One between the two would lead to itself, and one that the other has already would stand twice.
    """
    staying = relations.browse()
    for relation in relations:
        ends = {
            name: target.id
            for name in ("source_asset_id", "target_asset_id")
            if relation[name] == source
        }
        moved = {
            "type_id": relation.type_id.id,
            **{
                name: ends.get(name, relation[name].id)
                for name in (
                    "source_asset_id",
                    "source_service_id",
                    "target_asset_id",
                    "target_service_id",
                )
            },
        }
        place = (moved["type_id"], *relation._nodes_of(relation._normalize(moved)))
        is_loop = moved["source_asset_id"] and moved["source_asset_id"] == moved["target_asset_id"]
        if is_loop or relation._existing([place]):
            staying |= relation
            continue
        relation.write(ends)
    return staying
