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

    def action_open_override(self):
        """Ask for the reason why this may pass the freeze."""
        self.ensure_one()
        self._approval_check_readable("override")
        return self._approval_dialog("override")

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
        return self.env["ir.actions.act_window"]._for_xml_id("ipai_approval.ipai_waiting_action")

    def _approval_open_decide(self, verdict):
        self._approval_check_readable(verdict)
        # Whoever may not decide is told so before the reason is asked for.
        for record in self:
            record._approval_mandate(verdict)
            # The form says what it shows: it may have been open for long.
            record._approval_check_seen(verdict, self.env.context.get("approval_seen"))
        return self._approval_dialog(verdict)

    def _approval_dialog(self, verdict):
        verdicts = self.env["ipai.decide"]._fields["verdict"]._description_selection(self.env)
        return {
            "type": "ir.actions.act_window",
            "name": dict(verdicts)[verdict],
            "res_model": "ipai.decide",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_res_model": self._name,
                "default_res_ids": self.ids,
                "default_seen": {record.id: record.payload_hash for record in self},
                "default_verdict": verdict,
            },
        }
