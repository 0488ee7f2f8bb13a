# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The columns of a file of ours: a template of them to fill in, and what the documentation says of each."""

import csv
import io

from odoo.addons.ipai_base.http.meanings import register
from odoo.addons.ipai_discovery.importing.planning.values import columns
from odoo.addons.ipai_discovery.importing.reading.csv_parts import PART_COLUMNS
from odoo.addons.ipai_discovery.importing.reading.rows import MAX_CELL

EXAMPLES = {
    "name": "web01",
    "hostname": "web01.example.com",
    "type_id": "Compute",
    "status": "active",
    "serial_number": "SN-2044-0017",
    "asset_tag": "IT-0042",
    "manufacturer_id": "Dell",
    "model_id": "PowerEdge R650",
    "operating_system_id": "Debian",
    "os_version": "12",
    "host_id": "",
    "site_id": "",
    "location": "Rack A, unit 6",
    "owner_id": "",
    "customer_id": "",
    "assigned_partner_id": "",
    "purpose": "Serves the shop",
    "environment": "production",
    "criticality": "high",
    "purchase_date": "2025-12-31",
    "warranty_date": "2028-12-31",
    "end_of_life_date": "2030-12-31",
    "last_seen": "2026-01-31 23:59:00",
    "last_audit": "2026-01-31 23:59:00",
    "source": "inventory.csv",
    "tag_ids": "lab, web",
    "notes": "Replaced the fans in May",
    "mac_addresses": "00:00:5e:00:53:01",
    "ip_addresses": "192.0.2.10/24",
    "interface": "eth0",
    "vlan": "20",
    "tagged_vlans": "30, 40",
    "services": "DNS (secondary); Mail",
    "relations": "",
}
"""Of each column; empty where a record must be there already, so that the template itself can be imported."""
NAMED = {
    "host_id": "pve01",
    "site_id": "Homelab",
    "owner_id": "admin@example.com",
    "customer_id": "Harbor Dental Group",
    "assigned_partner_id": "Erin Maas",
    "relations": "depends on: nas01",
}
"""Of the columns that name a record which is there."""
KINDS = {
    "text": f"text of at most {MAX_CELL:,} characters",
    "hostname": "host name of at most 253 characters: letters, digits, dots, hyphens, underscores",
    "date": "date, YYYY-MM-DD",
    "datetime": "time, YYYY-MM-DD HH:MM:SS, of the time zone of whoever imports, or with an offset",
    "reference": "name of one record",
    "references": "names, with commas or semicolons between them",
    "mac": "MAC addresses in any spelling, with commas or semicolons between them",
    "ip": "IPv4 and IPv6 addresses, with commas or semicolons between them; a mask is kept with an *Interface*",
}
OF_PARTS = {
    "interface": "name of one interface: MAC, addresses and VLANs of the row are its own then",
    "vlan": "number from 1 to 4094; needs *Interface*",
    "tagged_vlans": "numbers from 1 to 4094, with commas between them; needs *Interface*",
    "services": "names of services, each with its role in brackets where it has one",
    "relations": "*kind: other end*, several with semicolons between them; the other end by name, host name or asset tag",
}


def all_columns(env):
    """Return each Column that a file may have."""
    return [*columns(env).values(), *PART_COLUMNS]


def text(env):
    """Return the template: the headings as the reader's language has them, and one row as an example."""
    found, written = all_columns(env), io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([column.labels[-1] for column in found])
    writer.writerow([EXAMPLES[column.name] for column in found])
    return written.getvalue()


def documented(env):
    """Yield the lines of the table in docs/fields.md."""
    yield "| Column | Field | Values | Example | Read as it, too |"
    yield "|---|---|---|---|---|"
    for column in all_columns(env):
        values = OF_PARTS.get(column.name) or KINDS[column.kind] if column.kind != "choice" else ""
        if column.kind == "choice":
            values = "one of: " + ", ".join(
                f"`{value}`" for value in dict.fromkeys(column.choices.values())
            )
        example = EXAMPLES[column.name] or NAMED[column.name]
        cells = (
            column.labels[0],
            f"`{column.name}`",
            values,
            f"`{example}`",
            ", ".join(column.aliases),
        )
        yield f"| {' | '.join(cells)} |"


OF_AN_OBJECT = {
    "id": "qemu/120",
    "name": "Web server of the shop",
    "status": "active",
    "serial": "SN-2044-0017",
    "asset_tag": "IT-0042",
    "manufacturer": "Dell",
    "model": "PowerEdge R650",
    "host": "pve01",
    "site": "Homelab",
    "location": "Rack A, unit 6",
    "owner": "admin@example.com",
    "customer": "Harbor Dental Group",
    "purpose": "Serves the shop",
    "environment": "production",
    "criticality": "high",
    "interfaces": [{"name": "eth0", "addresses": ["198.51.100.7/24"]}],
    "services": [{"name": "DNS", "role": "primary"}],
    "relations": [{"type": "depends on", "target": "nas01"}],
}
register(
    {
        "SnapshotObject.status": "planned, active, maintenance, missing or decommissioned, or a word for it, as in retired.",
        "SnapshotObject.environment": "production, staging, test, development or lab.",
        "SnapshotObject.criticality": "low, medium, high or critical: how much hangs on it.",
    },
    {f"SnapshotObject.{name}": example for name, example in OF_AN_OBJECT.items()}
    | {
        "SnapshotInterface.tagged": [30, 40],
        "Snapshot.schema_version": 1,
        "Snapshot.case_id": "C-17",
        "Snapshot.complete": True,
        "Snapshot.dry_run": False,
        "Snapshot.objects": [{"hostname": "pve01"}],
    },
)
