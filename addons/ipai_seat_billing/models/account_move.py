# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

BILLING = "ipai_seat_billing.group_billing"


class AccountMove(models.Model):
    _inherit = "account.move"

    seat_line_count = fields.Integer(
        "Counted Seats", compute="_compute_seat_line_count", groups=BILLING
    )

    @api.depends("invoice_line_ids.seat_line_id")
    def _compute_seat_line_count(self):
        for move in self:
            move.seat_line_count = len(move.sudo().invoice_line_ids.seat_line_id)

    def action_view_seat_lines(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ipai_seat_billing.ipai_seat_line_action"
        )
        ids = self.sudo().invoice_line_ids.seat_line_id.ids
        return {**action, "domain": [("id", "in", ids)], "context": {}}

    def action_attach_seat_evidence(self):
        """Attach the lists of devices, as CSV and as PDF, so that they go out with the invoice."""
        for move in self:
            move.check_access("write")
            lines = move.sudo().invoice_line_ids.seat_line_id
            if not lines:
                raise UserError(self.env._("No line of this invoice was counted from seats."))
            files = [(f"seats-{line.id}.csv", line._csv()) for line in lines]
            pdf, _kind = (
                self.env["ir.actions.report"]
                .sudo()
                ._render_qweb_pdf("ipai_seat_billing.seat_evidence", lines.ids)
            )
            move.message_post(
                body=Markup("<p>%s</p>") % self.env._("The devices behind the seats."),
                attachments=[*files, ("seats.pdf", pdf)],
            )
        return True

    # -- an invoice that goes frees its periods -------------------------------------------------------

    def button_cancel(self):
        lines = self._seat_periods()
        result = super().button_cancel()
        lines._seat_free()
        self._seat_settle(lines._seat_counts())
        return result

    def button_draft(self):
        """What was canceled and comes back bills its periods again."""
        back = self.filtered(lambda move: move.state == "cancel")
        result = super().button_draft()
        lines = back._seat_periods()
        for line in lines:
            self.env["ipai.seat.postponed"].sudo()._of(
                line.contract_line_id, line.seat_date_from, line.seat_date_to
            ).write({"state": "dropped"})
        self._seat_settle(lines._seat_counts())
        return result

    def unlink(self):
        lines = self._seat_periods()
        counts = lines._seat_counts()
        lines._seat_free()
        result = super().unlink()
        self._seat_settle(counts)
        return result

    @api.model
    def _seat_settle(self, counts):
        """Correct what another invoice billed of these periods, now that one is gone or come back."""
        # Narrow: periods of the invoice that the caller writes.
        return self.env["ipai.seat.correction"].sudo()._settle(counts.sudo())

    def _seat_periods(self):
        """The lines of invoices in force that bill counted seats."""
        return self.sudo().invoice_line_ids.filtered(
            lambda line: (
                line.seat_line_id
                and line.move_id.move_type == "out_invoice"
                and line.move_id.state != "cancel"
            )
        )
