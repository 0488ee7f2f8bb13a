# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from odoo.addons.ipai_asset.models.ipai_asset import STATUSES

OPTIONS = (
    "default_type_id",
    "default_customer_id",
    "default_site_id",
    "default_status",
    "restore_archived",
    "create_customers",
    "create_manufacturers",
    "create_operating_systems",
    "create_sites",
    "create_tags",
    "create_prefixes",
)
"""What is chosen on a run for a file, and on a source for all of its runs."""


class IpaiImportOptions(models.AbstractModel):
    """How rows become assets: what is filled in, and what may be created besides."""

    _name = "ipai.import.options"
    _description = "Import Options"

    default_type_id = fields.Many2one(
        "ipai.asset.type",
        "Type",
        index="btree_not_null",
        default=lambda self: self.env.ref("ipai_asset.type_compute", raise_if_not_found=False),
        help="For a new asset whose row names no type.",
    )
    default_customer_id = fields.Many2one(
        "res.partner",
        "Customer",
        index="btree_not_null",
        domain=[("is_company", "=", True)],
        check_company=True,
        help="Whose the rows are that name no customer. Host names and addresses are looked up within this customer.",
    )
    default_site_id = fields.Many2one("ipai.site", "Site", check_company=True, index=True)
    default_status = fields.Selection(STATUSES, "Status", default="active", required=True)
    restore_archived = fields.Boolean(
        "Restore Archived Assets",
        help="A row that matches an archived asset brings it back into service.",
    )
    create_customers = fields.Boolean("Customers")
    create_manufacturers = fields.Boolean("Manufacturers and Models", default=True)
    create_operating_systems = fields.Boolean("Operating Systems", default=True)
    create_sites = fields.Boolean("Sites")
    create_tags = fields.Boolean("Tags", default=True)
    create_prefixes = fields.Boolean(
        "Prefixes",
        default=True,
        help="The network of an address with its mask, where no prefix contains it yet.",
    )
