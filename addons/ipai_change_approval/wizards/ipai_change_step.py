# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from ..models.ipai_change import OUTCOMES


class IpaiChangeStep(models.TransientModel):
    """Asks for what a step of a change needs: a reason, an outcome, proposals."""

    _name = "ipai.change.step"
    _description = "Step of a Change"

    change_id = fields.Many2one("ipai.change", required=True, ondelete="cascade")
    step = fields.Selection(
        [
            ("cancel", "Cancel the Change"),
            ("finish", "Not as Planned"),
            ("carry", "Add Proposals"),
        ],
        required=True,
    )
    outcome = fields.Selection(OUTCOMES, default="issues")
    reason = fields.Text(help="Kept with the change, for those who read it later.")
    company_id = fields.Many2one(related="change_id.company_id")
    proposal_ids = fields.Many2many(
        "ipai.proposal",
        string="Proposals",
        domain="[('company_id', '=', company_id), ('change_id', '=', False),"
        " ('state', 'in', ['draft', 'pending', 'approved'])]",
    )

    def action_apply(self):
        """Do it; the method of the change checks who may."""
        self.ensure_one()
        change = self.change_id
        if self.step == "cancel":
            change.action_cancel(self.reason)
        elif self.step == "finish":
            change.action_finish(self.outcome, self.reason)
        else:
            change.action_add_proposals(self.proposal_ids.ids)
        return {"type": "ir.actions.act_window_close"}
