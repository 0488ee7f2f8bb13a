# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    seat_billed_apart = fields.Boolean(
        "Seats Billed Apart",
        help="The devices of this company are on a contract of its own, not on that of the company "
        "it belongs to.",
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_counted(self):
        self.env["ipai.seat.snapshot"]._refuse_loss("user_partner_id", self)
