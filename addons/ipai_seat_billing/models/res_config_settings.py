# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ipai_seat_run_day = fields.Integer(related="company_id.ipai_seat_run_day", readonly=False)
    ipai_seat_user_id = fields.Many2one(related="company_id.ipai_seat_user_id", readonly=False)
