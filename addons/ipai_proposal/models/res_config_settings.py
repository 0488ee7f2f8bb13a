# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ipai_risk_currency_id = fields.Many2one(related="company_id.currency_id")
    ipai_risk_amount = fields.Monetary(
        related="company_id.ipai_risk_amount",
        currency_field="ipai_risk_currency_id",
        readonly=False,
    )
    ipai_risk_records = fields.Integer(related="company_id.ipai_risk_records", readonly=False)
