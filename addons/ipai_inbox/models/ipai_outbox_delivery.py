# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.ipai_base import audit
from odoo.addons.ipai_base.compat import Index

STATES = [
    ("waiting", "Waiting"),
    ("failed", "Tried Again"),
    ("sent", "Sent"),
    ("dead", "Dead"),
    ("dropped", "Dropped"),
]
SHOWN = 100_000


class IpaiOutboxDelivery(models.Model):
    """An event on its way to a target. Written with the event and by the lane; a person replays or drops it.

    Events that go together in one message share its ``message_key``, which is given before it is sent for the
    first time and stays, so that a receiver knows a repetition.
    """

    _name = "ipai.outbox.delivery"
    _description = "Outbox Delivery"
    _order = "id desc"
    _rec_name = "topic"
    _log_access = False

    event_id = fields.Many2one(
        "ipai.outbox.event", required=True, readonly=True, index=True, ondelete="cascade"
    )
    target_id = fields.Many2one(
        "ipai.outbox.target", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    topic = fields.Char(readonly=True)
    record_name = fields.Char("About", compute="_compute_body")
    order_key = fields.Char(
        readonly=True,
        help="Events with the same one are sent in the order in which they came about.",
    )
    state = fields.Selection(STATES, required=True, readonly=True, default="waiting")
    reason = fields.Char(readonly=True, help="What came of the last attempt, in words.")
    attempts = fields.Integer(readonly=True, default=0, aggregator="max")
    waits_since = fields.Datetime("Since", readonly=True)
    first_try = fields.Datetime("First Attempt", readonly=True)
    next_try = fields.Datetime("Next Attempt", readonly=True)
    sent_on = fields.Datetime("Sent", readonly=True)
    message_key = fields.Char(
        "Message ID", readonly=True, help="The header webhook-id; the same with each repetition."
    )
    replays = fields.Integer(readonly=True, default=0, aggregator="sum")
    attempt_id = fields.Many2one(
        "ipai.outbox.attempt",
        "Last Attempt",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    event_key = fields.Char("Event ID", related="event_id.key")
    occurred_on = fields.Datetime(related="event_id.occurred_on")
    body = fields.Text(
        "Payload", compute="_compute_body", help="What is sent, set out for reading."
    )
    status = fields.Integer(related="attempt_id.status")
    answer = fields.Text(related="attempt_id.answer", groups="ipai_base.group_manager")

    _new_idx = Index("(target_id, event_id) WHERE next_try IS NOT NULL AND message_key IS NULL")
    _begun_idx = Index(
        "(target_id, message_key, order_key) WHERE next_try IS NOT NULL AND message_key IS NOT NULL"
    )
    _target_idx = Index("(target_id, id DESC)")
    _trouble_idx = Index("(target_id, state) WHERE state IN ('failed', 'dead')")

    def _compute_body(self):
        for delivery in self:
            body = delivery.sudo().event_id.body or {}
            delivery.body = json.dumps(body, indent=2, ensure_ascii=False)[:SHOWN]
            delivery.record_name = ((body.get("data") or {}).get("record") or {}).get("name")

    def action_replay(self):
        """Send these again: what was sent, once more, and what died, anew."""
        self._check_may_act()
        self._start_over(self.ids)
        for target in self.target_id:
            count = len(self.filtered(lambda one, target=target: one.target_id == target))
            audit.done(target, "outbox.replay", field_names=f"{count} events")
        return True

    def action_drop(self):
        """Do not send these any more."""
        self._check_may_act()
        waiting = self.filtered("next_try")
        if not waiting:
            raise UserError(self.env._("None of these waits to be sent any more."))
        waiting._settle("dropped", self.env._("Dropped by %s.", self.env.user.name))
        for target in waiting.target_id:
            audit.done(target, "outbox.drop", field_names=f"{len(waiting)} events")
        return True

    def action_open_record(self):
        """What the event is about, if it is there and one may see it."""
        self.ensure_one()
        event = self.sudo().event_id
        if event.res_model not in self.env.registry:
            raise UserError(self.env._("The addon of this record is not installed any more."))
        record = self.env[event.res_model].browse(event.res_id).exists()
        if not record or record._abstract:
            raise UserError(self.env._("There is no such record any more."))
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }

    def _check_may_act(self):
        self.check_access("read")
        if not self.env.user.has_group("ipai_base.group_technician"):
            raise UserError(self.env._("Technicians replay and drop events: ask one of them."))

    @api.model
    def _start_over(self, ids):
        """Have deliveries sent as if they never had been; one by one they keep the ID of their event."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            UPDATE ipai_outbox_delivery
               SET state = 'waiting', attempts = 0, first_try = NULL, message_key = NULL,
                   replays = replays + 1, reason = NULL,
                   next_try = clock_timestamp() AT TIME ZONE 'UTC'
             WHERE id = ANY(%s)
            """,
            [list(ids)],
        )
        # Who asks for it wants it tried now, however often it failed before.
        self.env.cr.execute(
            """
            UPDATE ipai_outbox_target SET held_until = NULL
             WHERE held_until IS NOT NULL
               AND id IN (SELECT target_id FROM ipai_outbox_delivery WHERE id = ANY(%s))
            """,
            [list(ids)],
        )
        self.env.invalidate_all()
        self.env["ipai.outbox.event"]._wake()

    def _settle(self, state, reason):
        """Nothing more is to be sent of these."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ipai_outbox_delivery SET state = %s, reason = %s, next_try = NULL"
            " WHERE id = ANY(%s)",
            [state, (reason or "")[:1000] or None, self.ids],
        )
        self.invalidate_model()
