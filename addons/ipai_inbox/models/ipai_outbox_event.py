# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import ast
import contextlib
import datetime
import json
import uuid

from odoo import api, fields, models
from odoo.exceptions import MissingError
from odoo.tools import ormcache, split_every

from odoo.addons.ipai_base.compat import Index

from ..outbox import telling

TAKEN = "ipai_inbox.outbox.taken"
WATCHED = "ipai_inbox.outbox.watched"

WAKE = """
    INSERT INTO ir_cron_trigger (cron_id, call_at)
    SELECT c.id, now() AT TIME ZONE 'UTC' FROM ir_cron c
      JOIN ir_model_data d ON d.model = 'ir.cron' AND d.res_id = c.id
     WHERE d.module = 'ipai_inbox' AND d.name = 'cron_outbox' AND c.active
"""
INSERT = """
    WITH new AS (
        SELECT key, topic, company_id, res_model, res_id, body::jsonb, string_to_array(targets, ',')::int[] AS targets,
               number
          FROM unnest(%(key)s::text[], %(topic)s::text[], %(company_id)s::int[], %(res_model)s::text[],
                      %(res_id)s::int[], %(body)s::text[], %(targets)s::text[])
               WITH ORDINALITY AS told (key, topic, company_id, res_model, res_id, body, targets, number)
    ),
    added AS (
        INSERT INTO ipai_outbox_event (key, topic, occurred_on, company_id, res_model, res_id, body)
        SELECT key, topic, %(now)s, company_id, res_model, res_id, body FROM new ORDER BY number
        RETURNING id, key
    )
    INSERT INTO ipai_outbox_delivery (
        event_id, target_id, company_id, topic, order_key, state, attempts, replays, waits_since, next_try
    )
    SELECT added.id, t.id, coalesce(new.company_id, t.company_id), new.topic,
           new.res_model || ',' || new.res_id, 'waiting', 0, 0, %(now)s, %(now)s
      FROM added JOIN new USING (key) JOIN ipai_outbox_target t ON t.id = ANY(new.targets)
     ORDER BY added.id
"""
COLUMNS = ("key", "topic", "company_id", "res_model", "res_id", "body", "targets")
AT_ONCE = 1_000
"""Events that are handed to the database with one statement."""


class IpaiOutboxEvent(models.Model):
    """Something that came about here, as programs outside are told of it. Written in the transaction it tells of.

    What a transaction announces is gathered, and written down once before it commits, or before a savepoint in it
    begins: so what is rolled back is not told.
    """

    _name = "ipai.outbox.event"
    _description = "Outbox Event"
    _order = "id desc"
    _rec_name = "key"
    _log_access = False

    key = fields.Char("ID", required=True, readonly=True, help="Never changes, however often sent.")
    topic = fields.Char(required=True, readonly=True)
    occurred_on = fields.Datetime("Occurred", required=True, readonly=True)
    company_id = fields.Many2one("res.company", readonly=True, index=True, ondelete="cascade")
    res_model = fields.Char("Model", readonly=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", readonly=True)
    body = fields.Json("Payload as JSON", readonly=True)
    delivery_ids = fields.One2many("ipai.outbox.delivery", "event_id", readonly=True)

    _occurred_idx = Index("(occurred_on)")
    _record_idx = Index("(res_model, res_id)")

    # -- what is announced ---------------------------------------------------------------------

    @api.model
    def _take(self, records, topic, details=None, only=None):
        """Gather what came about with records, if anybody is to be told.

        :param only: the targets to tell, in place of those that asked.
        """
        records = telling.as_told(records)
        told = list(self._told(records, topic, only))
        if len(told) > 1:
            telling.warm(records.browse([record.id for record, _targets in told]), {})
        if told:
            teller = telling.Teller(records)
            self._gather(
                self._event(teller, record, topic, targets, details) for record, targets in told
            )

    @api.model
    def _event(self, teller, record, topic, targets, details):
        company = telling.company_of(record)
        return {
            "topic": topic,
            "record": (record._name, record.id),
            "company": (company.id, company.name) if company else None,
            "data": teller.data(record, company, details),
            "targets": targets,
        }

    @api.model
    def _watch(self, records, topic, names):
        """Keep what fields are before they are written, if anybody is to be told of their change."""
        if not self.env["ipai.outbox.target"]._asked(topic):
            return
        names = self._told_of(records._name, tuple(names))
        if not names:
            return
        records = telling.as_told(records)
        watched = self._waiting(WATCHED, {})
        for record in records:
            kept = watched.setdefault((record._name, record.id, topic), {})
            for name in names:
                if name not in kept:
                    kept[name] = telling.snapshot(record, name)

    @api.model
    @ormcache("model", "names")
    def _told_of(self, model, names):
        """The fields of a model whose changes are told."""
        records = self.env[model]
        return tuple(name for name in names if telling.is_told(records, name))

    @api.model
    def _told(self, records, topic, only=None):
        """Yield (record, ids of the targets that are to be told of it)."""
        if only is not None:
            for record in records:
                yield record, only.ids
            return
        asked = self.env["ipai.outbox.target"]._asked(topic)
        if not asked:
            return
        fitting = {
            text: set(records.filtered_domain(ast.literal_eval(text))._ids)
            for text in {text for _target, _company, text in asked if text}
        }
        for record in records:
            company = telling.company_of(record)
            targets = {
                target
                for target, of, text in asked
                if (not company or of == company.id) and (not text or record.id in fitting[text])
            }
            if targets:
                yield record, sorted(targets)

    # -- what is written down ------------------------------------------------------------------

    def _waiting(self, name, empty):
        """What this transaction has gathered under a name; it is written down before it commits."""
        precommit = self.env.cr.precommit
        if TAKEN not in precommit.data and WATCHED not in precommit.data:
            env = self.env(su=True, context={})
            precommit.add(lambda: env[self._name]._write_down())
        return precommit.data.setdefault(name, empty)

    def _gather(self, events):
        self._waiting(TAKEN, []).extend(list(events))

    @api.model
    def _write_down(self):
        """Insert what was gathered, and what it is to be delivered to."""
        data = self.env.cr.precommit.data
        watched = data.pop(WATCHED, {})
        data.setdefault(TAKEN, [])
        self._warm(watched)
        alike = {}
        for (model, record_id, topic), before in watched.items():
            alike.setdefault((model, topic), {})[record_id] = before
        for (model, topic), before in alike.items():
            self._gather(self._changed(self.env[model].browse(before), topic, before))
        if events := data.pop(TAKEN, []):
            self._insert(events)

    @api.model
    def _changed(self, records, topic, before):
        """Yield the events of a topic for records of which something became otherwise.

        :param before: ``{record id: {name: snapshot}}``.
        """
        teller = telling.Teller(records)
        details = {}
        for record in records:
            changes, withheld = teller.changes(record, before[record.id])
            if changes or withheld:
                details[record.id] = {"changes": changes, "withheld": withheld}
        for record, targets in self._told(records.browse(details), topic):
            yield self._event(teller, record, topic, targets, details[record.id])

    @api.model
    def _warm(self, watched):
        """Read what is to be told of changed records at once."""
        together, kept = {}, {}
        for (model, record_id, _topic), before in watched.items():
            together.setdefault(model, []).append(record_id)
            for name, value in before.items():
                kept.setdefault(model, {}).setdefault(name, []).append(value)
        for model, ids in together.items():
            with contextlib.suppress(MissingError):
                telling.warm(self.env[model].browse(ids), kept[model])

    @api.model
    def _insert(self, events):
        now = datetime.datetime.now(datetime.timezone.utc)
        timestamp = now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        by = {"id": self.env.uid, "name": self.env.user.name}
        rows = [self._row(event, timestamp, by) for event in events]
        for part in split_every(AT_ONCE, rows):
            columns = zip(*part, strict=True)
            columns = dict(zip(COLUMNS, map(list, columns), strict=True))
            self.env.cr.execute(INSERT, {**columns, "now": now.replace(tzinfo=None)})
        self._wake()

    @api.model
    def _row(self, event, timestamp, by):
        """What is kept of an event, in the order of COLUMNS."""
        key = f"evt_{uuid.uuid4().hex}"
        company_id, company = event["company"] or (None, None)
        body = {
            "id": key,
            "type": event["topic"],
            "timestamp": timestamp,
            "company": company and {"id": company_id, "name": company},
            "data": {**event["data"], "by": by},
        }
        targets = ",".join(map(str, event["targets"]))
        body = json.dumps(body, separators=(",", ":"))
        return key, event["topic"], company_id, *event["record"], body, targets

    @api.model
    def _wake(self):
        """Have the lane look at it once this commits."""
        postcommit = self.env.cr.postcommit
        if WAKE not in postcommit.data:
            postcommit.data[WAKE] = True
            self.env.cr.execute(WAKE)
            name = self.env.cr.dbname
            postcommit.add(lambda: telling.notify(name))

    # -- what is sent --------------------------------------------------------------------------

    def _bodies(self):
        """The bodies of events, as they are sent, in their order."""
        return [event.body for event in self.sorted("id")]

    def _readable(self):
        self.ensure_one()
        return json.dumps(self.body, indent=2, ensure_ascii=False)

    @api.autovacuum
    def _gc_old(self):
        """Forget events that no target has to get or to show any more."""
        self.env.cr.execute(
            """
            DELETE FROM ipai_outbox_delivery d USING ipai_outbox_target t
             WHERE t.id = d.target_id AND d.next_try IS NULL
               AND d.waits_since < now() AT TIME ZONE 'UTC' - t.retention * interval '1 day';
            DELETE FROM ipai_outbox_event e
             WHERE NOT EXISTS (SELECT FROM ipai_outbox_delivery d WHERE d.event_id = e.id)
               AND e.occurred_on < now() AT TIME ZONE 'UTC' - interval '1 hour';
            DELETE FROM ipai_outbox_attempt a
             WHERE a.sent_on < now() AT TIME ZONE 'UTC' - interval '30 days'
               AND NOT EXISTS (SELECT FROM ipai_outbox_delivery d WHERE d.attempt_id = a.id);
            """
        )
        self.env.invalidate_all()
