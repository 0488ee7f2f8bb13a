# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class IpaiAlertAcknowledge(models.TransientModel):
    """Why somebody takes alerts on: it stands in the silence as well."""

    _name = "ipai.alert.acknowledge"
    _description = "Acknowledge"

    alert_ids = fields.Many2many("ipai.alert", string="Alerts", required=True)
    why = fields.Char(help="As in: disk ordered, comes on Friday.")

    def action_acknowledge(self):
        self.ensure_one()
        self.alert_ids.action_acknowledge(why=self.why)
        return {"type": "ir.actions.act_window_close"}
