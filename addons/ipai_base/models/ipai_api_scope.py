# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from ..compat import Constraint


class IpaiApiScope(models.Model):
    _name = "ipai.api.scope"
    _description = "API Scope"
    _order = "code"
    _rec_name = "code"

    code = fields.Char(required=True, readonly=True)
    description = fields.Char(required=True, readonly=True)
    enabled = fields.Boolean(
        default=True, help="Switch it off to stop all calls that need this scope, at once."
    )

    _code_uniq = Constraint("UNIQUE(code)", "There is a scope with this code already.")

    def write(self, vals):
        if "enabled" in vals:
            verb = "api.scope.enable" if vals["enabled"] else "api.scope.disable"
            for scope in self:
                self.env["ipai.audit"]._append(
                    "done", verb, target=scope.code, user_id=self.env.uid
                )
        return super().write(vals)
