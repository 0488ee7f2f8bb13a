# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ipai_self_approval = fields.Boolean(related="company_id.ipai_self_approval", readonly=False)
    ipai_self_approval_reason = fields.Char(
        related="company_id.ipai_self_approval_reason", readonly=False
    )
    ipai_second_manager = fields.Selection(related="company_id.ipai_second_manager", readonly=False)
