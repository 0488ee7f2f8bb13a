# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from ..handing_on import hand_over_from, may_leave, may_take


class ResUsers(models.Model):
    """Who leaves leaves tasks behind, which Odoo keeps with them, or deletes: others do them now.

    To archive them by the button deletes their tasks first: rooms that bring ``mail`` in say it before that.
    """

    _inherit = "res.users"

    def write(self, vals):
        result = super().write(vals)
        if may_leave(vals):
            hand_over_from(self)
        return result

    def unlink(self):
        hand_over_from(self, leaving=True)
        return super().unlink()


class ResCompany(models.Model):
    """The same when a company is asked who is in it."""

    _inherit = "res.company"

    def write(self, vals):
        users = self.user_ids if may_take(vals) else None
        result = super().write(vals)
        if users:
            hand_over_from(users)
        return result
