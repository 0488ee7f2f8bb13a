# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    contract_cover = fields.Char(
        "Covered by Contract",
        compute="_compute_contract_cover",
        groups="ipai_base.group_user",
        help="The contracts of the customer that have a line in force today. Empty: agree on a price first.",
    )

    @api.depends("commercial_partner_id", "company_id")
    def _compute_contract_cover(self):
        """The names of the contracts in force, and nothing else of them: prices are the accountants'."""
        names = {}
        for line in self._contract_lines_in_force():
            contract = line.contract_id
            key = (contract.commercial_partner_id.id, contract.company_id.id)
            names.setdefault(key, {})[contract.id] = contract.name or contract.code
        for ticket in self:
            key = (ticket.commercial_partner_id.id, ticket.company_id.id)
            ticket.contract_cover = ", ".join(names.get(key, {}).values())

    def _contract_lines_in_force(self):
        """The lines of the customers' sale contracts that have begun, and have not ended or been canceled."""
        today = fields.Date.context_today(self)
        return (
            self.env["contract.line"]
            .sudo()
            .search(
                [
                    ("contract_id.commercial_partner_id", "in", self.commercial_partner_id.ids),
                    ("contract_id.company_id", "in", self.company_id.ids),
                    ("contract_id.contract_type", "=", "sale"),
                    ("contract_id.active", "=", True),
                    ("display_type", "=", False),
                    ("is_canceled", "=", False),
                    ("date_start", "<=", today),
                    "|",
                    ("date_end", "=", False),
                    ("date_end", ">=", today),
                ],
                order="contract_id, id",
            )
        )
