# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class IpaiOutboxAttempt(models.Model):
    """One message that was sent, or was to be, and what was answered. What a receiver says is for managers only."""

    _name = "ipai.outbox.attempt"
    _description = "Outbox Attempt"
    _order = "id desc"
    _rec_name = "reason"
    _log_access = False

    target_id = fields.Many2one(
        "ipai.outbox.target", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    message_key = fields.Char("Message ID", readonly=True, index=True)
    sent_on = fields.Datetime("Sent", readonly=True, index=True)
    event_count = fields.Integer("Events", readonly=True, aggregator="sum")
    status = fields.Integer(readonly=True, aggregator=None, help="Of HTTP; 0: no answer.")
    seconds = fields.Float(readonly=True, digits=(16, 3), aggregator="avg")
    reason = fields.Char(readonly=True)
    answer = fields.Text(readonly=True, groups="ipai_base.group_manager")
