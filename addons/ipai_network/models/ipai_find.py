# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models


class IpaiFind(models.AbstractModel):
    _inherit = "ipai.find"

    @api.model
    def _find_where(self, text):
        address = self._anywhere(text, "name", "dns_name", "description")
        prefix = self._anywhere(text, "name", "role")
        return [
            *super()._find_where(text),
            ("ipai.ip.address", ["|", ("in_network", "=", text), *address]),
            ("ipai.prefix", ["|", ("in_network", "=", text), *prefix]),
        ]
