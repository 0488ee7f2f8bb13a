# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.exceptions import UserError


class ApikeysShow(models.AbstractModel):
    """Odoo's dialog of a new key: the web client saves it when its page is left, without a table for it.

    Refused before a statement is made, so that no error of the database shows the key.
    """

    _inherit = "res.users.apikeys.show"

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse_to_keep()
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_to_keep()
        return super().write(vals)

    def _refuse_to_keep(self):
        raise UserError(self.env._("There is nothing to save: copy the key and close."))
