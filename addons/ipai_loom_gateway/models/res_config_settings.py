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
    ipai_loom_responsible_id = fields.Many2one(
        related="company_id.ipai_loom_responsible_id", readonly=False
    )
    ipai_loom_tell_lead = fields.Boolean(related="company_id.ipai_loom_tell_lead", readonly=False)
    ipai_loom_tell_project = fields.Boolean(
        related="company_id.ipai_loom_tell_project", readonly=False
    )
    ipai_loom_tell_tasks = fields.Boolean(related="company_id.ipai_loom_tell_tasks", readonly=False)
    ipai_loom_tell_activity = fields.Boolean(
        related="company_id.ipai_loom_tell_activity", readonly=False
    )
    ipai_loom_tell_calendar_event = fields.Boolean(
        related="company_id.ipai_loom_tell_calendar_event", readonly=False
    )
