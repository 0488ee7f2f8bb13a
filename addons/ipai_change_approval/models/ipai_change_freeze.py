# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

CHANGE_KINDS = {
    "change-standard": "blocks_standard",
    "change-normal": "blocks_normal",
    "change-emergency": "blocks_emergency",
}


class IpaiChangeFreeze(models.Model):
    """Which kinds of changes a freeze stops."""

    _inherit = "ipai.change.freeze"

    blocks_standard = fields.Boolean("Standard Changes", default=True)
    blocks_normal = fields.Boolean("Normal Changes", default=True)
    blocks_emergency = fields.Boolean("Emergency Changes")

    def _blocks(self, kind):
        if kind in CHANGE_KINDS:
            self.ensure_one()
            return self[CHANGE_KINDS[kind]]
        return super()._blocks(kind)
