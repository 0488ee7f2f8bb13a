# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

SETTLED = ("executed", "failed", "rejected", "withdrawn", "expired", "superseded")


class IpaiChange(models.Model):
    """The proposals that a change carries."""

    _inherit = "ipai.change"

    def action_add_proposals(self, proposal_ids):
        """Carry these proposals: they wait until the change is being implemented.

        :param proposal_ids: ids of proposals that are open, of the same company, and carried by
            no other change.
        """
        self.ensure_one()
        proposals = self.env["ipai.proposal"].browse(proposal_ids)
        proposals.check_access("read")
        self._check_may_carry()
        for proposal in proposals:
            self._check_can_carry(proposal)
        proposals.sudo().change_id = self
        self.invalidate_recordset(["proposal_ids"])
        self._approval_audit("carry", field_names=", ".join(proposals.mapped("code")))
        self._approval_touch()
        return True

    def action_remove_proposal(self, proposal_id):
        """Let go of a proposal: it may then be carried out by itself."""
        self.ensure_one()
        self._check_may_carry()
        proposal = self.proposal_ids & self.env["ipai.proposal"].browse(proposal_id)
        proposal.sudo().change_id = False
        self.invalidate_recordset(["proposal_ids"])
        self._approval_audit("uncarry", field_names=proposal.code)
        self._approval_touch()
        return True

    def _carry_out_proposals(self):
        """Those that were to be carried out as soon as they may be; the others wait for a person."""
        for proposal in self.sudo().proposal_ids:
            if proposal.state == "approved" and proposal.execute_on_approval:
                proposal.sudo(False)._execute_if_possible()

    def _let_go_of_proposals(self):
        """What is still open may be carried out by itself, or by another change."""
        proposals = self.sudo().proposal_ids.filtered(lambda one: one.state not in SETTLED)
        proposals.change_id = False
        self.invalidate_recordset(["proposal_ids"])
        if proposals:
            self._approval_audit("uncarry", field_names=", ".join(proposals.mapped("code")))

    def _check_may_carry(self):
        self._check_may("carry", "requester_id", "responsible_id")
        self._check_editable({"plan"})

    def _check_can_carry(self, proposal):
        if proposal.company_id != self.company_id:
            reason = self.env._("it belongs to %s", proposal.company_id.name)
        elif proposal.change_id and proposal.change_id != self:
            reason = self.env._("%s carries it already", proposal.change_id.display_name)
        elif proposal.state in SETTLED:
            reason = self.env._("it has come to its end")
        else:
            return
        self._approval_deny(
            "carry",
            "wrong-state",
            self.env._(
                "The proposal %(proposal)s cannot be part of this change: %(reason)s.",
                proposal=proposal.display_name,
                reason=reason,
            ),
        )

    def _check_proposals_settled(self):
        """:raises ChangeRefused: incomplete, while a carried proposal could still be carried out."""
        open_ones = self.sudo().proposal_ids.filtered(
            lambda proposal: proposal.state not in SETTLED
        )
        if open_ones:
            self._approval_deny(
                "close",
                "incomplete",
                self.env._(
                    "Proposals of %(change)s are still open: %(proposals)s.",
                    change=self.display_name,
                    proposals=", ".join(open_ones.mapped("summary")),
                ),
                self.env._("Carry them out, or have them withdrawn."),
            )
