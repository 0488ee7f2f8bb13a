# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from psycopg2.extras import execute_values

from odoo import api, models

from .. import outcome, presets
from ..dry import is_dry
from ..field_map import FieldMap, pairs
from ..redaction import storable


class IpaiInboxHandlerGeneric(models.AbstractModel):
    """Any JSON body, read by the field map of its source."""

    _name = "ipai.inbox.handler.generic"
    _inherit = "ipai.inbox.handler"
    _description = "Handler of Generic JSON"
    _inbox_label = "Generic JSON"
    _inbox_scheme = "bearer"

    @api.model
    def _take_all(self, occurrences):
        """Do what follows from what happened; here nothing does. Rooms above extend it.

        :param occurrences: ``{event: Occurrence}`` of one source, the oldest first.
        :return: ``{event: Outcome}``.
        """
        return {
            event: outcome.done(occurrence.title or self.env._("Read, and nothing to say of it"))
            for event, occurrence in occurrences.items()
        }

    @api.model
    def _handle(self, events):
        source = events[0].source_id
        if source.map_id and not source.map_id.is_on and not is_dry():
            reason = self.env._("The field map %s is not switched on.", source.map_id.name)
            return {event: outcome.ignored(reason) for event in events}
        results, occurrences = {}, {}
        field_map = self._field_map(source)
        payloads = events._payloads()
        for event in events:
            payload = payloads[event.id]
            if isinstance(payload, outcome.Permanent):
                results[event] = outcome.failed(str(payload))
                continue
            occurrence = field_map.read(payload)
            if source.map_id and not occurrence.title:
                results[event] = outcome.failed(
                    self.env._(
                        "The field map %s finds no title: mend the map, then replay this.",
                        source.map_id.name,
                    )
                )
            else:
                occurrences[event] = occurrence
        self._remember(occurrences)
        waiting = self._below_threshold(source.map_id, occurrences)
        results.update(waiting)
        taken = {event: one for event, one in occurrences.items() if event not in waiting}
        if taken:
            results.update(self._take_all(taken))
        return results

    @api.model
    def _order_keys(self, events):
        field_map = self._field_map(events[0].source_id)
        return {
            event: "" if isinstance(payload, outcome.Permanent) else field_map.read(payload).key
            for event, payload in self._by_event(events)
        }

    @api.model
    def _by_event(self, events):
        payloads = events._payloads(keep=True)
        return [(event, payloads[event.id]) for event in events]

    @api.model
    def _field_map(self, source):
        """Return the FieldMap of a source; one that fits many programs where it has none."""
        values = source.map_id.sudo()._templates() if source.map_id else presets.DEFAULT
        return FieldMap(
            key=values["key_template"] or "",
            title=values["title_template"] or "",
            message=values["message_template"] or "",
            severity=values["severity_template"] or "",
            host=values["host_template"] or "",
            status=values["status_template"] or "",
            severities=pairs(values["severity_values"]),
            resolved=tuple((values["resolved_values"] or "").split()),
        )

    @api.model
    def _remember(self, occurrences):
        """Keep what counts as the same occurrence on the events, to count them by."""
        rows = [(event.id, storable(one.key)) for event, one in occurrences.items() if one.key]
        if rows:
            execute_values(
                self.env.cr._obj,
                """
                UPDATE ipai_inbox_event e SET dedup_key = new.key
                  FROM (VALUES %s) AS new(id, key) WHERE e.id = new.id
                """,
                rows,
                page_size=len(rows),
            )

    @api.model
    def _below_threshold(self, field_map, occurrences):
        """Return the Outcomes of what has not happened often enough yet; a recovery always counts."""
        results = {}
        if not field_map or field_map.threshold < 2:
            return results
        for event, one in occurrences.items():
            if one.resolved:
                continue
            self.env.cr.execute(
                """
                SELECT count(*) FROM ipai_inbox_event
                 WHERE source_id = %s AND dedup_key = %s AND id <= %s
                   AND received_on > %s::timestamp - %s * interval '1 minute'
                """,
                [
                    event.source_id.id,
                    storable(one.key),
                    event.id,
                    event.received_on,
                    field_map.threshold_minutes,
                ],
            )
            [count] = self.env.cr.fetchone()
            if count < field_map.threshold:
                results[event] = outcome.ignored(
                    self.env._(
                        "%(title)s: %(count)s of %(threshold)s times in %(minutes)s minutes.",
                        title=one.title,
                        count=count,
                        threshold=field_map.threshold,
                        minutes=field_map.threshold_minutes,
                    )
                )
        return results
