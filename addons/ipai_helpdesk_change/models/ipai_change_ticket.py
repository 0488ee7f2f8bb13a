# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class IpaiChangeTicket(models.Model):
    _inherit = "ipai.change.ticket"

    helpdesk_ticket_id = fields.Many2one(
        "helpdesk.ticket", index="btree_not_null", ondelete="set null"
    )
    name = fields.Char(compute="_compute_name", store=True, readonly=False, precompute=True)

    @api.depends("helpdesk_ticket_id")
    def _compute_name(self):
        for ticket in self:
            ticket.name = ticket.helpdesk_ticket_id.sudo().display_name or ticket.name
