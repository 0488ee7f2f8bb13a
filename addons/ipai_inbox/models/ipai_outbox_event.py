# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import ast
import dataclasses
import datetime
import json
import uuid
from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import ormcache, split_every

from ..outbox import telling

GATHERED = "ipai_inbox.outbox"

WAKE = """
    INSERT INTO ir_cron_trigger (cron_id, call_at)
    SELECT c.id, now() AT TIME ZONE 'UTC' FROM ir_cron c
      JOIN ir_model_data d ON d.model = 'ir.cron' AND d.res_id = c.id
     WHERE d.module = 'ipai_inbox' AND d.name = 'cron_outbox' AND c.active
"""
EVENTS = """
    WITH new AS MATERIALIZED (
        SELECT nextval('ipai_outbox_event_id_seq') AS id, %(now)s::timestamp AS occurred_on, told.*
          FROM unnest(%(key)s::text[], %(topic)s::text[], %(company_id)s::int[], %(res_model)s::text[],
                      %(res_id)s::int[], %(body)s::text[], %(targets)s::text[])
               AS told (key, topic, company_id, res_model, res_id, body, targets)
    ),
    added AS (
        INSERT INTO ipai_outbox_event (id, key, topic, occurred_on, company_id, res_model, res_id, body)
        SELECT id, key, topic, occurred_on, company_id, res_model, res_id, body::jsonb FROM new
    )
"""
TABLE = (
    "CREATE TABLE IF NOT EXISTS ipai_outbox_pending (event_id int NOT NULL, target_id int NOT NULL)"
)
"""Events whose deliveries the lane makes: bare, for rows that are looked up, checked and indexed cost an import of
thousands more than the events themselves."""
PEND = f"""{EVENTS}
    INSERT INTO ipai_outbox_pending (event_id, target_id)
    SELECT id, unnest(string_to_array(targets, ',')::int[]) FROM new
"""
DELIVERIES = """
    INSERT INTO ipai_outbox_delivery (
        event_id, target_id, company_id, topic, order_key, state, attempts, replays, waits_since, next_try
    )
    SELECT e.id, t.id, coalesce(e.company_id, t.company_id), e.topic,
           e.res_model || ',' || e.res_id, 'waiting', 0, 0, e.occurred_on, e.occurred_on
"""
DELIVER = f"""{EVENTS} {DELIVERIES}
      FROM new e JOIN ipai_outbox_target t ON t.id = ANY(string_to_array(e.targets, ',')::int[])
     ORDER BY e.id
"""
DELIVER_PENDING = f"""
    WITH pending AS (DELETE FROM ipai_outbox_pending RETURNING event_id, target_id) {DELIVERIES}
      FROM pending
      JOIN ipai_outbox_event e ON e.id = pending.event_id
      JOIN ipai_outbox_target t ON t.id = pending.target_id
     ORDER BY e.id
"""
FEW = 100
"""Events of a transaction whose deliveries are made in it."""
COLUMNS = ("key", "topic", "company_id", "res_model", "res_id", "body", "targets")
ENCODE = json.JSONEncoder(separators=(",", ":")).encode
AT_ONCE = 1_000
"""Events that are handed to the database with one statement."""


def _nothing_watched():
    return defaultdict(lambda: defaultdict(dict))


@dataclasses.dataclass
class Gathered:
    """What a transaction announced and has not written down yet."""

    env: api.Environment
    taken: list = dataclasses.field(default_factory=list)
    watched: dict = dataclasses.field(default_factory=_nothing_watched)
    """``{(model, topic): {record id: {name of a field: snapshot}}}``"""


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

    def init(self):
        self.env.cr.execute(TABLE)
        return super().init()

    # -- what is announced ---------------------------------------------------------------------

    @api.model
    def _take(self, records, topic, details=None, only=None):
        """Gather what came about with records, if anybody is to be told.

        :param only: the targets to tell, in place of those that asked.
        """
        if only is None and not self.env["ipai.outbox.target"]._asked(topic):
            return
        records = self._as_told(records)
        told = list(self._told(records, topic, only))
        if told:
            teller = telling.Teller(records.browse([record.id for record, _targets in told]))
            self._gathered().taken += [
                self._event(teller, record, topic, targets, details) for record, targets in told
            ]

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
        watched = self._gathered().watched[records._name, topic]
        for record in self._as_told(records):
            kept = watched[record.id]
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

    def _gathered(self):
        """What this transaction has gathered; it is written down before it commits."""
        precommit = self.env.cr.precommit
        if GATHERED not in precommit.data:
            env = self.env(su=True, context={})
            precommit.data[GATHERED] = Gathered(env)
            precommit.add(lambda: env[self._name]._write_down())
        return precommit.data[GATHERED]

    def _as_told(self, records):
        """Records as events tell of them: whoever works on them, in no language."""
        return records.with_env(self._gathered().env)

    @api.model
    def _write_down(self):
        """Insert what was gathered, and what it is to be delivered to."""
        gathered = self.env.cr.precommit.data.pop(GATHERED)
        events = gathered.taken
        for (model, topic), before in gathered.watched.items():
            events += self._changed(self.env[model].browse(before).exists(), topic, before)
        if events:
            self._insert(events)

    @api.model
    def _changed(self, records, topic, before):
        """The events of a topic for records of which something became otherwise.

        :param before: ``{record id: {name: snapshot}}``.
        """
        teller = telling.Teller(records, before)
        details = {}
        for record in records:
            changes, withheld = teller.changes(record)
            if changes or withheld:
                details[record.id] = {"changes": changes, "withheld": withheld}
        return [
            self._event(teller, record, topic, targets, details[record.id])
            for record, targets in self._told(records.browse(details), topic)
        ]

    @api.model
    def _insert(self, events):
        now = datetime.datetime.now(datetime.timezone.utc)
        timestamp = now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        by = {"id": self.env.uid, "name": self.env.user.name}
        rows = [self._row(event, timestamp, by) for event in events]
        for part in split_every(AT_ONCE, rows):
            columns = zip(*part, strict=True)
            columns = dict(zip(COLUMNS, map(list, columns), strict=True))
            query = DELIVER if len(rows) <= FEW else PEND
            self.env.cr.execute(query, {**columns, "now": now.replace(tzinfo=None)})
        self._wake()

    @api.model
    def _deliver_pending(self):
        """Make the deliveries of events that have none yet; to be called before anything is sent, as they may be older."""
        self.env.cr.execute(DELIVER_PENDING)

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
        return key, event["topic"], company_id, *event["record"], ENCODE(body), targets

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
               AND NOT EXISTS (SELECT FROM ipai_outbox_pending p WHERE p.event_id = e.id)
               AND e.occurred_on < now() AT TIME ZONE 'UTC' - interval '1 hour';
            DELETE FROM ipai_outbox_attempt a
             WHERE a.sent_on < now() AT TIME ZONE 'UTC' - interval '30 days'
               AND NOT EXISTS (SELECT FROM ipai_outbox_delivery d WHERE d.attempt_id = a.id);
            """
        )
        self.env.invalidate_all()
