# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields, models


class IpaiAccessWrapping(models.TransientModel):
    """Asks which wrapping of the vault was handed on, for whom and until when; never for the token or the link."""

    _name = "ipai.access.wrapping"
    _description = "Wrapping of an Access"

    request_id = fields.Many2one("ipai.access.request", required=True, ondelete="cascade")
    accessor = fields.Char(
        "Wrapping Accessor", help="The vault shows it beside the token; it opens nothing."
    )
    partner_id = fields.Many2one("res.partner", "For", ondelete="cascade")
    until = fields.Datetime(default=lambda self: fields.Datetime.now() + timedelta(hours=1))

    def action_record(self):
        self.ensure_one()
        self.request_id.action_record_wrapping(self.accessor, self.partner_id.id, self.until)
        return {"type": "ir.actions.act_window_close"}
