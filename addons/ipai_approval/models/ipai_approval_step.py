# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import Command, api, fields, models

from odoo.addons.ipai_base.compat import (
    ALL_GROUPS_FIELD,
    GROUP_ALL_USERS_FIELD,
    Index,
    domain_and,
    domain_or,
    search_values,
)
from odoo.addons.ipai_base.managers import managers_of

from ..gone import record_of, stored_name
from .ipai_approval_policy import RISKS


class IpaiApprovalStep(models.Model):
    """A step of the policy in force on one revision of a record: who is asked, and by when."""

    _name = "ipai.approval.step"
    _description = "Approval Step in Force"
    _inherit = "ipai.guarded"
    _order = "sequence, id"

    res_model = fields.Char("Model", required=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", required=True)
    revision = fields.Integer(required=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    sequence = fields.Integer(required=True)
    name = fields.Char(required=True)
    group_id = fields.Many2one("res.groups", ondelete="restrict")
    user_ids = fields.Many2many("res.users", string="Users")
    minimum = fields.Integer("Approvals Needed", required=True)
    hours = fields.Integer("Time Limit (hours)")
    escalation_user_ids = fields.Many2many(
        "res.users", "ipai_approval_step_escalation_rel", string="Escalate To"
    )
    state = fields.Selection(
        [
            ("later", "Later"),
            ("asked", "Asked"),
            ("approved", "Approved"),
            ("rejected", "Rejected"),
            ("void", "Void"),
        ],
        required=True,
        default="later",
        index=True,
    )
    voter_ids = fields.Many2many(
        "res.users",
        "ipai_approval_step_voter_rel",
        string="Have Decided",
        help="Who decided, and on whose behalf.",
    )
    excluded_ids = fields.Many2many(
        "res.users",
        "ipai_approval_step_excluded_rel",
        string="May Not Decide",
        help="Who asked for it; nobody where the policy lets one decide one's own.",
    )
    subject = fields.Char("What", compute="_compute_about")
    requester_id = fields.Many2one("res.users", compute="_compute_about")
    risk = fields.Selection(RISKS, compute="_compute_about")
    is_overdue = fields.Boolean(compute="_compute_is_overdue")
    can_decide = fields.Boolean(
        "Waiting for Me", compute="_compute_can_decide", search="_search_can_decide"
    )
    asked_at = fields.Datetime()
    due_at = fields.Datetime(index="btree_not_null")
    reminded_at = fields.Datetime()
    escalated_at = fields.Datetime()
    next_notice_at = fields.Datetime(
        compute="_compute_next_notice_at",
        store=True,
        index="btree_not_null",
        help="When those who are asked are reminded next, or others are asked besides.",
    )

    _record_idx = Index("(res_model, res_id, revision)")

    @api.depends("res_model", "res_id")
    def _compute_about(self):
        """What it is about, read for all records of a model at once, with the reader's rights."""
        for model, steps in self.grouped("res_model").items():
            if model not in self.env:
                steps.requester_id = steps.risk = False
                for step in steps:
                    step.subject = stored_name(self.env, model, step.res_id)
                continue
            readable = self.env[model].search([("id", "in", steps.mapped("res_id"))])
            records = {record.id: record for record in readable}
            for step in steps:
                record = records.get(step.res_id)
                step.subject = record.display_name if record else self.env._("(not yours to see)")
                step.requester_id = record.requester_id if record else False
                step.risk = record._approval_risk() if record else False

    @api.depends("state", "due_at", "hours", "reminded_at", "escalated_at")
    def _compute_next_notice_at(self):
        """In the last quarter of the time, then once a day; the end of the time is a moment of its own."""
        for step in self:
            if step.state != "asked" or not step.due_at:
                step.next_notice_at = False
                continue
            reminder = step.due_at - timedelta(hours=step.hours / 4)
            if step.reminded_at:
                reminder = max(reminder, step.reminded_at + timedelta(days=1))
            step.next_notice_at = reminder if step.escalated_at else min(reminder, step.due_at)

    @api.depends("due_at", "state")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for step in self:
            step.is_overdue = step.state == "asked" and bool(step.due_at) and step.due_at < now

    @api.depends_context("uid")
    def _compute_can_decide(self):
        mine = self._waiting_for(self.env.user) & self
        for step in self:
            step.can_decide = step in mine

    @api.model
    def _search_can_decide(self, operator, value):
        values, positive = search_values(operator, value)
        mine = self._waiting_for(self.env.user)
        return [("id", "in" if positive == (True in values) else "not in", mine.ids)]

    def action_open(self):
        """Open what is asked about: the page where one decides."""
        self.ensure_one()
        return record_of(self.env, self.res_model, self.res_id)._get_records_action(context={})

    # -- who ----------------------------------------------------------------------------------

    @api.model
    def _waiting_for(self, user, model=None, ids=None):
        """The steps that wait for this user: asked as oneself, or in the stead of another.

        :param model: of this model only; :param ids: and of these records only.
        """
        domain = self._domain_waiting_for(user)
        if model:
            domain = domain_and(domain, [("res_model", "=", model)])
        if ids is not None:
            domain = domain_and(domain, [("res_id", "in", list(ids))])
        return self.search(domain)

    @api.model
    def _domain_waiting_for(self, user):
        ways = [self._domain_for(user)]
        # Narrow: delegations to this very user.
        delegations = self.env["ipai.approval.delegation"].sudo()._in_force_for(user)
        for delegation in delegations:
            ways.append(
                domain_and(
                    self._domain_for(delegation.user_id),
                    [
                        ("company_id", "=", delegation.company_id.id),
                        ("voter_ids", "not in", user.ids),
                        ("excluded_ids", "not in", user.ids),
                    ],
                )
            )
        return domain_and([("state", "=", "asked")], domain_or(*ways))

    @api.model
    def _domain_for(self, user):
        """Steps for which the user is a candidate who has neither decided nor is excluded."""
        groups = user.sudo()[ALL_GROUPS_FIELD].ids
        return [
            "|",
            ("group_id", "in", groups),
            ("user_ids", "in", user.ids),
            ("voter_ids", "not in", user.ids),
            ("excluded_ids", "not in", user.ids),
            ("company_id", "in", user.sudo().company_ids.ids),
        ]

    def _is_candidate(self, user):
        """Whether the step names this user now: active, in the group or listed, in the company."""
        self.ensure_one()
        user, step = user.sudo(), self.sudo()
        named = user in step.user_ids or step.group_id in user[ALL_GROUPS_FIELD]
        return user.active and named and step.company_id in user.company_ids

    def _candidates(self):
        """Active users whom the steps name, excluded ones left out."""
        users = self.env["res.users"].sudo()
        for step in self.sudo():
            named = step.user_ids | step.group_id[GROUP_ALL_USERS_FIELD]
            users |= named.filtered(
                lambda user, step=step: user.active and step.company_id in user.company_ids
            ) - (step.excluded_ids)
        return users

    def _asked_users(self):
        """Who is asked now: candidates who have not decided, and those who stand in for them."""
        users = self.env["res.users"].sudo()
        for step in self.sudo():
            named = step._candidates() - step.voter_ids
            standing_in = (
                self.env["ipai.approval.delegation"].sudo()._delegates_of(named, step.company_id)
            )
            users |= named | (standing_in - step.voter_ids - step.excluded_ids)
            users |= step._who_helps()
        return users

    def _who_helps(self):
        """Managers of the company, where those who are left are too few: they name somebody.

        They learn of it and do not decide it, unless a step names them.
        """
        self.ensure_one()
        if len(self._candidates() | self.voter_ids.filtered("active")) >= self.minimum:
            return self.env["res.users"].sudo()
        return managers_of(self.env, self.company_id)

    def _may_vote(self, user, principal):
        """Whether ``user`` may decide as ``principal``: oneself, or who delegated to one."""
        step = self.sudo()
        involved = user | principal
        return (
            step._is_candidate(principal)
            and user.sudo().active
            and not involved & step.excluded_ids
            and not involved & step.voter_ids
        )

    def _valid_decisions(self, record):
        """The approvals of this step that stand now: on these bytes, by people who still may."""
        return record._approval_decisions().filtered(
            lambda one: (
                one.step_id == self
                and one.verdict == "approve"
                and one.user_id.active
                and self._is_candidate(one.on_behalf_of_id or one.user_id)
                and not (one.user_id | one.on_behalf_of_id) & self.excluded_ids
                and (not one.own or one.company_id.ipai_self_approval)
            )
        )

    # -- the course of a step -----------------------------------------------------------------

    @api.model
    def _not_asked(self):
        """Values of a step that nobody was asked yet."""
        return {
            "state": "later",
            "voter_ids": [Command.clear()],
            **dict.fromkeys(("asked_at", "due_at", "reminded_at", "escalated_at"), False),
        }

    def _ask(self):
        """Let these steps be asked from now on."""
        now = fields.Datetime.now()
        for step in self:
            step.sudo().write(
                {
                    "state": "asked",
                    "asked_at": now,
                    "due_at": now + timedelta(hours=step.hours) if step.hours else False,
                }
            )

    def _most_urgent(self):
        """The one whose time is over first; one without a limit comes last."""
        return self.sorted(lambda step: (not step.due_at, step.due_at or step.id, step.id))[:1]

    def _record(self):
        """The record that the step is about."""
        self.ensure_one()
        return record_of(self.env, self.res_model, self.res_id)
