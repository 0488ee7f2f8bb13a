# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from odoo.addons.ipai_network.addressing import Address, AddressError


class IpaiIpAddress(models.Model):
    _inherit = "ipai.ip.address"

    def _proposal_stakes(self, values):
        """What is at stake with the machines that have it, and that would have it."""
        interfaces = self.env["ipai.interface"].browse(values.get("interface_id") or ()).exists()
        # Narrow: what is at stake is counted, of an interface that the proposer was asked for by rights before.
        assets = (interfaces.sudo() | self.interface_id).asset_id
        return super()._proposal_stakes(values) + assets._proposal_stakes({})

    def _proposal_duplicates(self, values):
        """The same host, in whatever scope of the company."""
        try:
            host = Address.parse(values.get("name") or "", any_host=True).name
        except AddressError:
            return []
        found = self.search([("host", "=", host), ("company_id", "=", self.env.company.id)])
        scope = values.get("scope_id") or self.env["ipai.ip.scope"]._get_global().id
        return [
            (
                address,
                self.env._("same address")
                if address.scope_id.id == scope
                else self.env._("same address in another scope"),
            )
            for address in found
        ]
