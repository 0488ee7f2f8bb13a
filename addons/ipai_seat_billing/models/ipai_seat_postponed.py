# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from odoo.addons.ipai_base.compat import UniqueIndex


class IpaiSeatPostponed(models.Model):
    """A period of a contract line that was left out of its invoice, to be invoiced once it is counted.

    The contract goes on as if it had been invoiced, so that its other lines and its dates are right.
    """

    _name = "ipai.seat.postponed"
    _description = "Postponed Period"
    _order = "date_from, id"
    _rec_name = "contract_line_id"
    _check_company_auto = True

    contract_line_id = fields.Many2one(
        "contract.line", required=True, readonly=True, index=True, ondelete="cascade"
    )
    contract_id = fields.Many2one(
        related="contract_line_id.contract_id", store=True, index=True, precompute=True
    )
    customer_id = fields.Many2one(related="contract_id.commercial_partner_id", string="Customer")
    company_id = fields.Many2one(
        related="contract_line_id.company_id", store=True, index=True, precompute=True
    )
    date_from = fields.Date("First Day", required=True, readonly=True)
    date_to = fields.Date("Last Day", required=True, readonly=True)
    invoice_date = fields.Date("Was Due", readonly=True)
    reason = fields.Char(readonly=True)
    state = fields.Selection(
        [("waiting", "Waiting"), ("invoiced", "Invoiced"), ("dropped", "Dropped")],
        required=True,
        readonly=True,
        default="waiting",
        index=True,
    )

    _waiting_uniq = UniqueIndex(
        "(contract_line_id, date_from, date_to) WHERE state = 'waiting'",
        "This period of the contract line is postponed already.",
    )

    def action_drop(self):
        """Never invoice the period: somebody settled it otherwise."""
        self.env["ipai.seat.line"]._check_may("drop")
        self.check_access("read")
        self.filtered(lambda one: one.state == "waiting").sudo().write({"state": "dropped"})
        return True

    def action_invoice(self):
        """Invoice what is counted by now, without waiting for the contract's next invoice."""
        self.env["ipai.seat.line"]._check_may("invoice")
        self.check_access("read")
        self.contract_id.sudo()._seat_invoice_counted()
        return True

    def _postpone(self, line, dates, reason):
        """Keep a period that is left out; of one that is kept already only the reason is new."""
        first, last, due = dates
        known = self._of(line, first, last)
        if known:
            known.reason = reason
            return known
        return self.create(
            {
                "contract_line_id": line.id,
                "date_from": first,
                "date_to": last,
                "invoice_date": due,
                "reason": reason,
            }
        )

    def _of(self, line, first, last):
        """What waits of a period of a contract line."""
        return self.search(
            [
                ("contract_line_id", "=", line.id),
                ("date_from", "=", first),
                ("date_to", "=", last),
                ("state", "=", "waiting"),
            ]
        )
