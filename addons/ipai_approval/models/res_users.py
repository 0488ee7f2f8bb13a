# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from odoo.addons.ipai_base.handing_on import hand_over_from, may_leave


class ResUsers(models.Model):
    _inherit = "res.users"

    ipai_manager_id = fields.Many2one(
        "res.users",
        "Manager for Approvals",
        domain=[("share", "=", False)],
        help="Is asked where a policy asks the requester's manager. Empty: the one of the employee, "
        "where Employees is installed.",
    )

    def _approval_manager(self):
        """The manager of a user: as set here, else as Employees has it; empty when nobody is known."""
        self.ensure_one()
        user = self.sudo()
        if user.ipai_manager_id or "employee_parent_id" not in self._fields:
            return user.ipai_manager_id
        return user.employee_parent_id.user_id

    def write(self, vals):
        """Who leaves may have been the only one to decide something: then a manager is told."""
        result = super().write(vals)
        if may_leave(vals):
            self.env["ipai.approval.step"].sudo()._tell_helpers()
        return result

    def action_archive(self):
        hand_over_from(self, leaving=True)
        return super().action_archive()
