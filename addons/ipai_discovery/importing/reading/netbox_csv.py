# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The device list that NetBox exports as CSV: table labels of 3.x and 4.x, and field names of its templates."""

from .columns import Column, heading_key
from .csv_file import Table, assign_columns, convert_values, read_cells
from .rows import FileProblem, ImportFile

# NetBox: docs/models/dcim/device.md and the choices of DeviceStatusChoices.
STATUSES = {
    "active": "active",
    "planned": "planned",
    "staged": "planned",
    "inventory": "planned",
    "offline": "maintenance",
    "failed": "maintenance",
    "decommissioning": "decommissioned",
}
ROLE_WORDS = (
    (
        "ipai_asset.type_network",
        ("switch", "router", "firewall", "access point", "gateway", "wireless", "network"),
    ),
    ("ipai_asset.type_storage", ("storage", "nas", "san")),
    ("ipai_asset.type_printer", ("printer",)),
    ("ipai_asset.type_phone", ("phone", "voip")),
    ("ipai_asset.type_compute", ("server", "hypervisor", "compute", "host")),
    ("ipai_asset.type_endpoint", ("laptop", "desktop", "workstation", "endpoint")),
    ("ipai_asset.type_appliance", ("appliance", "pdu", "ups", "console")),
)
NETBOX_COLUMNS = (
    Column("name", labels=("Name", "Device")),
    Column("status", "choice", labels=("Status",), choices=STATUSES),
    Column("tenant", labels=("Tenant",)),
    Column("site", labels=("Site",)),
    Column("location", labels=("Location", "Rack group")),
    Column("rack", labels=("Rack", "Rack name")),
    Column("position", labels=("Position", "Position (U)")),
    Column("role", labels=("Role", "Device role")),
    Column("manufacturer", labels=("Manufacturer",)),
    Column("device_type", labels=("Type", "Device type", "Model")),
    Column("platform", labels=("Platform",)),
    Column("serial", labels=("Serial number", "Serial")),
    Column("asset_tag", labels=("Asset tag",)),
    Column("primary_ip", "ip", labels=("IP Address", "Primary IP")),
    Column("primary_ip4", "ip", labels=("IPv4 Address", "Primary IPv4")),
    Column("primary_ip6", "ip", labels=("IPv6 Address", "Primary IPv6")),
    Column("mac_address", "mac", labels=("MAC Address", "Primary MAC address")),
    Column("parent_device", labels=("Parent Device", "Parent")),
    Column("comments", labels=("Comments",)),
    Column("tags", "references", labels=("Tags",)),
)
# The list of virtual machines: `device` is the one that they run on.
VIRTUAL_MARKS = frozenset({"cluster", "vcpus", "memory", "memory (mb)", "disk", "disk (gb)"})
VIRTUAL_COLUMNS = tuple(
    Column("name", labels=("Name", "Virtual machine"))
    if column.name == "name"
    else Column("parent_device", labels=("Device",))
    if column.name == "parent_device"
    else column
    for column in NETBOX_COLUMNS
)
# NetBox column to our field, where the text goes over as it is.
DIRECT = {
    "name": "name",
    "status": "status",
    "tenant": "customer_id",
    "site": "site_id",
    "manufacturer": "manufacturer_id",
    "device_type": "model_id",
    "platform": "operating_system_id",
    "serial": "serial_number",
    "asset_tag": "asset_tag",
    "mac_address": "mac_addresses",
    "parent_device": "host_id",
    "comments": "notes",
    "tags": "tag_ids",
}
MARKS = frozenset(
    {
        "tenant",
        "role",
        "platform",
        "rack",
        "device_type",
        "primary_ip",
        "primary_ip4",
        "primary_ip6",
    }
)
OWN_MARKS = frozenset(
    {"hostname", "type id", "customer", "customer id", "ip addresses", "criticality", "environment"}
)
NOTHING = frozenset({"—", "–", "-"})


def looks_like_netbox(headings):
    """Tell whether the headings are NetBox's rather than ours.

    >>> looks_like_netbox(["Name", "Status", "Tenant", "Site", "Role", "Type", "IP Address"])
    True
    >>> looks_like_netbox(["Name", "Status", "Customer", "Type", "Hostname"])
    False
    """
    keys = {heading_key(heading) for heading in headings}
    if keys & OWN_MARKS:
        return False
    marks = {
        heading_key(heading)
        for column in NETBOX_COLUMNS
        if column.name in MARKS
        for heading in (column.name, *column.labels)
    } - {"type", "model"}
    return len(keys & marks) >= 2


def read_netbox(data, encoding=None):
    """Return the ImportFile of a NetBox device export."""
    table = Table.from_bytes(data, encoding)
    machines = bool({heading_key(heading) for heading in table.headings} & VIRTUAL_MARKS)
    found, warnings = assign_columns(
        table.headings, VIRTUAL_COLUMNS if machines else NETBOX_COLUMNS
    )
    rows = []
    for number, cells in table.records():
        row = read_cells(number, cells, found, len(table.headings))
        row.values = {name: None if text in NOTHING else text for name, text in row.values.items()}
        convert_values(row, found.values())
        _translate(row, machines)
        rows.append(row)
    if not rows:
        raise FileProblem(
            "The file has headings and no rows. Export the devices again from NetBox."
        )
    return ImportFile(rows, warnings)


def type_of_role(role):
    """Return the asset type that a NetBox role speaks of, or None.

    >>> type_of_role("Access Switch")
    'ipai_asset.type_network'
    """
    words = (role or "").lower().replace("-", " ")
    return next(
        (xmlid for xmlid, marks in ROLE_WORDS if any(mark in words for mark in marks)), None
    )


def _translate(row, machines):
    """Say in our fields what the row says in NetBox's.

    :param machines: it is one of its virtual machines
    """
    netbox = row.values
    row.values = {ours: netbox[theirs] for theirs, ours in DIRECT.items() if theirs in netbox}
    if {"location", "rack", "position"} & set(netbox):
        row.values["location"] = _place(netbox)
    addresses = [netbox.get(name) for name in ("primary_ip4", "primary_ip6", "primary_ip")]
    if any(addresses):
        row.values["ip_addresses"] = ", ".join(dict.fromkeys(filter(None, addresses)))
    if netbox.get("role"):
        row.values["purpose"] = netbox["role"]
    if type_of_role(netbox.get("role")):
        row.values["type_id"] = type_of_role(netbox["role"])
    row.hints = frozenset({"purpose", "type_id"})
    if machines:
        row.values["type_id"] = "ipai_asset.type_virtual_machine"
        # The device may be named, and not be here yet: that is no reason to refuse the machine.
        row.hints |= {"host_id"}
    row.additive = frozenset({"ip_addresses", "mac_addresses", "tag_ids"})


def _place(netbox):
    rack = f"Rack {netbox['rack']}" if netbox.get("rack") else None
    position = (netbox.get("position") or "").removesuffix(".0")
    if rack and position:
        rack += f" U{position.lstrip('Uu')}"
    return " / ".join(filter(None, [netbox.get("location"), rack])) or None
