# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

SOURCE = "API"
"""By it, approval policies know what came over the API."""
ADDRESS = "/ipai/proposals"


class IpaiInventoryDesk(models.AbstractModel):
    """What programs have proposed of the inventory."""

    _name = "ipai.inventory.desk"
    _inherit = "ipai.proposal.desk"
    _description = "Proposals as the Inventory API Shows Them"

    _source = SOURCE

    def _execution_path(self, code):
        return f"{ADDRESS}/{code}/execute"
