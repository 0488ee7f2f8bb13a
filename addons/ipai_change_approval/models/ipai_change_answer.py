# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from .ipai_change_question import DEGREES, SCALES

GIVEN = {"change_id", "template_id", "question_id", "choice_id", "remark"}
"""What a person says; the rest is copied from the question and the answer chosen."""


class IpaiChangeAnswer(models.Model):
    """What was asked and answered about one change or template, in the words of that day."""

    _name = "ipai.change.answer"
    _description = "Risk Answer"
    _order = "id"

    change_id = fields.Many2one("ipai.change", index="btree_not_null", ondelete="cascade")
    template_id = fields.Many2one(
        "ipai.change.template", index="btree_not_null", ondelete="cascade"
    )
    question_id = fields.Many2one(
        "ipai.change.question", "Asked", ondelete="set null", index="btree_not_null"
    )
    question = fields.Char(compute="_compute_question", store=True, readonly=True)
    scale = fields.Selection(SCALES, compute="_compute_question", store=True, readonly=True)
    choice_id = fields.Many2one(
        "ipai.change.choice",
        domain="[('question_id', '=', question_id)]",
        ondelete="set null",
        index="btree_not_null",
    )
    answer = fields.Char(compute="_compute_answer", store=True, readonly=True)
    degree = fields.Selection(DEGREES, compute="_compute_answer", store=True, readonly=True)
    remark = fields.Char()

    @api.depends("question_id")
    def _compute_question(self):
        for answer in self:
            question = answer.question_id
            answer.question = question.name or answer.question
            answer.scale = question.scale or answer.scale

    @api.depends("choice_id")
    def _compute_answer(self):
        for answer in self:
            answer.answer = answer.choice_id.name
            answer.degree = answer.choice_id.degree

    @api.constrains("question_id", "choice_id")
    def _check_choice(self):
        for answer in self:
            if answer.choice_id and answer.choice_id.question_id != answer.question_id:
                raise ValidationError(
                    self.env._(
                        "'%(answer)s' is no answer to '%(question)s': choose one that is.",
                        answer=answer.choice_id.name,
                        question=answer.question,
                    )
                )

    @api.constrains("change_id", "template_id")
    def _check_owner(self):
        for answer in self:
            if bool(answer.change_id) == bool(answer.template_id):
                raise ValidationError(
                    self.env._("A risk answer belongs to one change or to one template.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_copies(vals)
        answers = super().create(vals_list)
        answers._check_owner_editable()
        answers._touch_owner()
        return answers

    def write(self, vals):
        self._refuse_copies(vals)
        self._check_owner_editable()
        result = super().write(vals)
        self._check_owner_editable()
        self._touch_owner()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_from_editable(self):
        self._check_owner_editable()
        self._touch_owner()

    def _refuse_copies(self, vals):
        """What an answer counts comes from the catalog of answers."""
        if names := vals.keys() - GIVEN - set(models.MAGIC_COLUMNS):
            if not self.env.su:
                raise AccessError(
                    self.env._(
                        "%(names)s cannot be written: choose an answer instead.",
                        names=", ".join(sorted(names)),
                    )
                )

    def _check_owner_editable(self):
        for owner in (self.change_id, self.template_id):
            owner._check_editable({"answer_ids"})

    def _touch_owner(self):
        """Let go of decisions that were made on other answers."""
        for owner in (self.change_id, self.template_id):
            if owner:
                owner._approval_wrote()
                owner._approval_touch()
