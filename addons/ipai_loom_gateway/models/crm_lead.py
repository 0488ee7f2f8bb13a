# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

SPARED = "ipai_loom_spares_contact"


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "ipai.loom.traced"]

    # Odoo copies what is written on a lead to its contact. A proposal of a lead is not decided as one
    # of its contact, and does not show it: what differs stays on the lead, whose form says so.

    def _inverse_email_from(self):
        if not self.env.context.get(SPARED):
            return super()._inverse_email_from()

    def _inverse_phone(self):
        if not self.env.context.get(SPARED):
            return super()._inverse_phone()
