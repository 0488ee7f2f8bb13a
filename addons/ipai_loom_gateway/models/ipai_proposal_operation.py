# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.exceptions import UserError


class IpaiProposalOperation(models.Model):
    _inherit = "ipai.proposal.operation"

    def action_open_record(self):
        """The record that it has written."""
        self.ensure_one()
        target = self._target()
        if not target:
            raise UserError(self.env._("The record is not there any more."))
        return target._get_records_action()

    def action_propose_undo(self):
        """Propose to write back the values from before, of all that was written together."""
        return self.proposal_id.action_propose_undo()
