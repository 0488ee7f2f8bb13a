# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command, api, fields, models
from odoo.exceptions import ValidationError

APPROVERS = [
    ("group", "Group"),
    ("users", "Users"),
    ("manager", "Requester's Manager"),
    ("owner", "Owner of the Target"),
]


class IpaiApprovalPolicyStep(models.Model):
    _name = "ipai.approval.policy.step"
    _description = "Step of an Approval Policy"
    _inherit = "ipai.decisive"
    _order = "sequence, id"

    policy_id = fields.Many2one(
        "ipai.approval.policy", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    approver = fields.Selection(APPROVERS, required=True, default="group")
    group_id = fields.Many2one("res.groups", ondelete="restrict")
    user_ids = fields.Many2many("res.users", string="Users", domain=[("share", "=", False)])
    minimum = fields.Integer("Approvals Needed", default=1, required=True)
    hours = fields.Integer("Time Limit (hours)", default=48, help="Zero: none.")
    escalation_user_ids = fields.Many2many(
        "res.users",
        "ipai_approval_policy_step_escalation_rel",
        string="Escalate To",
        domain=[("share", "=", False)],
        help="Are asked as well once the time limit is over.",
    )

    def _decisive_company(self):
        return self.policy_id.company_id

    @api.constrains("approver", "group_id", "user_ids", "minimum")
    def _check_approvers(self):
        for step in self:
            if step.approver == "group" and not step.group_id:
                raise ValidationError(self.env._("Choose the group that %s asks.", step.name))
            if step.approver == "users" and len(step.user_ids) < step.minimum:
                raise ValidationError(
                    self.env._(
                        "%(step)s needs %(minimum)s approvals: choose at least as many users.",
                        step=step.name,
                        minimum=step.minimum,
                    )
                )
            if step.minimum < 1:
                raise ValidationError(self.env._("%s needs at least one approval.", step.name))

    def _prepare_in_force(self, record):
        """Values of the step as it is asked for one record: managers and owners become users."""
        return {
            "sequence": self.sequence,
            "name": self.name,
            "group_id": self.group_id.id if self.approver == "group" else False,
            "user_ids": [Command.set(self._users(record).ids)],
            "minimum": self.minimum,
            "hours": self.hours,
            "escalation_user_ids": [Command.set(self.escalation_user_ids.ids)],
        }

    def _users(self, record):
        """Those whom the step names, the group aside."""
        if self.approver == "users":
            return self.user_ids
        if self.approver == "manager":
            return record.requester_id._approval_manager()
        if self.approver == "owner":
            return record._approval_owners()
        return self.env["res.users"]
