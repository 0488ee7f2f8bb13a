# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from ..duplicates import duplicates


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _proposal_duplicates(self, values):
        """Contacts that may be the same: pairs of record and why."""
        ways = (
            ("vat", self.env._("same tax number")),
            ("email", self.env._("same e-mail address")),
            ("phone", self.env._("same phone number")),
            ("website", self.env._("same website")),
        )
        return duplicates(self, values, ways)
