# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

from odoo.addons.ipai_proposal.operations import Allowed

ASSET_FIELDS = frozenset(
    "name hostname type_id manufacturer_id model_id serial_number operating_system_id os_version "
    "host_id site_id location environment owner_id customer_id assigned_partner_id status "
    "status_reason criticality purpose purchase_date warranty_date end_of_life_date tag_ids".split()
)


class IpaiProposal(models.Model):
    _inherit = "ipai.proposal"

    @api.model
    def _allowed_operations(self):
        return {
            **super()._allowed_operations(),
            "ipai.asset": Allowed(create=ASSET_FIELDS - {"status"}, write=ASSET_FIELDS),
        }
