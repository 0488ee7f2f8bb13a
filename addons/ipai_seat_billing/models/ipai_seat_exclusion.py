# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class IpaiSeatExclusion(models.Model):
    """A device that is not billed for a while, and why."""

    _name = "ipai.seat.exclusion"
    _description = "Seat Exclusion"
    _order = "date_from desc, id desc"
    _rec_name = "asset_id"
    _check_company_auto = True

    asset_id = fields.Many2one(
        "ipai.asset", required=True, index=True, check_company=True, ondelete="cascade"
    )
    plan_id = fields.Many2one(
        "ipai.seat.plan",
        index="btree_not_null",
        check_company=True,
        ondelete="cascade",
        help="Empty: in no plan.",
    )
    reason = fields.Char(required=True, help="It stands in the evidence that the customer reads.")
    date_from = fields.Date(
        "First Day", required=True, default=lambda self: fields.Date.context_today(self)
    )
    date_to = fields.Date("Last Day", help="Empty: until further notice.")
    dispute_id = fields.Many2one(
        "ipai.seat.dispute", readonly=True, ondelete="set null", index="btree_not_null"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for exclusion in self:
            if exclusion.date_to and exclusion.date_to < exclusion.date_from:
                raise ValidationError(
                    self.env._(
                        "The exclusion of %s ends before it begins. Choose a later last day.",
                        exclusion.asset_id.name,
                    )
                )
