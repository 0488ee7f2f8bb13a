# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import matching

MODES = [
    ("human", "Another Person"),
    ("two", "Two Persons"),
    ("confirm", "Caller's Confirmation"),
    ("self", "Oneself"),
]
RISKS = [("low", "Low"), ("medium", "Medium"), ("high", "High"), ("critical", "Critical")]


class IpaiApprovalPolicy(models.Model):
    """What has to be decided by whom. The first policy that matches is copied at submission."""

    _name = "ipai.approval.policy"
    _description = "Approval Policy"
    _inherit = "ipai.decisive"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10, help="The first policy that matches is taken.")
    company_id = fields.Many2one(
        "res.company", index=True, default=lambda self: self.env.company, help="Empty: all."
    )

    # What it is for
    kinds = fields.Char(help="Kinds, separated by commas, as in: partner, change-*. Empty: all.")
    model_ids = fields.Many2many("ir.model", string="Models", help="Empty: all.")
    sources = fields.Char(help="Sources, separated by commas, as in: Loom. Empty: all.")
    risk_from = fields.Selection(RISKS, default="low", required=True)
    risk_to = fields.Selection(RISKS, default="critical", required=True)
    amount_from = fields.Float(help="In the currency of the company.")
    amount_to = fields.Float(help="In the currency of the company; zero: no limit.")

    # What it asks for
    mode = fields.Selection(MODES, "Decided By", required=True, default="human")
    reason = fields.Text(help="Why less than another person's decision is enough.")
    step_ids = fields.One2many("ipai.approval.policy.step", "policy_id", "Steps", copy=True)
    parallel = fields.Boolean(help="All steps are asked at once, not one after the other.")
    valid_hours = fields.Integer(
        "Valid for (hours)", default=72, help="How long an approval may wait to be carried out."
    )

    # -- constraints --------------------------------------------------------------------------

    @api.constrains("mode", "reason", "risk_to", "risk_from", "company_id")
    def _check_mode(self):
        for policy in self:
            if policy.mode in ("confirm", "self") and not (policy.reason or "").strip():
                raise ValidationError(
                    self.env._(
                        "%(policy)s asks for less than another person's decision: say why in "
                        "Reason, it goes into the audit.",
                        policy=policy.name,
                    )
                )
            if policy.mode == "confirm" and policy.risk_to != "low":
                raise ValidationError(
                    self.env._(
                        "The caller's confirmation is enough for low risk only: set the highest "
                        "risk of %(policy)s to Low, or let a person decide.",
                        policy=policy.name,
                    )
                )
            if policy.mode == "self" and not policy.company_id:
                raise ValidationError(
                    self.env._(
                        "Deciding one's own is allowed company by company: choose the company of "
                        "%(policy)s.",
                        policy=policy.name,
                    )
                )
            if matching.RISKS.index(policy.risk_from) > matching.RISKS.index(policy.risk_to):
                raise ValidationError(
                    self.env._("The lowest risk of %s is above its highest.", policy.name)
                )

    @api.constrains("mode", "step_ids")
    def _check_steps(self):
        for policy in self:
            if policy.mode == "two" and policy.step_ids:
                if sum(policy.step_ids.mapped("minimum")) < 2:
                    raise ValidationError(
                        self.env._(
                            "Two persons have to decide, but the steps of %s ask for one approval "
                            "only: raise a minimum or add a step.",
                            policy.name,
                        )
                    )

    # -- finding the one in force -------------------------------------------------------------

    @api.model
    def _for(self, facts):
        """The policy in force; empty when none takes the facts: then another person approves.

        :param facts: dict of kind, models, source, risk, amount, company, as
            ``_approval_facts()`` gives it; ``confirmable`` if a caller's word can carry it out.
        """
        company = facts["company"]
        # Narrow: policies of the company of the request, and general ones; who may not read them is still bound.
        candidates = self.sudo().search([("company_id", "in", [company.id, False])])
        for policy in candidates:
            if policy.mode == "self" and not company.sudo().ipai_self_approval:
                continue
            if policy.mode == "confirm" and not facts.get("confirmable"):
                continue
            if policy._rule().matches(
                facts["kind"], set(facts["models"]), facts["source"], facts["risk"], facts["amount"]
            ):
                return policy
        return self.sudo().browse()

    def _rule(self):
        return matching.Rule(
            kinds=matching.patterns(self.kinds),
            models=frozenset(self.model_ids.mapped("model")),
            sources=matching.patterns(self.sources),
            risk_from=self.risk_from,
            risk_to=self.risk_to,
            amount_from=self.amount_from,
            amount_to=self.amount_to,
        )

    def _prepare_steps(self, record):
        """Values of the steps in force for a record, in their order; each has somebody to ask.

        Without a policy, or with one that has no steps, a member of the group Approver is asked.
        """
        if self.mode == "confirm":
            return []
        prepared = [step._prepare_in_force(record) for step in self.step_ids] or [
            {
                "sequence": 10,
                "name": self.env._("Approver"),
                "group_id": self.env.ref("ipai_approval.group_approver").id,
                "minimum": 2 if self.mode == "two" else 1,
                "hours": 48,
            }
        ]
        if self.parallel:
            for vals in prepared:
                vals["sequence"] = prepared[0]["sequence"]
        return prepared
