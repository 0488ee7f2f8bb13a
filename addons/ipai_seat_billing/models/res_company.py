# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    ipai_seat_run_day = fields.Integer(
        "Seats Are Counted On",
        default=1,
        help="Day of the month on which last month is counted. 0: only by hand.",
    )
    ipai_seat_user_id = fields.Many2one(
        "res.users",
        "Approves Seats",
        domain=[("share", "=", False)],
        help="Is asked for the approval of each month.",
    )

    @api.constrains("ipai_seat_run_day")
    def _check_seat_run_day(self):
        for company in self:
            if not 0 <= company.ipai_seat_run_day <= 31:
                raise ValidationError(
                    self.env._("Seats are counted on a day from 1 to 31; 0 means by hand.")
                )
