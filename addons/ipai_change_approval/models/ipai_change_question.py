# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command, api, fields, models
from odoo.exceptions import ValidationError

SCALES = [("impact", "Impact"), ("likelihood", "Likelihood")]
DEGREES = [("1", "Low"), ("2", "Medium"), ("3", "High")]


class IpaiChangeQuestion(models.Model):
    """A question whose answer tells how risky a change is: the risk chooses the policy, so it is a rule of decisions."""

    _name = "ipai.change.question"
    _description = "Risk Question"
    _inherit = "ipai.decisive"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char("Question", required=True, translate=True)
    scale = fields.Selection(
        SCALES,
        required=True,
        default="impact",
        help="Impact: how much breaks if it goes wrong. Likelihood: how probable that is.",
    )
    choice_ids = fields.One2many("ipai.change.choice", "question_id", "Answers", copy=True)
    active = fields.Boolean(default=True)

    def _decisive_company(self):
        """It is asked in all companies."""
        return self.env["res.company"]

    @api.constrains("choice_ids", "active")
    def _check_choices(self):
        for question in self:
            if question.active and len(question.choice_ids) < 2:
                raise ValidationError(
                    self.env._(
                        "Give the question '%(name)s' at least two answers.", name=question.name
                    )
                )

    @api.model
    def _blank_answers(self):
        """Commands for a row of each question that is asked today."""
        return [Command.create({"question_id": question.id}) for question in self.search([])]


class IpaiChangeChoice(models.Model):
    _name = "ipai.change.choice"
    _description = "Answer to Choose"
    _inherit = "ipai.decisive"
    _order = "degree, id"

    question_id = fields.Many2one(
        "ipai.change.question", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char("Answer", required=True, translate=True)
    degree = fields.Selection(DEGREES, required=True, default="1")

    def _decisive_company(self):
        return self.env["res.company"]
