# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class IpaiInboxTrial(models.TransientModel):
    _name = "ipai.inbox.trial"
    _description = "Dry Run of Events"

    text = fields.Text(readonly=True)
