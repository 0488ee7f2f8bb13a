# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

from odoo.addons.ipai_asset import links


class IpaiLinkTemplate(models.Model):
    _inherit = "ipai.link.template"

    @api.model
    def _variables(self):
        return {
            **super()._variables(),
            "ip": lambda asset: asset._primary_ip(),
            "ip_host": lambda asset: links.HostAddress(asset._primary_ip() or ""),
            "mac": lambda asset: (asset.mac_addresses or "").partition(",")[0],
        }
