# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

MOST = 20_000


class IpaiInboxReplay(models.TransientModel):
    """Replays what a source delivered since a moment."""

    _name = "ipai.inbox.replay"
    _description = "Replay of Events"

    source_id = fields.Many2one("ipai.inbox.source", required=True, readonly=True)
    since = fields.Datetime(required=True, default=fields.Datetime.now)
    only_trouble = fields.Boolean(
        "Only What Is Not Done", default=True, help="Leaves out those that are done."
    )
    count = fields.Integer("Events", compute="_compute_count")

    @api.depends("source_id", "since", "only_trouble")
    def _compute_count(self):
        for wizard in self:
            wizard.count = self.env["ipai.inbox.event"].search_count(wizard._domain())

    def _domain(self):
        domain = [
            ("source_id", "=", self.source_id.id),
            ("received_on", ">=", self.since),
            ("headers", "!=", False),
        ]
        states = ["ignored", "unmatched", "failed", "dead"]
        return [*domain, ("state", "in", states if self.only_trouble else [*states, "done"])]

    def action_replay(self):
        self.ensure_one()
        if self.count > MOST:
            raise UserError(self.env._("That is more than %s events: choose a later moment.", MOST))
        events = self.env["ipai.inbox.event"].search(self._domain())
        if not events:
            raise UserError(self.env._("There is no such event: choose an earlier moment."))
        events._replay()
        return {"type": "ir.actions.act_window_close"}
