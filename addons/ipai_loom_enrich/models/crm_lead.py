# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def iap_enrich(self, *args, **kwargs):
        """Leave out what Loom has written.

        The service would be told the address of somebody whom an investigation is about, and its answer
        would change the lead without a decision.
        """
        return super(CrmLead, self.filtered(lambda lead: not lead.ipai_source)).iap_enrich(
            *args, **kwargs
        )

    @api.depends("ipai_source")
    def _compute_show_enrich_button(self):
        result = super()._compute_show_enrich_button()
        self.filtered("ipai_source").show_enrich_button = False
        return result
