# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import defaultdict

from odoo import api, fields, models


class IpaiPulsewayAccount(models.Model):
    """The contracts say how a customer's contract stands: names and dates, never a price."""

    _inherit = "ipai.pulseway.account"

    @api.model
    def _contract_status(self, partners):
        """``{customer: its contracts in force, else the last that ended}``; in English, as Pulseway's own fields."""
        today = fields.Date.context_today(self)
        found = dict.fromkeys(partners, "none")
        for partner, lines in self._contract_lines(partners).items():
            current = lines.filtered(lambda line: not line.date_end or line.date_end >= today)
            if current:
                ends = defaultdict(list)
                for line in current:
                    ends[line.contract_id].append(line.date_end)
                words = [
                    _named(contract) + ("" if not all(days) else f" until {max(days)}")
                    for contract, days in ends.items()
                ]
                found[partner] = f"active: {', '.join(words)}"
            else:
                last = lines.sorted("date_end")[-1]
                found[partner] = f"ended: {_named(last.contract_id)} on {last.date_end}"
        return found

    def _contract_lines(self, partners):
        """``{customer: lines of its sale contracts that have begun, and were not canceled}``."""
        # Narrow: lines of customers of the account, of its company.
        lines = (
            self.env["contract.line"]
            .sudo()
            .search(
                [
                    ("contract_id.commercial_partner_id", "in", partners.ids),
                    ("contract_id.company_id", "=", self.company_id.id),
                    ("contract_id.contract_type", "=", "sale"),
                    ("contract_id.active", "=", True),
                    ("display_type", "=", False),
                    ("is_canceled", "=", False),
                    ("date_start", "<=", fields.Date.context_today(self)),
                ],
                order="contract_id, id",
            )
        )
        return lines.grouped(lambda line: line.contract_id.commercial_partner_id)


def _named(contract):
    return contract.name or contract.code or str(contract.id)
