# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The objects of a snapshot as rows: what one machine says about another, without the ORM."""

from ...linkage.macs import is_local_interface
from ..parts.interface_texts import bare, canonical_interface
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
            row.values[field] = text.strip() or None if text else None
    convert_values(row, [columns[field] for field in row.values if field in columns])
    if "tags" in reported:
        _add_tags(row, reported["tags"])
    if reported.get("id"):
        row.match["source_id"] = reported["id"]
    if "interfaces" in reported:
        _add_interfaces(row, _listed(row, reported, "interfaces", INTERFACE))
    for service in _listed(row, reported, "services", SERVICE):
        value = {**service, "name": service["name"].strip()}
        row.values[part_key(SERVICE, value["name"])] = value
    for relation in _listed(row, reported, "relations", RELATION):
        value = {"type": relation["type"].strip(), "target": relation["target"].strip()}
        row.values[part_key(RELATION, *value.values())] = value
    for name, value in (reported.get("properties") or {}).items():
        row.values[part_key(PROPERTY, name)] = value
    return row


def _listed(row, reported, name, kind):
    """Return the parts that an object lists, of which it then lists all."""
    if name in reported:
        row.whole |= {kind}
    return reported.get(name) or []


def _add_tags(row, tags):
    """Tags gain and never lose: other sources and people have theirs. None takes all away."""
    row.values["tag_ids"] = ", ".join(dict.fromkeys(tag.strip() for tag in tags or [])) or None
    if tags:
        row.additive = frozenset({"tag_ids"})
    for tag in tags or []:
        if LIST_SEPARATOR.search(tag.strip()):
            row.problems.append(f"The tag {tag!r} holds a comma or semicolon. Report two tags.")


def _add_interfaces(row, interfaces):
    macs, addresses = [], []
    for reported in interfaces:
        try:
            interface = canonical_interface(reported)
        except ValueError as error:
            row.problems.append(f"Interface {reported['name']}: {error}.")
            continue
        key = part_key(INTERFACE, interface["name"])
        if key in row.values:
            row.problems.append(f"The interface {interface['name']} comes twice. Report it once.")
        row.values[key] = interface
        if not is_local_interface(interface["name"]):
            macs += filter(None, [interface.get("mac")])
            addresses += map(bare, interface.get("addresses", ()))
    row.match |= {"ip_addresses": ", ".join(addresses), "mac_addresses": ", ".join(macs)}
