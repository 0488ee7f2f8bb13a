# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.exceptions import ValidationError

from ..paths import HEADS


class IrActionsActions(models.Model):
    _inherit = "ir.actions.actions"

    @api.constrains("path")
    def _check_path_is_not_of_the_loom_api(self):
        """Reloading the page or opening a bookmark would end at the API."""
        for action in self:
            if action.path in HEADS:
                raise ValidationError(
                    self.env._(
                        "/odoo/%(path)s belongs to the Loom API: choose another path, as in my-%(path)s.",
                        path=action.path,
                    )
                )
