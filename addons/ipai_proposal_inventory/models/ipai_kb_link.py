# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from odoo.addons.ipai_proposal.duplicates import duplicates


class IpaiKbLink(models.Model):
    _inherit = "ipai.kb.link"

    def _proposal_stakes(self, values):
        """What is at stake with the machines that it is read for."""
        # Narrow: what is at stake is counted, of assets that the proposer was asked for by rights before.
        assets = self.env["ipai.asset"].browse(values.get("asset_ids") or ()).exists().sudo()
        return super()._proposal_stakes(values) + (assets | self.asset_ids)._proposal_stakes({})

    def _proposal_duplicates(self, values):
        mine = self.env.company
        ways = (("url", self.env._("same address")), ("name", self.env._("same title")))
        return [
            (article, why)
            for article, why in duplicates(self, values, ways)
            if article.company_id == mine
        ]
