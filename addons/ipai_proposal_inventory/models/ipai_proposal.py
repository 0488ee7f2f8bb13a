# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

from odoo.addons.ipai_proposal.operations import Allowed

ADDRESS = frozenset("name scope_id interface_id status role dns_name description".split())
RELATION = frozenset("type_id role redundancy_group_id note".split())
ENDS = frozenset("source_asset_id source_service_id target_asset_id target_service_id".split())
ARTICLE = frozenset("name kind url summary owner_id review_interval asset_ids".split())


class IpaiProposal(models.Model):
    _inherit = "ipai.proposal"

    @api.model
    def _allowed_operations(self):
        return {
            **super()._allowed_operations(),
            "ipai.ip.address": Allowed(create=ADDRESS, write=ADDRESS),
            "ipai.relation": Allowed(create=RELATION | ENDS, write=RELATION),
            "ipai.kb.link": Allowed(create=ARTICLE, write=ARTICLE),
        }
