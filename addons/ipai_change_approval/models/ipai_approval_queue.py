# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class IpaiApprovalQueue(models.AbstractModel):
    """From one decision to the next, on the screen."""

    _inherit = "ipai.approval.mixin"  # pylint: disable=consider-merging-classes-inherited

    def action_open_approve(self):
        """Ask for an optional reason, approve, and show the next that waits."""
        return self._approval_open_decide("approve")

    def action_open_reject(self):
        """Ask for the reason, reject, and show the next that waits."""
        return self._approval_open_decide("reject")

    def action_next_waiting(self):
        """The next that waits for the current user, the most urgent first; the list when none does."""
        waiting = self.env["ipai.approval.step"]._waiting_for(self.env.user)
        waiting = waiting.filtered(
            lambda step: (
                (step.res_model, step.res_id) not in {(self._name, one) for one in self.ids}
            )
        )
        if waiting:
            return waiting._most_urgent().action_open()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "ipai_change_approval.ipai_waiting_action"
        )

    def _approval_open_decide(self, verdict):
        self._approval_check_readable(verdict)
        # Whoever may not decide is told so before the reason is asked for.
        for record in self:
            record._approval_mandate(verdict)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Approve") if verdict == "approve" else self.env._("Reject"),
            "res_model": "ipai.decide",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_res_model": self._name,
                "default_res_ids": self.ids,
                "default_verdict": verdict,
            },
        }
