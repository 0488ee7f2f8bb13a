# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class IpaiService(models.Model):
    _inherit = "ipai.service"

    ticket_count = fields.Integer(compute="_compute_ticket_count")

    def _compute_ticket_count(self):
        groups = self.env["helpdesk.ticket"]._read_group(
            [("service_ids", "in", self.ids)], ["service_ids"], ["__count"]
        )
        counts = {service.id: count for service, count in groups}
        for service in self:
            service.ticket_count = counts.get(service.id, 0)

    def action_view_tickets(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tickets of %s", self.name),
            "res_model": "helpdesk.ticket",
            "view_mode": "list,kanban,form",
            "domain": [("service_ids", "in", self.ids)],
            "context": {"default_service_ids": self.ids, "default_partner_id": self.customer_id.id},
        }
