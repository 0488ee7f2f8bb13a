# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import datetime

from odoo import api, fields, models

from odoo.addons.ipai_base.batches import in_batches

from .. import responsible
from .ipai_outbox_target import HEARTBEAT

LATE = 3600
"""Seconds for which events may wait for a target before its responsible is told."""


class IpaiOutboxTarget(models.Model):
    """How a target fares, who is told when it does not, and the heartbeat."""

    _inherit = "ipai.outbox.target"

    waiting_count = fields.Integer("Waiting", compute="_compute_health")
    failed_count = fields.Integer("Tried Again", compute="_compute_health")
    dead_count = fields.Integer("Dead", compute="_compute_health")
    sent_count = fields.Integer("Sent in a Day", compute="_compute_health")
    oldest = fields.Datetime("Waiting Since", compute="_compute_health")
    last_reason = fields.Char("Last Failure", compute="_compute_health")
    health = fields.Selection(
        [("green", "Well"), ("amber", "Look at It"), ("red", "Broken")], compute="_compute_health"
    )
    health_reason = fields.Char("Why", compute="_compute_health")

    def _compute_health(self):
        self.env["ipai.outbox.delivery"].flush_model()
        self.env.cr.execute(
            """
            SELECT t.id,
                   (SELECT count(*) FROM ipai_outbox_delivery d
                     WHERE d.target_id = t.id AND d.next_try IS NOT NULL)
                   + (SELECT count(*) FROM ipai_outbox_pending p WHERE p.target_id = t.id),
                   (SELECT count(*) FROM ipai_outbox_delivery d
                     WHERE d.target_id = t.id AND d.state IN ('failed')),
                   (SELECT count(*) FROM ipai_outbox_delivery d
                     WHERE d.target_id = t.id AND d.state IN ('dead')),
                   (SELECT count(*) FROM ipai_outbox_delivery d WHERE d.target_id = t.id
                       AND d.sent_on > now() AT TIME ZONE 'UTC' - interval '1 day'),
                   least(
                       (SELECT min(waits_since) FROM ipai_outbox_delivery d
                         WHERE d.target_id = t.id AND d.next_try IS NOT NULL),
                       (SELECT occurred_on FROM ipai_outbox_event e WHERE e.id = (
                           SELECT min(event_id) FROM ipai_outbox_pending p WHERE p.target_id = t.id))),
                   (SELECT reason FROM ipai_outbox_attempt a WHERE a.target_id = t.id
                     ORDER BY id DESC LIMIT 1)
              FROM ipai_outbox_target t WHERE t.id = ANY(%s)
            """,
            [[one._origin.id for one in self if one._origin.id]],
        )
        found = {row[0]: row[1:] for row in self.env.cr.fetchall()}
        for target in self:
            waiting, failed, dead, sent, oldest, reason = found.get(
                target._origin.id, (0, 0, 0, 0, None, "")
            )
            target.waiting_count, target.failed_count = waiting, failed
            target.dead_count, target.sent_count = dead, sent
            target.oldest = oldest and oldest.replace(microsecond=0)
            target.last_reason = reason if target.streak or dead or failed else False
            target.health, target.health_reason = target._health()

    def _health(self):
        """Return the color and the reason, the worst first."""
        if not self.active:
            return "amber", self.env._("Archived: it is told of nothing.")
        if missing := self._missing():
            return "red", missing
        if not self.env.ref("ipai_inbox.cron_outbox").sudo().active:
            return "red", self.env._(
                "The scheduled action IT Operations: send events out is switched off: switch it on."
            )
        if self.state == "gone":
            return "red", self.env._("It answered 410: events are kept until it is resumed.")
        if self.dead_count:
            return "red", self.env._("Events died: see why, mend it, replay them.")
        if self.state == "paused":
            return "amber", self.env._("Paused: events are kept.")
        if self.streak >= 3 or self._is_late():
            return "red", self.last_reason or self.env._("Events wait for more than an hour.")
        if self.streak or self.failed_count:
            return "amber", self.last_reason or ""
        if not self.subscription_ids and self.kind != "heartbeat":
            return "amber", self.env._("It asks for no events.")
        return "green", ""

    def _missing(self):
        """What has to be set before anything can be sent, in words; empty when nothing."""
        if self.env["ipai.outbox.sender"]._of_kind(self.kind) is None:
            return self.env._("The addon that sends to targets of its kind is not installed.")
        if self.needs_url and not self.has_url:
            return self.env._("It has no address: set one.")
        if self.needs_secret and not self.has_secret:
            return self.env._("It has no secret: issue one.")
        if self.kind == "mail" and not self.user_ids:
            return self.env._("It has no recipients: choose some.")
        return ""

    def _is_late(self):
        if self.state != "on" or not self.oldest:
            return False
        limit = fields.Datetime.now() - datetime.timedelta(seconds=LATE + self.gather)
        return self.oldest < limit

    # -- who is told ---------------------------------------------------------------------------

    @api.model
    def _cron_watch(self):
        """Tell responsibles of events that died or wait for long, once each time."""
        in_batches(self, [("active", "=", True)], type(self)._watch, mark="outbox_watch")
        self._anchor()

    def _watch(self):
        for target in self:
            if target.dead_count > target.told_dead:
                target._tell(
                    self.env._("%s events died", target.dead_count - target.told_dead),
                    self.env._("They were tried for three days: see why, mend it, replay them."),
                )
            late = target._is_late()
            if late and not target.told_late:
                target._tell(
                    self.env._("Events wait"),
                    target.last_reason
                    or self.env._("They have been waiting for more than an hour."),
                )
            if target.told_dead != target.dead_count or target.told_late != late:
                target.write({"told_dead": target.dead_count, "told_late": late})

    @api.model
    def _anchor(self):
        """Hand out the end of the audit's chain, if enough was written since the last time."""
        self.env["ipai.audit.anchor"]._hand_out()

    def _tell(self, summary, note):
        responsible.tell(self, summary, note)

    # -- the heartbeat -------------------------------------------------------------------------

    @api.model
    def _beat(self):
        """Have the heartbeats written down that are due."""
        now = fields.Datetime.now()
        targets = self.sudo().search([("kind", "=", "heartbeat"), ("state", "=", "on")])
        for target in targets:
            every = datetime.timedelta(minutes=target.interval)
            # The lane looks once a minute: half a minute early is in time, a whole one late is not.
            if target.last_beat and target.last_beat > now - every + datetime.timedelta(seconds=30):
                continue
            target.last_beat = now
            self.env["ipai.outbox.event"]._take(
                target, HEARTBEAT, {"trouble": target._trouble()}, only=target
            )

    def _trouble(self):
        """What is broken here, in words, for the heartbeat of a target: a seam for other rooms."""
        trouble = []
        others = self.search([("company_id", "=", self.company_id.id), ("id", "!=", self.id)])
        for one in others.filtered(lambda target: target.health == "red"):
            trouble.append(f"{one.name}: {one.health_reason}")
        for lane in self.env["ipai.inbox.lane"].search([("number", ">=", 0)]):
            if lane.health == "red":
                trouble.append(lane.health_reason)
        return trouble
