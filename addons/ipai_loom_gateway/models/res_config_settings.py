# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ipai_loom_search_fields = fields.Char(
        related="company_id.ipai_loom_search_fields", readonly=False
    )
    ipai_loom_include_customers = fields.Boolean(
        related="company_id.ipai_loom_include_customers", readonly=False
    )
    ipai_loom_include_opportunities = fields.Boolean(
        related="company_id.ipai_loom_include_opportunities", readonly=False
    )
