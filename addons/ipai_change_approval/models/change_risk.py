# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from odoo.addons.ipai_approval.models.ipai_approval_policy import RISKS
from odoo.addons.ipai_approval.refusal import ChangeRefused

from .. import risk
from .ipai_change_question import DEGREES


class IpaiChangeRisk(models.AbstractModel):
    """What has a risk: the worst answer about the impact × the worst about the likelihood.

    A model that inherits it has ``answer_ids``, rows of ``ipai.change.answer``.
    """

    _name = "ipai.change.assessed"
    _description = "Risk by Questions"

    impact = fields.Selection(DEGREES, compute="_compute_risk", store=True)
    likelihood = fields.Selection(DEGREES, compute="_compute_risk", store=True)
    risk = fields.Selection(
        RISKS, compute="_compute_risk", store=True, index=True, help="Impact × likelihood."
    )

    @api.depends("answer_ids.degree", "answer_ids.scale")
    def _compute_risk(self):
        for record in self:
            degrees = {
                scale: risk.worst(
                    int(answer.degree)
                    for answer in record.answer_ids
                    if answer.scale == scale and answer.degree
                )
                for scale in ("impact", "likelihood")
            }
            record.impact = str(degrees["impact"] or "") or False
            record.likelihood = str(degrees["likelihood"] or "") or False
            record.risk = risk.risk(degrees["impact"], degrees["likelihood"]) or False

    def _unanswered(self):
        """The questions that wait for an answer, as text."""
        return [answer.question for answer in self.answer_ids if not answer.degree]

    def _risk_payload(self):
        """The answers as plain data, for the hash."""
        return [
            {"question": answer.question, "answer": answer.answer, "degree": answer.degree or None}
            for answer in self.answer_ids.sorted("id")
        ]

    def _check_risk_known(self):
        """:raises ChangeRefused: while a question is open."""
        for record in self:
            if not record.risk or record._unanswered():
                raise ChangeRefused(
                    "incomplete",
                    self.env._("The risk of %(name)s is not known yet.", name=record.display_name),
                    self.env._("Answer each question on the page Risk."),
                )
