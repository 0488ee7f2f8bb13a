# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    ipai_credential_team_ids = fields.Many2many(
        "ipai.credential.team",
        "ipai_credential_team_customer_rel",
        "partner_id",
        "team_id",
        string="Credential Teams",
        groups="ipai_base.group_manager",
    )
