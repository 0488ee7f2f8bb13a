# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class IpaiMaintenanceWindow(models.Model):
    _inherit = "ipai.maintenance.window"

    holds_alerts = fields.Boolean(
        default=True,
        help="While it is open, nobody is told of alerts of the assets, services and sites that it names.",
    )

    def write(self, vals):
        result = super().write(vals)
        self.env["ipai.alert"]._review_holds(self.company_id)
        return result
