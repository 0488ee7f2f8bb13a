# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from odoo.addons.ipai_approval.matching import highest
from odoo.addons.ipai_proposal.duplicates import duplicates


class IpaiService(models.Model):
    _inherit = "ipai.service"

    def _proposal_risk(self):
        return highest(service.criticality or "low" for service in self)

    def _proposal_duplicates(self, values):
        return duplicates(self, values, (("name", self.env._("same name")),))
