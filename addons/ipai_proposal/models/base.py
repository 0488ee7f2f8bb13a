# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class Base(models.AbstractModel):
    """What a proposal asks of any model that it may write; a model with more to say extends it."""

    _inherit = "base"

    def _proposal_risk(self):
        """low, medium, high or critical: what is at stake when these records are written."""
        return "low"

    def _proposal_stakes(self, values):
        """Why writing these values is of more than low risk: pairs of risk and reason, in words.

        :param values: field name → plain value, as proposed. Empty records: a new one is made.
        """
        risk = self._proposal_risk()
        if risk == "low":
            return []
        return [(risk, self.env._("of such a risk is %s", ", ".join(self.mapped("display_name"))))]

    def _proposal_duplicates(self, values):
        """Records that may be what a proposal wants to create: pairs of record and why, in words.

        :param values: field name → plain value, as proposed.
        """
        return []
