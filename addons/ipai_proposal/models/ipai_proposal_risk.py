# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_amount

from odoo.addons.ipai_approval.matching import RISKS, highest

SHOWN = 20
FAR_MORE = 10
"""So many times the usual number of records is of high risk."""


class IpaiProposalRisk(models.Model):
    """What a proposal puts at stake: computed, with its reasons, never taken from the caller alone."""

    _inherit = "ipai.proposal"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _stakes_of(self, operation, company):
        """Pairs of risk and reason of one operation; none where it is of low risk.

        :param operation: its values: res_model, res_id, kept_values.
        """
        model = self.env[operation["res_model"]]
        # Narrow: what is told is why, never a value of the target.
        target = model.browse(operation["res_id"] or ()).exists().sudo()
        values = operation["kept_values"]
        stakes = target.with_company(company)._proposal_stakes(values)
        for name, value in values.items():
            if model._fields[name].type == "monetary":
                stakes += self._stakes_of_amount(value or 0, company)
        return stakes

    @api.model
    def _stakes_of_amount(self, amount, company):
        limit = company.sudo().ipai_risk_amount
        if not limit or abs(amount) <= limit:
            return []
        shown = format_amount(self.env, limit, company.sudo().currency_id)
        return [("high", self.env._("an amount of more than %s", shown))]

    @api.model
    def _stakes_of_size(self, number, amount, company):
        """Of much money, and of many records: at once, or one after the other within an hour."""
        stakes, limit = self._stakes_of_amount(amount, company), company.sudo().ipai_risk_records
        if limit:
            hour_ago = fields.Datetime.now() - timedelta(hours=1)
            # Narrow: a number, of what the caller proposed.
            number += (
                self.env["ipai.proposal.operation"]
                .sudo()
                .search_count(
                    [
                        ("proposal_id.requester_id", "=", self.env.uid),
                        ("company_id", "=", company.id),
                        ("create_date", ">=", hour_ago),
                    ]
                )
            )
        if limit and number > limit:
            risk = "high" if number > FAR_MORE * limit else "medium"
            why = self.env._("many records: %(number)s within an hour", number=number)
            stakes.append((risk, why))
        return stakes

    @api.model
    def _risk_reasons(self, stakes):
        """The reasons as they are kept, the highest risk first, each once."""
        ordered = sorted(dict.fromkeys(stakes), key=lambda stake: -RISKS.index(stake[0]))
        return [{"risk": risk, "why": why} for risk, why in ordered[:SHOWN]]

    def _stakes_now(self):
        """Pairs of risk and reason of what it writes, as things are now."""
        return [
            stake
            for operation in self.sudo().operation_ids
            if not operation._is_gone()
            for stake in self._stakes_of(
                {
                    "res_model": operation.res_model,
                    "res_id": operation.res_id if operation.method == "write" else False,
                    "kept_values": operation.kept_values,
                },
                self.company_id,
            )
        ]

    def _assess_risk(self):
        """Look at what is at stake again: the risk may rise, and never falls by itself."""
        stakes, known = self._stakes_now(), self.sudo().risk_reasons or []
        kept = [(one["risk"], one["why"]) for one in known]
        self.sudo().write(
            {
                "risk": highest([self.risk, *(risk for risk, _why in stakes)]),
                "risk_reasons": self._risk_reasons([*stakes, *kept]),
            }
        )

    def _check_risk(self):
        """Refuse to carry out what is of a higher risk by now than when it was decided."""
        stakes = self._risk_reasons(self._stakes_now())
        if stakes and RISKS.index(stakes[0]["risk"]) > RISKS.index(self.risk):
            self._approval_deny(
                "execute",
                "target-changed",
                self.env._("Its risk is higher by now: %s.", stakes[0]["why"]),
                self.env._("Propose it again: who decides then sees it."),
            )

    def _review_risks(self):
        """The reasons with the name of the risk, for the page."""
        labels = dict(self._fields["risk"]._description_selection(self.env))
        return [
            {"risk": labels.get(one["risk"], ""), "why": one["why"]}
            for one in self.risk_reasons or []
        ]
