# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import SUPERUSER_ID, models
from odoo.exceptions import AccessError

from odoo.addons.ipai_base.managers import is_there


class IpaiCredentialRef(models.Model):
    """Who may get in is decided by its approver: so who that is, and whether one is asked, is not up to anybody."""

    _inherit = "ipai.credential.ref"  # pylint: disable=consider-merging-classes-inherited

    def write(self, vals):
        if not self.env.su and self.env.uid != SUPERUSER_ID:
            if "approver_id" in vals:
                new = self.env["res.users"].browse(vals["approver_id"] or ())
                for reference in self:
                    reference._check_names_approver(new)
            if "policy_id" in vals:
                new = self.env["ipai.rotation.policy"].browse(vals["policy_id"] or ())
                asked = self.filtered(lambda one: one.policy_id.approval_required)
                if not new.approval_required:
                    asked._check_decides_about_access()
        return super().write(vals)

    def _check_names_approver(self, new):
        """:raises AccessError: for who replaces the approver without being that, or a manager, or by themselves."""
        old = self.sudo().approver_id
        if not old or new == old:
            return
        self._check_decides_about_access()
        if new == self.env.user and is_there(old, self.company_id):
            raise AccessError(
                self.env._(
                    "%(reference)s: you cannot take over the decisions of %(user)s by yourself. Let them, or "
                    "another manager, name you.",
                    reference=self.name,
                    user=old.name,
                )
            )

    def _check_decides_about_access(self):
        """:raises AccessError: for anybody but the approver and the managers."""
        for reference in self:
            user = self.env.user
            if user != reference.sudo().approver_id and not user.has_group(
                "ipai_base.group_manager"
            ):
                raise AccessError(
                    self.env._(
                        "%s: its approver, or a manager, changes who is asked before somebody gets in.",
                        reference.name,
                    )
                )
