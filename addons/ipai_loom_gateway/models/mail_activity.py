# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.exceptions import AccessError


class MailActivity(models.Model):
    _name = "mail.activity"
    _inherit = ["mail.activity", "ipai.loom.traced"]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_loom(self):
        """Record rules do not settle it: who may write a record may delete its activities."""
        if not self.env.su and self.env.user.has_group("ipai_loom_gateway.group_loom"):
            raise AccessError(
                self.env._("Loom deletes nothing: let a person mark the activity as done.")
            )
