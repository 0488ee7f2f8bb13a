# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from odoo.addons.ipai_base.trees import take_turns


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    seat_line_id = fields.Many2one(
        "ipai.seat.line",
        "Seats",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The count behind the quantity, with the list of its devices.",
    )
    seat_date_from = fields.Date("Seats From", readonly=True, copy=False)
    seat_date_to = fields.Date("Seats To", readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        """An invoice writes the counts that it bills, and so does another count that takes their place.

        Of the two at one moment one is tried again, and sees the other.
        """
        lines = super().create(vals_list)
        take_turns(lines.sudo().seat_line_id)
        return lines

    def _seat_free(self):
        """What these would have billed is postponed again: the contract's dates have gone on."""
        Postponed = self.env["ipai.seat.postponed"].sudo()
        for line in self:
            others = self.search_count(
                [
                    ("contract_line_id", "=", line.contract_line_id.id),
                    ("seat_date_from", "=", line.seat_date_from),
                    ("seat_date_to", "=", line.seat_date_to),
                    ("move_id", "not in", self.move_id.ids),
                    ("parent_state", "!=", "cancel"),
                ],
                limit=1,
            )
            if not others:
                Postponed._postpone(
                    line.contract_line_id,
                    (line.seat_date_from, line.seat_date_to, line.move_id.invoice_date),
                    self.env._("Its invoice was canceled."),
                )
