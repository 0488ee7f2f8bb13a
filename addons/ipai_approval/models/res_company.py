# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.ipai_base import audit

from .. import second
from .decisive import tell_managers

DECISIVE = frozenset({"ipai_self_approval", "ipai_self_approval_reason", "ipai_second_manager"})
"""Settings that decide who decides."""


class ResCompany(models.Model):
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    ipai_self_approval = fields.Boolean(
        "One Person Decides",
        help="For a lab of one: policies may let people decide what they asked for themselves. "
        "Each time stands out in the audit.",
    )
    ipai_self_approval_reason = fields.Char("Why One Person Decides")
    ipai_second_manager = fields.Selection(
        [("auto", "Where there are two managers"), ("never", "Never")],
        "A Second Manager Confirms",
        required=True,
        default="auto",
        help="Changes of policies, freezes, protections and of these settings take effect when another "
        "manager has confirmed them.",
    )

    @api.constrains("ipai_self_approval", "ipai_self_approval_reason")
    def _check_self_approval_reason(self):
        for company in self:
            if company.ipai_self_approval and not (company.ipai_self_approval_reason or "").strip():
                raise ValidationError(
                    self.env._("Say why one person decides alone in %s.", company.name)
                )

    def write(self, vals):
        names = self._decisive_settings() & vals.keys()
        changed = {name for name in names if self._is_other(name, vals[name])}
        if changed:
            act = super().write
            before = {company: {name: company[name] for name in changed} for company in self}
            told = {name: vals[name] for name in sorted(changed)}
            words = "; ".join(f"{name}: {value}" for name, value in told.items())
            second.ask(self, "write", [told], lambda: act(vals), lambda _done: words)
        result = super().write(vals)
        if changed:
            for company in self:
                words = "; ".join(
                    f"{name}: {before[company][name]} → {company[name]}" for name in sorted(changed)
                )
                audit.done(
                    company, "approval.self.setting", company_id=company.id, field_names=words
                )
                tell_managers(company, company, words)
        return result

    @api.model
    def _decisive_settings(self):
        """Names of the settings that a second manager confirms: a seam."""
        return DECISIVE

    def _is_other(self, name, value):
        return any(company[name] != value for company in self)

    def _decisive_companies(self):
        return self
