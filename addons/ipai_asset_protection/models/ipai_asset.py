# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from odoo.addons.ipai_approval.matching import highest
from odoo.addons.ipai_proposal.duplicates import duplicates


class IpaiAsset(models.Model):
    _inherit = "ipai.asset"  # pylint: disable=consider-merging-classes-inherited

    def _proposal_risk(self):
        """How critical these assets are; in production never less than medium."""
        return highest(
            risk
            for asset in self
            for risk in (
                asset.criticality or "low",
                "medium" if asset.environment == "production" else "low",
            )
        )

    def _proposal_duplicates(self, values):
        """Assets that may be the same: pairs of record and why."""
        ways = (
            ("hostname", self.env._("same host name")),
            ("serial_number", self.env._("same serial number")),
            ("name", self.env._("same name")),
        )
        return duplicates(self, values, ways)
