# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What people and other tools call the columns of an inventory, and how they say in what state a machine is."""

ALIASES = {
    "name": ("Asset Name", "Device Name", "Computer Name", "Machine Name", "Display Name", "Label"),
    "hostname": ("Host Name", "Host", "FQDN", "DNS Name", "NetBIOS Name", "Computer"),
    "type_id": ("Asset Type", "Category", "Configuration Type", "Kind", "Class"),
    "status": ("State", "Status Label", "Configuration Status", "Asset Status", "Lifecycle"),
    "serial_number": (
        "Serial", "Serial No", "Serial #", "Serial Num", "SN", "S/N", "Service Tag", "Serialnumber",
    ),
    "asset_tag": ("Tag", "Inventory Number", "Inventory No", "Asset No", "Asset Number", "Asset ID", "Barcode"),
    "manufacturer_id": ("Vendor", "Make", "Brand", "Maker"),
    "model_id": ("Model Name", "Product", "Device Model", "Hardware Model"),
    "operating_system_id": ("OS", "OS Name", "Platform", "Operating System Name"),
    "os_version": ("OS Release", "Operating System Version", "Version"),
    "host_id": ("Hypervisor", "Virtual Host", "Cluster Node", "Parent Device", "Runs on Host"),
    "site_id": ("Branch", "Office", "Building", "Site Name"),
    "location": ("Location", "Room", "Rack", "Location Name"),
    "owner_id": ("Responsible", "Administrator", "Admin"),
    "customer_id": ("Company", "Organization", "Organisation", "Client", "Tenant", "Customer Name"),
    "assigned_partner_id": ("Assigned User", "User", "Checked Out To", "Contact", "Contact Name"),
    "purpose": ("Function", "Role", "Usage"),
    "purchase_date": ("Purchased", "Purchased At", "Purchased On", "Date of Purchase", "Bought"),
    "warranty_date": (
        "Warranty", "Warranty Expires", "Warranty Expires At", "Warranty Expiration", "Warranty End", "Warranty Until",
    ),
    "end_of_life_date": ("EOL", "EOL Date", "End of Life", "End of Support"),
    "last_seen": ("Last Checkin", "Last Check-in", "Last Contact", "Last Online"),
    "last_audit": ("Last Audited", "Audited On"),
    "tag_ids": ("Labels", "Keywords"),
    "notes": ("Note", "Comment", "Comments", "Description", "Remarks"),
    "mac_addresses": ("MAC", "MACs", "MAC Address", "Ethernet Address", "Physical Address", "Primary MAC Address"),
    "ip_addresses": ("IP", "IPs", "IP Address", "IPv4", "IPv4 Address", "Primary IP", "Primary IPv4", "Address"),
}  # fmt: skip
"""Field to headings that are proposed for it, besides its own name and labels."""

STATUS_WORDS = {
    "deployed": "active",
    "in use": "active",
    "in production": "active",
    "in service": "active",
    "online": "active",
    "live": "active",
    "running": "active",
    "enabled": "active",
    "ready to deploy": "planned",
    "deployable": "planned",
    "in stock": "planned",
    "spare": "planned",
    "staged": "planned",
    "pending": "planned",
    "ordered": "planned",
    "out for repair": "maintenance",
    "in repair": "maintenance",
    "out for diagnostics": "maintenance",
    "offline": "maintenance",
    "failed": "maintenance",
    "lost": "missing",
    "stolen": "missing",
    "lost/stolen": "missing",
    "archived": "decommissioned",
    "retired": "decommissioned",
    "disposed": "decommissioned",
    "decommissioning": "decommissioned",
    "inactive": "decommissioned",
}
"""What a status is called elsewhere, in lower case, to ours."""
