# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from odoo.addons.ipai_base.compat import Index


class IpaiSeatVendorCount(models.Model):
    """How many seats a vendor says that a customer has: looked at, never billed."""

    _name = "ipai.seat.vendor.count"
    _description = "Vendor's Count"
    _order = "date desc, id desc"
    _rec_name = "customer_id"
    _check_company_auto = True

    plan_id = fields.Many2one(
        "ipai.seat.plan", required=True, index=True, check_company=True, ondelete="cascade"
    )
    customer_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        domain=[("is_company", "=", True)],
        check_company=True,
        ondelete="cascade",
    )
    date = fields.Date(required=True, default=lambda self: fields.Date.context_today(self))
    quantity = fields.Float(required=True, digits=(16, 6))
    vendor = fields.Char(help="Who says so, and where.")
    company_id = fields.Many2one(
        related="plan_id.company_id", store=True, index=True, precompute=True
    )

    _plan_idx = Index("(plan_id, customer_id, date)")
