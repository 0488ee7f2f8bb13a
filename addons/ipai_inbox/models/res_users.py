# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from odoo.addons.ipai_base.handing_on import hand_over_from


class ResUsers(models.Model):
    """Odoo deletes the tasks of who is archived: before that they go to somebody else."""

    _inherit = "res.users"

    def action_archive(self):
        hand_over_from(self, leaving=True)
        return super().action_archive()
