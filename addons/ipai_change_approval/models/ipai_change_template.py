# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.tools import format_date, is_html_empty

from odoo.addons.ipai_approval.refusal import ChangeRefused
from odoo.addons.ipai_base.batches import in_batches
from odoo.addons.ipai_base.compat import search_values

PLANS = ("reason", "plan", "test_plan", "backout_plan")
REMIND_BEFORE = timedelta(days=30)


class IpaiChangeTemplate(models.Model):
    """A procedure that was approved once for all: standard changes follow it without a new decision."""

    _name = "ipai.change.template"
    _description = "Change Template"
    _inherit = [
        "ipai.approval.mixin",
        "ipai.change.assessed",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(
        required=True, index="trigram", tracking=True, help="As in: Renew a Certificate."
    )
    summary = fields.Char(help="When one takes it, in one line.")
    reason = fields.Html(help="Why such changes are made.")
    plan = fields.Html("Implementation Plan")
    test_plan = fields.Html()
    backout_plan = fields.Html()
    task_names = fields.Text("Tasks", help="One a line; a change can take them into its project.")
    answer_ids = fields.One2many(
        "ipai.change.answer",
        "template_id",
        "Risk Answers",
        default=lambda self: self.env["ipai.change.question"]._blank_answers(),
        copy=True,
    )
    valid_until = fields.Date(
        tracking=True, help="From then on it has to be approved anew, with another date."
    )
    is_valid = fields.Boolean(
        "In Force",
        compute="_compute_is_valid",
        search="_search_is_valid",
        help="Approved, and not expired.",
    )
    kb_link_ids = fields.Many2many("ipai.kb.link", string="Articles", check_company=True)
    project_id = fields.Many2one(
        "project.project", check_company=True, ondelete="restrict", index="btree_not_null"
    )
    change_ids = fields.One2many("ipai.change", "template_id", "Changes")
    change_count = fields.Integer(compute="_compute_change_count")
    reminded_for = fields.Date(readonly=True, copy=False)
    author_ids = fields.Many2many(
        "res.users",
        "ipai_change_template_author_rel",
        string="Written By",
        readonly=True,
        copy=False,
        help="Who wrote anything that a decision on it binds, and so does not decide it.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)

    @api.depends("approval_state", "valid_until")
    def _compute_is_valid(self):
        today = fields.Date.context_today(self)
        for template in self:
            template.is_valid = (
                template.approval_state == "granted"
                and bool(template.valid_until)
                and template.valid_until >= today
            )

    @api.model
    def _search_is_valid(self, operator, value):
        values, positive = search_values(operator, value)
        today = fields.Date.context_today(self)
        if positive == (True in values):
            return [("approval_state", "=", "granted"), ("valid_until", ">=", today)]
        return [
            "|",
            "|",
            ("approval_state", "!=", "granted"),
            ("valid_until", "=", False),
            ("valid_until", "<", today),
        ]

    def _compute_change_count(self):
        groups = self.env["ipai.change"]._read_group(
            [("template_id", "in", self.ids)], ["template_id"], ["__count"]
        )
        counts = {template.id: count for template, count in groups}
        for template in self:
            template.change_count = counts.get(template.id, 0)

    def action_submit(self):
        self._check_complete()
        return super().action_submit()

    def action_new_change(self):
        """A standard change after this template, to be filled in."""
        self.ensure_one()
        self._check_valid()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Standard Change"),
            "res_model": "ipai.change",
            "views": [(False, "form")],
            "context": {
                "default_type": "standard",
                "default_template_id": self.id,
                "default_name": self.name,
                "default_company_id": self.company_id.id,
            },
        }

    def action_view_changes(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ipai_change_approval.ipai_change_action"
        )
        action["domain"] = [("template_id", "=", self.id)]
        action["context"] = {}
        return action

    # -- what is decided ----------------------------------------------------------------------

    def _approval_facts(self):
        return {
            "kind": "change-template",
            "models": [self._name],
            "risk": self.risk,
            "amount": 0,
            "source": "Odoo",
            "company": self.company_id,
        }

    def _approval_payload(self):
        return {
            "name": self.name,
            **{name: self[name] or "" for name in PLANS},
            "task_names": self.task_names or "",
            "valid_until": fields.Date.to_string(self.valid_until) or None,
            "risk": self.risk or None,
            "answers": self._risk_payload(),
            "company": self.company_id.id,
        }

    def _approval_papers_now(self):
        return self._attached_papers() + self._article_papers(self.kb_link_ids)

    def _approval_bound_fields(self):
        return {"name", *PLANS, "task_names", "valid_until", "company_id"}

    def _approval_granted(self):
        """The approval lasts as long as the template."""
        result = super()._approval_granted()
        for template in self:
            end = datetime.combine(template.valid_until + timedelta(days=1), time())
            template.sudo().approval_expires_at = end
        return result

    def _check_editable(self, names):
        """A template can be edited at any time: what was approved is then void."""

    def _check_complete(self):
        """:raises ChangeRefused: while something is missing that the approver has to see."""
        today = fields.Date.context_today(self)
        for template in self:
            template._check_risk_known()
            if not template.valid_until or template.valid_until < today:
                raise ChangeRefused(
                    "incomplete",
                    self.env._("%(name)s has no end that lies ahead.", name=template.name),
                    self.env._("Say until when it may be used."),
                )
            for name in ("plan", "test_plan"):
                if is_html_empty(template[name]):
                    raise ChangeRefused(
                        "incomplete",
                        self.env._("%(name)s lacks a plan.", name=template.name),
                        self.env._(
                            "Fill in: %(field)s.",
                            field=self._fields[name]._description_string(self.env),
                        ),
                    )

    def _check_valid(self):
        """:raises ChangeRefused: unless a standard change may follow it today."""
        for template in self:
            if template.is_valid:
                continue
            if template.approval_state == "granted":
                reason = self.env._(
                    "The template %(name)s expired on %(date)s.",
                    name=template.name,
                    date=format_date(self.env, template.valid_until),
                )
            else:
                reason = self.env._("The template %(name)s is not approved.", name=template.name)
            raise ChangeRefused(
                "template-invalid",
                reason,
                self.env._("Have it approved anew, or make this a normal change."),
            )

    @api.model
    def _cron_remind(self):
        """Tell who asked for a template, once, that it ends within thirty days."""
        today = fields.Date.context_today(self)
        ending = [
            ("approval_state", "=", "granted"),
            ("valid_until", ">=", today),
            ("valid_until", "<=", today + REMIND_BEFORE),
        ]
        in_batches(
            self, ending, lambda templates: templates._remind(), mark="ipai.change.template.remind"
        )

    def _remind(self):
        for template in self.filtered(lambda one: one.reminded_for != one.valid_until):
            template.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=template.valid_until,
                user_id=template.requester_id.id,
                summary=self.env._("The template ends: have it approved anew"),
            )
            template.sudo().reminded_for = template.valid_until
