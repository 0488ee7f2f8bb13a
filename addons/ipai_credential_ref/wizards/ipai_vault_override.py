# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields, models


class IpaiVaultOverride(models.TransientModel):
    _name = "ipai.vault.override"
    _description = "Override of a Red Vault"

    vault_id = fields.Many2one("ipai.vault", required=True, ondelete="cascade")
    reason = fields.Char()
    until = fields.Datetime(default=lambda self: fields.Datetime.now() + timedelta(days=1))

    def action_override(self):
        self.vault_id.action_override(self.reason, self.until)
        return {"type": "ir.actions.act_window_close"}
