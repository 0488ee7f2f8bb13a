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

    def _copy_data_extend_business_fields(self, values):
        """A credit note of an invoice takes its periods back, as what replaces it bills them."""
        result = super()._copy_data_extend_business_fields(values)
        for name in ("seat_line_id", "seat_date_from", "seat_date_to"):
            values[name] = self._fields[name].convert_to_write(self[name], self)
        return result

    def _seat_counts(self):
        """The counts that are in force for the periods that these bill."""
        periods = {(one.contract_line_id, one.seat_date_from, one.seat_date_to) for one in self}
        applied = (
            self.env["ipai.seat.line"]
            .sudo()
            .search(
                [
                    ("contract_line_id", "in", self.contract_line_id.ids),
                    ("date_from", "in", self.mapped("seat_date_from")),
                    ("state", "=", "applied"),
                ]
            )
        )
        return applied.filtered(
            lambda one: (one.contract_line_id, one.date_from, one.date_to) in periods
        )

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
                    ("move_id.move_type", "=", "out_invoice"),
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
