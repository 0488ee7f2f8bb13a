# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class IpaiApiSecret(models.Model):
    """The hashes of our keys, on Odoo's own mechanism in a table apart: they open no RPC, and Odoo's keys nothing here."""

    _name = "ipai.api.secret"
    _inherit = "res.users.apikeys"
    _description = "API Key Secret"
    _auto = False
    _order = "id desc"

    prefix = fields.Char(
        compute="_compute_prefix", help="The first characters, to tell keys apart."
    )

    def _compute_prefix(self):
        self.env.cr.execute("SELECT id, index FROM ipai_api_secret WHERE id = ANY(%s)", [self.ids])
        prefixes = dict(self.env.cr.fetchall())
        for secret in self:
            secret.prefix = prefixes.get(secret.id)

    def action_revoke(self):
        """End these secrets at once."""
        for key in self.env["ipai.api.key"].search([("secret_ref", "in", self.mapped("scope"))]):
            key._revoke(self.filtered(lambda secret, ref=key.secret_ref: secret.scope == ref))
        return True

    def _remove(self):
        self.action_revoke()
        return {"type": "ir.actions.act_window_close"}
