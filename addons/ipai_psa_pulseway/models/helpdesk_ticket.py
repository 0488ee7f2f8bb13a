# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    pulseway_known = fields.Boolean(
        "In Pulseway", compute="_compute_pulseway_known", groups="ipai_base.group_user"
    )

    @api.depends("asset_id")
    def _compute_pulseway_known(self):
        for ticket in self:
            ticket.pulseway_known = bool(ticket.asset_id.pulseway_device_ids)

    def action_open_pulseway(self):
        """Open the machine that it is about in Pulseway."""
        self.ensure_one()
        return self.asset_id.action_open_pulseway()
