# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command, api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.ipai_base.compat import Constraint, Index

from ..transitions import FINAL, STARTED

TYPES = [("standard", "Standard"), ("normal", "Normal"), ("emergency", "Emergency")]
STATES = [
    ("draft", "Draft"),
    ("assess", "Assess"),
    ("approve", "Approve"),
    ("asked_back", "Changes Requested"),
    ("scheduled", "Scheduled"),
    ("implementing", "Implementing"),
    ("review", "Review"),
    ("closed", "Closed"),
    ("rejected", "Rejected"),
    ("cancelled", "Cancelled"),
    ("failed", "Failed"),
    ("backed_out", "Backed Out"),
]
BOARD = ("draft", "assess", "approve", "scheduled", "implementing", "review")
OUTCOMES = [
    ("successful", "Successful"),
    ("issues", "Successful with Issues"),
    ("failed", "Failed"),
    ("backed_out", "Backed Out"),
]
PLANS = ("plan", "test_plan", "backout_plan")
FROM_TEMPLATE = ("reason", *PLANS, "kb_link_ids", "project_id")
BOUND = {
    "name",
    "type",
    "template_id",
    "reason",
    *PLANS,
    "planned_start",
    "planned_end",
    "asset_ids",
    "service_ids",
    "affected_asset_ids",
    "affected_service_ids",
    "company_id",
}
"""What a decision is about: an edit voids it. The risk answers, which have rows of their own, as well."""
REVIEW = {"review_summary", "lessons"}
BY_METHODS = {
    "reference",
    "template_revision",
    "state",
    "actual_start",
    "actual_end",
    "outcome",
    "outcome_reason",
    "review_due_at",
    "review_escalated",
    "reviewed_by_id",
    "reviewed_at",
    "proposal_ids",
}
"""What only the transitions write."""


class IpaiChange(models.Model):
    """A change of what runs: why, how, when, what it touches, who decided, and what came of it."""

    _name = "ipai.change"
    _description = "Change"
    _inherit = [
        "ipai.approval.mixin",
        "ipai.change.assessed",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _settled = tuple(state for state, _label in STATES if state not in ("draft", "assess"))
    _order = "planned_start desc, id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "reference"]
    _mail_post_access = "read"
    _announced = tuple(
        f"change.{verb}"
        for verb in ("submitted", "approved", "rejected", "granted", "withdrawn", "moved")
    )
    _announced_fields = ("reference", "type", "state", "planned_start", "planned_end", "outcome")

    reference = fields.Char(readonly=True, copy=False, index=True)
    name = fields.Char("Title", required=True, index="trigram", tracking=True)
    type = fields.Selection(TYPES, required=True, default="normal", tracking=True)
    template_id = fields.Many2one(
        "ipai.change.template",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="The procedure that a standard change follows, approved once for all.",
    )
    template_revision = fields.Integer(readonly=True, copy=False, aggregator=None)
    state = fields.Selection(
        STATES,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        group_expand="_expand_states",
    )
    responsible_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="Who carries it out.",
    )
    author_ids = fields.Many2many(
        "res.users",
        "ipai_change_author_rel",
        string="Written By",
        readonly=True,
        copy=False,
        help="Who wrote anything that a decision on it binds, and so does not decide it.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )

    # Why and how
    reason = fields.Html(help="What is wrong or missing today, and what is better afterwards.")
    plan = fields.Html("Implementation Plan", help="Step by step, so that another could do it.")
    test_plan = fields.Html(help="How one sees that it works, and that nothing else broke.")
    backout_plan = fields.Html(
        help="How to get back, until when that is possible, how long it takes."
    )

    answer_ids = fields.One2many(
        "ipai.change.answer",
        "change_id",
        "Risk Answers",
        default=lambda self: self.env["ipai.change.question"]._blank_answers(),
        copy=True,
    )

    # When
    planned_start = fields.Datetime("Window Start", tracking=True, index=True, copy=False)
    planned_end = fields.Datetime("Window End", tracking=True, copy=False)
    actual_start = fields.Datetime("Started", readonly=True, copy=False)
    actual_end = fields.Datetime("Finished", readonly=True, copy=False)

    # What it touches
    asset_ids = fields.Many2many(
        "ipai.asset", "ipai_change_asset_rel", string="Changed Assets", check_company=True
    )
    service_ids = fields.Many2many(
        "ipai.service", "ipai_change_service_rel", string="Changed Services", check_company=True
    )
    affected_asset_ids = fields.Many2many(
        "ipai.asset",
        "ipai_change_affected_asset_rel",
        string="Affected Assets",
        compute="_compute_affected",
        store=True,
        readonly=False,
        check_company=True,
        help="What fails while the changed ones are down. Taken from the relations; correct it.",
    )
    affected_service_ids = fields.Many2many(
        "ipai.service",
        "ipai_change_affected_service_rel",
        string="Affected Services",
        compute="_compute_affected",
        store=True,
        readonly=False,
        check_company=True,
    )

    # What belongs to it
    kb_link_ids = fields.Many2many("ipai.kb.link", string="Articles", check_company=True)
    ticket_ids = fields.One2many("ipai.change.ticket", "change_id", "Tickets", copy=True)
    project_id = fields.Many2one(
        "project.project", check_company=True, ondelete="restrict", index="btree_not_null"
    )
    task_ids = fields.One2many("project.task", "change_id", "Tasks")
    task_count = fields.Integer(compute="_compute_task_count")
    proposal_ids = fields.One2many("ipai.proposal", "change_id", "Proposals")
    proposal_count = fields.Integer(compute="_compute_proposal_count")

    # What came of it
    outcome = fields.Selection(OUTCOMES, readonly=True, copy=False, tracking=True)
    outcome_reason = fields.Text("What Happened", readonly=True, copy=False)
    review_escalated = fields.Boolean(readonly=True, copy=False)
    review_due_at = fields.Datetime("Review Until", readonly=True, copy=False)
    review_summary = fields.Html("Review", copy=False)
    lessons = fields.Html("Lessons Learned", copy=False)
    reviewed_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    reviewed_at = fields.Datetime(readonly=True, copy=False)

    _window_order = Constraint(
        "CHECK (planned_end > planned_start)",
        "Window: it must end after it starts. Correct its start or its end.",
    )
    _window_idx = Index("(company_id, planned_end, planned_start)")
    _reference_uniq = Constraint("UNIQUE (reference)", "Two changes cannot share a reference.")

    @api.constrains("type", "template_id")
    def _check_template(self):
        for change in self:
            if change.type == "standard" and not change.template_id:
                raise ValidationError(
                    self.env._("A standard change follows a template: choose one, or another type.")
                )

    @api.depends("reference", "name")
    def _compute_display_name(self):
        for change in self:
            change.display_name = " ".join(filter(None, [change.reference, change.name]))

    @api.depends("asset_ids", "service_ids")
    def _compute_affected(self):
        Impact = self.env["ipai.impact"]
        for change in self:
            roots = change.asset_ids._nodes() + change.service_ids._nodes()
            failed = Impact._what_fails(roots).failed if roots else {}
            assets, services = Impact._records(set(failed) - set(roots))
            change.affected_asset_ids = assets
            change.affected_service_ids = services

    def _compute_task_count(self):
        groups = (
            self.env["project.task"]
            .sudo()
            ._read_group([("change_id", "in", self.ids)], ["change_id"], ["__count"])
        )
        counts = {change.id: count for change, count in groups}
        for change in self:
            change.task_count = counts.get(change.id, 0)

    @api.depends("proposal_ids")
    def _compute_proposal_count(self):
        for change in self:
            change.proposal_count = len(change.proposal_ids)

    @api.model
    def _expand_states(self, states, _domain):
        """The columns of the board in the order of the way; those of the end only where in use."""
        return [state for state, _label in STATES if state in states or state in BOARD]

    @api.onchange("template_id")
    def _onchange_template_id(self):
        if self.template_id:
            self.update(self._template_values(self.template_id))

    @api.model_create_multi
    def create(self, vals_list):
        Template = self.env["ipai.change.template"]
        filled = []
        for vals in vals_list:
            template = Template.browse(vals.get("template_id"))
            filled.append({**self._template_values(template), **vals} if template else dict(vals))
        changes = super().create(filled)
        for change in changes.sudo():
            change.reference = self.env["ir.sequence"].next_by_code("ipai.change")
        return changes

    def write(self, vals):
        self._check_editable(vals.keys())
        self._check_handover(vals.keys())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        for change in self:
            if change.state != "draft":
                change._approval_deny(
                    "unlink",
                    "not-allowed",
                    self.env._("What was asked for is evidence and is not deleted."),
                    self.env._("Cancel it instead."),
                )

    def _check_editable(self, names):
        """Refuse to edit what was decided once it is being done, and anything once it is over.

        :raises ChangeRefused: proposal-closed.
        """
        if self.env.su:
            return
        for change in self:
            locked = set()
            if change.state in STARTED:
                locked = (BOUND | {"answer_ids", "responsible_id"}) & set(names)
            if change.state in FINAL:
                locked |= REVIEW & set(names)
            if locked:
                change._approval_deny(
                    "write",
                    "proposal-closed",
                    self.env._(
                        "%(change)s is under way or over: it stays as it was decided (%(names)s).",
                        change=change.display_name,
                        names=", ".join(sorted(locked)),
                    ),
                    self.env._("Write what is different now into its review or its chatter."),
                )

    def _check_handover(self, names):
        """Once it was asked for, only those concerned say who answers for it.

        :raises ChangeRefused: not-allowed.
        """
        if self.env.su or not {"requester_id", "responsible_id"} & set(names):
            return
        for change in self.filtered(lambda change: change.state != "draft"):
            change._check_may("handover", "requester_id", "responsible_id")

    @api.model
    def _template_values(self, template):
        """What a change takes over from a template."""
        values = {}
        for name in FROM_TEMPLATE:
            value = template[name]
            field = self._fields[name]
            values[name] = field.convert_to_write(value, template) if field.relational else value
        values["answer_ids"] = [
            Command.clear(),
            *(
                Command.create(
                    {"question_id": answer.question_id.id, "choice_id": answer.choice_id.id}
                )
                for answer in template.answer_ids
            ),
        ]
        return values
