# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class IpaiSeatOverride(models.Model):
    """A quantity that a person set in place of the count, why, and until when."""

    _name = "ipai.seat.override"
    _description = "Seat Override"
    _order = "date_from desc, id desc"
    _rec_name = "contract_line_id"
    _check_company_auto = True

    contract_line_id = fields.Many2one(
        "contract.line",
        required=True,
        index=True,
        domain=[("seat_plan_id", "!=", False)],
        check_company=True,
        ondelete="cascade",
    )
    quantity = fields.Float(required=True, digits=(16, 6), aggregator=None)
    reason = fields.Char(required=True)
    date_from = fields.Date(
        "First Day", required=True, default=lambda self: fields.Date.context_today(self)
    )
    date_to = fields.Date("Last Day", help="Empty: until further notice.")
    company_id = fields.Many2one(
        related="contract_line_id.company_id", store=True, index=True, precompute=True
    )

    @api.constrains("date_from", "date_to", "quantity")
    def _check_values(self):
        for override in self:
            if override.date_to and override.date_to < override.date_from:
                raise ValidationError(
                    self.env._("The override ends before it begins. Choose a later last day.")
                )
            if override.quantity < 0:
                raise ValidationError(self.env._("A quantity of seats is not negative."))

    @api.model
    def _touching(self, lines, period):
        """Contract line → the overrides that hold on some day of a period, the latest begun first."""
        found = {}
        for override in self.search(
            [
                ("contract_line_id", "in", lines.ids),
                ("date_from", "<=", period.last),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", period.first),
            ]
        ):
            found.setdefault(override.contract_line_id, []).append(override)
        return found
