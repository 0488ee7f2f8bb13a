# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models


class IpaiFind(models.AbstractModel):
    _inherit = "ipai.find"

    @api.model
    def _find_where(self, text):
        return [
            *super()._find_where(text),
            ("ipai.change", self._anywhere(text, "reference", "name")),
        ]
