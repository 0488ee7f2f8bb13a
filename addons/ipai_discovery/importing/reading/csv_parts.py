# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The columns of a CSV that speak of an interface, of services and of relations."""

import re

from odoo.addons.ipai_asset.identity import split_list
from odoo.addons.ipai_network.interface_texts import canonical_interface

from ..parts.keys import INTERFACE, RELATION, SERVICE, part_key
from .columns import LIST_SEPARATOR, Column

PART_COLUMNS = (
    Column("interface", labels=("Interface",)),
    Column("vlan", labels=("VLAN", "Untagged VLAN")),
    Column("tagged_vlans", labels=("Tagged VLANs",)),
    Column("services", labels=("Services",)),
    Column("relations", labels=("Relations",)),
)
NAMES = tuple(column.name for column in PART_COLUMNS)
LAST_VID = 4094

_ROLE = re.compile(r"(.+?)\s*\(([^()]+)\)")


def fold_parts(row, addresses):
    """Turn the part columns of a row into parts; what cannot be read becomes a problem.

    A row that names an interface speaks of that one: its MAC and its addresses, with their masks, are the
    interface's.

    :param addresses: the cell of the IP addresses as it was typed

    >>> from .rows import ImportRow
    >>> row = ImportRow("Row 2", {"interface": "eth0", "vlan": "20", "tagged_vlans": None, "services":
    ...     "DNS (secondary); Mail", "relations": "depends on: nas01", "ip_addresses": "192.0.2.7"})
    >>> fold_parts(row, "192.0.2.7/24")
    >>> row.values["interface:eth0"]
    {'name': 'eth0', 'vlan': 20, 'addresses': ['192.0.2.7/24']}
    >>> row.values["service:dns"], row.values["relation:depends on:nas01"]
    ({'name': 'DNS', 'role': 'secondary'}, {'type': 'depends on', 'target': 'nas01'})
    >>> row.match
    {'ip_addresses': '192.0.2.7'}
    """
    cells = {name: row.values.pop(name, None) for name in NAMES}
    try:
        if cells["interface"]:
            _fold_interface(row, cells, addresses)
        elif cells["vlan"] or cells["tagged_vlans"]:
            raise ValueError("A VLAN needs the column Interface, which names whose it is")
        for text in _entries(cells["services"]):
            named = _ROLE.fullmatch(text)
            value = {"name": named[1], "role": named[2]} if named else {"name": text}
            row.values[part_key(SERVICE, value["name"])] = value
        for text in _entries(cells["relations"]):
            row.values.update([_relation(text)])
    except ValueError as error:
        row.problems.append(f"{error}.")


def _fold_interface(row, cells, addresses):
    value = {"name": cells["interface"]}
    if cells["vlan"]:
        value["vlan"] = _vid(cells["vlan"])
    if cells["tagged_vlans"]:
        value["tagged"] = [_vid(text) for text in _entries(cells["tagged_vlans"])]
    for name in ("mac_addresses", "ip_addresses"):
        if row.values.get(name):
            row.match[name] = row.values[name]
        row.values.pop(name, None)
    macs = split_list(row.match.get("mac_addresses"))
    if len(macs) > 1:
        raise ValueError(f"{value['name']} has one MAC address, the row lists {len(macs)}")
    if macs:
        value["mac"] = macs[0]
    if addresses:
        value["addresses"] = split_list(addresses)
    row.values[part_key(INTERFACE, value["name"])] = canonical_interface(value)


def _relation(text):
    kind, colon, target = (part.strip() for part in text.partition(":"))
    if not kind or not colon or not target:
        raise ValueError(f"{text!r} is no relation; write it as in: depends on: nas01")
    return part_key(RELATION, kind, target), {"type": kind, "target": target}


def _vid(text):
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= LAST_VID:
        raise ValueError(f"{text!r} is not a VLAN ID; write a number from 1 to {LAST_VID}")
    return int(text)


def _entries(cell):
    return [text for text in LIST_SEPARATOR.split(cell or "") if text]
