# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.ipai_base.compat import UniqueIndex


class IpaiRotationPolicy(models.Model):
    _name = "ipai.rotation.policy"
    _description = "Rotation Policy"
    _inherit = ["mail.thread"]
    _order = "interval, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True, help="As in: Quarterly.")
    interval = fields.Integer(
        "Rotate Every", required=True, default=90, tracking=True, help="In days.", aggregator=None
    )
    warning_ladder = fields.Char(
        required=True,
        default="30, 14, 7, 1",
        tracking=True,
        help="Days before it is due on which the owner is reminded, each once.",
    )
    grace = fields.Integer(
        default=7,
        tracking=True,
        aggregator=None,
        help="Days after it is due until the approver is told as well.",
    )
    mfa_required = fields.Boolean("MFA Required", tracking=True)
    approval_required = fields.Boolean(
        tracking=True, help="A rotation begins once the approver of the reference agrees."
    )
    from_vault = fields.Boolean(
        "Interval From the Vault",
        tracking=True,
        help="Where the secret's own metadata names rotation_days, that counts. It is never written there.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)

    _name_uniq = UniqueIndex(
        "(company_id, lower(name)) WHERE active", "There already is a policy of this name."
    )

    @api.constrains("interval", "grace", "warning_ladder")
    def _check_days(self):
        for policy in self:
            if not 1 <= policy.interval <= 3650 or not 0 <= policy.grace <= 365:
                raise ValidationError(
                    self.env._(
                        "%s: rotate every 1 to 3650 days, with a grace of 0 to 365 days.",
                        policy.name,
                    )
                )
            if not re.fullmatch(r"\s*\d{1,3}(\s*,\s*\d{1,3})*\s*", policy.warning_ladder or ""):
                raise ValidationError(
                    self.env._(
                        "%s: write the warnings as days by commas, as in 30, 7, 1.", policy.name
                    )
                )

    def _steps(self):
        """The days before it is due on which the owner is reminded, the farthest first."""
        self.ensure_one()
        return sorted({int(step) for step in self.warning_ladder.split(",")}, reverse=True)
