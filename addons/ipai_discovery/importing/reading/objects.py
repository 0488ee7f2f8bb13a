# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The objects of a snapshot as rows: what one machine says about another, without the ORM."""

from odoo.addons.ipai_asset.linkage.macs import is_local_interface
from odoo.addons.ipai_asset.linkage.texts import hidden_characters, one_form
from odoo.addons.ipai_network.interface_texts import bare, readable_interface

from ..parts.keys import INTERFACE, PROPERTY, RELATION, SERVICE, part_key
from .columns import LIST_SEPARATOR
from .csv_file import convert_values
from .rows import ImportRow

FIELDS = {
    "name": "name",
    "hostname": "hostname",
    "type": "type_id",
    "status": "status",
    "serial": "serial_number",
    "asset_tag": "asset_tag",
    "manufacturer": "manufacturer_id",
    "model": "model_id",
    "os": "operating_system_id",
    "os_version": "os_version",
    "host": "host_id",
    "site": "site_id",
    "location": "location",
    "owner": "owner_id",
    "customer": "customer_id",
    "purpose": "purpose",
    "environment": "environment",
    "criticality": "criticality",
}
"""Name in the object to field of the asset."""


def row_of(position, reported, columns):
    """Return the ImportRow of an object, a dict of only what was reported.

    >>> row = row_of(0, {"id": "vm-100", "hostname": "pve01.", "os": None, "tags": ["lab"],
    ...                  "interfaces": [{"name": "eth0", "addresses": ["198.51.100.7/24"]}]}, {})
    >>> row.label, row.values["operating_system_id"], row.values["tag_ids"], row.match
    ('Object 0', None, 'lab', {'source_id': 'vm-100', 'ip_addresses': '198.51.100.7', 'mac_addresses': ''})
    >>> row.values["interface:eth0"]
    {'name': 'eth0', 'addresses': ['198.51.100.7/24']}
    """
    row = ImportRow(f"Object {position}", {}, match={})
    row.warnings += reported.get("left_out", ())
    for name, field in FIELDS.items():
        if name in reported:
            text = reported[name]
            row.values[field] = one_form(text) or None if text else None
            row.warnings += [
                f"{name}: {sign} cannot be seen and is left out."
                for sign in hidden_characters(text)
            ]
    convert_values(row, [columns[field] for field in row.values if field in columns])
    _leave_out_problems(row)
    if "tags" in reported:
        _add_tags(row, reported["tags"])
    if reported.get("id"):
        row.match["source_id"] = reported["id"]
    if "interfaces" in reported:
        _add_interfaces(row, _listed(row, reported, "interfaces", INTERFACE))
    for service in _listed(row, reported, "services", SERVICE):
        value = {**service, "name": one_form(service["name"])}
        row.values[part_key(SERVICE, value["name"])] = value
    for relation in _listed(row, reported, "relations", RELATION):
        value = {"type": relation["type"].strip(), "target": relation["target"].strip()}
        row.values[part_key(RELATION, *value.values())] = value
    for name, value in (reported.get("properties") or {}).items():
        row.values[part_key(PROPERTY, name)] = value
    return row


def _leave_out_problems(row):
    """A field that cannot be read costs that field: the machine is entered without it."""
    for name, reason in row.unread.items():
        del row.values[name]
        row.warnings.append(f"{reason} Left out.")
    row.problems.clear()


def _listed(row, reported, name, kind):
    """Return the parts that an object lists, of which it then lists all."""
    if name in reported:
        row.whole |= {kind}
    return reported.get(name) or []


def _add_tags(row, tags):
    """Tags gain and never lose: other sources and people have theirs. None takes all away."""
    names = [name for tag in tags or [] for name in LIST_SEPARATOR.split(one_form(tag)) if name]
    row.values["tag_ids"] = ", ".join(dict.fromkeys(names)) or None
    if tags:
        row.additive = frozenset({"tag_ids"})


def _add_interfaces(row, interfaces):
    """Take the interfaces as far as they can be read; what of one cannot be costs that part of it."""
    macs, addresses = [], []
    for reported in interfaces:
        interface, told = readable_interface(reported)
        key = part_key(INTERFACE, interface["name"])
        if key in row.values:
            told = [*told, "it comes twice, and is taken as it came first"]
            interface = row.values[key]
        row.warnings += [f"Interface {interface['name']}: {reason}. Left out." for reason in told]
        row.values[key] = interface
        if not is_local_interface(interface["name"]):
            macs += filter(None, [interface.get("mac")])
            addresses += map(bare, interface.get("addresses") or ())
    row.match |= {"ip_addresses": ", ".join(addresses), "mac_addresses": ", ".join(macs)}
