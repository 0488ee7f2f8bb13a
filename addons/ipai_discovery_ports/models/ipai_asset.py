# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class IpaiAsset(models.Model):
    _inherit = "ipai.asset"

    observed_port_ids = fields.One2many(
        "ipai.observed.port", "asset_id", "Observed Services", readonly=True
    )
