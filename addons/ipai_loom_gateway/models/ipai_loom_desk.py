# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from ..trace import SOURCE


class IpaiLoomDesk(models.AbstractModel):
    """What Loom has proposed: listed, shown, taken back."""

    _name = "ipai.loom.desk"
    _inherit = "ipai.proposal.desk"
    _description = "Proposals as the Loom API Shows Them"

    _source = SOURCE

    def _execution_path(self, code):
        return f"/odoo/execute/{code}"
