# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class IpaiProposal(models.Model):
    """A proposal that a change carries."""

    _inherit = "ipai.proposal"

    change_id = fields.Many2one(
        "ipai.change",
        "Part of",
        index="btree_not_null",
        ondelete="restrict",
        help="It is carried out while this change is.",
    )

    def _execution_blockers(self, moment):
        """The change that carries it is not being implemented."""
        blockers = super()._execution_blockers(moment)
        change = self.sudo().change_id
        if change and change.state != "implementing":
            blockers.append(
                {
                    "code": "wrong-state",
                    "message": self.env._(
                        "It is part of %s, which is not being implemented.", change.display_name
                    ),
                    "next_step": self.env._("Start that change first."),
                    "change": change.reference,
                }
            )
        return blockers

    def _approval_granted(self):
        """The approval holds as long as the window of the change that carries it."""
        result = super()._approval_granted()
        for proposal in self.sudo():
            end = proposal.change_id.planned_end
            if end and end > proposal.approval_expires_at:
                proposal.approval_expires_at = min(end, proposal.expires_at)
        return result
