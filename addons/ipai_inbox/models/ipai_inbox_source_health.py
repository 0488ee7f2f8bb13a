# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import datetime

from odoo import api, fields, models

from odoo.addons.ipai_base.batches import in_batches

from .. import responsible


class IpaiInboxSource(models.Model):
    """How a source fares, and who is told when it does not."""

    _inherit = "ipai.inbox.source"

    event_count = fields.Integer("Events of a Day", compute="_compute_health")
    trouble_count = fields.Integer("Failed or Dead", compute="_compute_health")
    unmatched_count = fields.Integer("Unmatched", compute="_compute_health")
    last_event_on = fields.Datetime("Last Event", compute="_compute_health")
    last_refusal_on = fields.Datetime("Last Refusal", compute="_compute_health")
    health = fields.Selection(
        [("green", "Well"), ("amber", "Look at It"), ("red", "Broken")], compute="_compute_health"
    )
    health_reason = fields.Char("Why", compute="_compute_health")
    told_dead = fields.Integer(readonly=True, copy=False, aggregator=None)
    told_silent = fields.Boolean(readonly=True, copy=False)

    def _compute_health(self):
        self.env["ipai.inbox.event"].flush_model()
        self.env.cr.execute(
            """
            SELECT s.id,
                   (SELECT received_on FROM ipai_inbox_event e WHERE e.source_id = s.id
                     ORDER BY received_on DESC LIMIT 1),
                   (SELECT count(*) FROM ipai_inbox_event e WHERE e.source_id = s.id
                       AND received_on > now() AT TIME ZONE 'UTC' - interval '1 day'),
                   (SELECT count(*) FROM ipai_inbox_event e WHERE e.source_id = s.id
                       AND state IN ('failed', 'dead')),
                   (SELECT count(*) FROM ipai_inbox_event e WHERE e.source_id = s.id
                       AND state IN ('unmatched')),
                   (SELECT max(last_on) FROM ipai_inbox_refusal r WHERE r.source_id = s.id)
              FROM ipai_inbox_source s WHERE s.id = ANY(%s)
            """,
            [self.ids],
        )
        found = {row[0]: row[1:] for row in self.env.cr.fetchall()}
        for source in self:
            last, day, trouble, unmatched, refused = found.get(
                source._origin.id, (None, 0, 0, 0, None)
            )
            source.last_event_on = last and last.replace(microsecond=0)
            source.last_refusal_on = refused and refused.replace(microsecond=0)
            source.event_count, source.trouble_count = day, trouble
            source.unmatched_count = unmatched
            source.health, source.health_reason = source._health()

    def _health(self):
        """Return the color and the reason, the worst first."""
        if not self.active:
            return "amber", self.env._("Switched off: whatever it sends is refused.")
        if not self.has_secret:
            return "red", self.env._("No secret: it is closed until one is issued.")
        if self.env["ipai.inbox.handler"]._of_kind(self.kind) is None:
            return "red", self.env._("The addon that takes its kind is not installed.")
        if self.trouble_count:
            return "red", self.env._("Events failed: see why, mend it, replay them.")
        if self._is_silent():
            return "red", self.env._("Silent: nothing came for longer than it may be.")
        if self.last_refusal_on and self.last_refusal_on > (
            self.last_event_on or datetime.datetime.min
        ):
            return "amber", self.env._("The last thing that came was refused: see the refusals.")
        if self.is_weak:
            return "amber", self.env._("Nothing that it sends is signed.")
        return "green", ""

    def _is_silent(self):
        if not self.silent_after:
            return False
        since = self.last_event_on or self.create_date
        return since < fields.Datetime.now() - datetime.timedelta(hours=self.silent_after)

    @api.model
    def _cron_watch(self):
        """Tell responsibles of events that died and of sources that fell silent, once each time."""
        in_batches(
            self,
            [("active", "=", True)],
            lambda sources: sources._watch(),
            mark="ipai.inbox.source.watch",
        )

    def _watch(self):
        dead = dict(
            self.env["ipai.inbox.event"]._read_group(
                [("state", "=", "dead"), ("source_id", "in", self.ids)], ["source_id"], ["__count"]
            )
        )
        for source in self:
            count = dead.get(source, 0)
            if count > source.told_dead:
                source._tell(
                    self.env._("%s events died", count - source.told_dead),
                    self.env._("All attempts failed: see the reason, mend it, then replay them."),
                )
            source.told_dead = count
            silent = source._is_silent()
            if silent and not source.told_silent:
                source._tell(
                    self.env._("Silent"),
                    self.env._("Nothing came for %s hours.", source.silent_after),
                )
            source.told_silent = silent

    def _tell(self, summary, note):
        responsible.tell(self, summary, note)
