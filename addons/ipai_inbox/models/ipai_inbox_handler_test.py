# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

from .. import outcome


class IpaiInboxHandlerTest(models.AbstractModel):
    """The events that a source's form sends to try it."""

    _name = "ipai.inbox.handler.test"
    _inherit = "ipai.inbox.handler"
    _description = "Handler of Test Events"

    @api.model
    def _handle_one(self, event):
        return outcome.done(self.env._("The test event went all the way: signature, row, lane."))
