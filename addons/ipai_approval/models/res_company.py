# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.ipai_base import audit


class ResCompany(models.Model):
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    ipai_self_approval = fields.Boolean(
        "One Person Decides",
        help="For a lab of one: policies may let people decide what they asked for themselves. "
        "Each time stands out in the audit.",
    )
    ipai_self_approval_reason = fields.Char("Why One Person Decides")

    @api.constrains("ipai_self_approval", "ipai_self_approval_reason")
    def _check_self_approval_reason(self):
        for company in self:
            if company.ipai_self_approval and not (company.ipai_self_approval_reason or "").strip():
                raise ValidationError(
                    self.env._("Say why one person decides alone in %s.", company.name)
                )

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"ipai_self_approval", "ipai_self_approval_reason"}:
            for company in self:
                audit.done(
                    company,
                    "approval.self.setting",
                    company_id=company.id,
                    field_names="on" if company.ipai_self_approval else "off",
                )
        return result
