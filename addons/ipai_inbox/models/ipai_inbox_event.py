# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.ipai_base import audit
from odoo.addons.ipai_base.compat import Index
from odoo.addons.ipai_secret_scan.secret_scan import kinds_in

from .. import door, outcome
from ..dry import dry_run, is_dry

STATES = [
    ("received", "Received"),
    ("done", "Done"),
    ("ignored", "Ignored"),
    ("unmatched", "Unmatched"),
    ("failed", "Failed"),
    ("dead", "Dead"),
]
SHOWN = 100_000
"""Characters of a body that a form shows."""
KEPT, KEPT_BYTES = "ipai.inbox.payloads", 8_000
"""Under which name a cursor keeps what was read of bodies, and how long those may be: memory stays flat."""

SCHEMA = """
ALTER TABLE ipai_inbox_event ADD COLUMN IF NOT EXISTS raw bytea;

CREATE OR REPLACE FUNCTION ipai_inbox_event_protect() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.raw IS NOT NULL AND NEW.raw IS DISTINCT FROM OLD.raw)
        OR (NEW.headers IS NOT NULL AND NEW.headers IS DISTINCT FROM OLD.headers)
        OR NEW.id <> OLD.id
        OR NEW.source_id IS DISTINCT FROM OLD.source_id
        OR NEW.delivery_key IS DISTINCT FROM OLD.delivery_key
        OR NEW.received_on IS DISTINCT FROM OLD.received_on
        OR NEW.address IS DISTINCT FROM OLD.address
    THEN
        RAISE EXCEPTION USING MESSAGE = 'What was received is never changed.', ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS ipai_inbox_event_protect ON ipai_inbox_event;
CREATE TRIGGER ipai_inbox_event_protect
    BEFORE UPDATE OF id, raw, headers, source_id, delivery_key, received_on, address ON ipai_inbox_event
    FOR EACH ROW EXECUTE FUNCTION ipai_inbox_event_protect();
"""


class IpaiInboxEvent(models.Model):
    """What a source delivered, as it came, and what became of it.

    Rows are written by the door and by the lanes; a person replays them, and changes nothing else. The bytes of the
    body stand in a column of their own that no field shows: ``_raw()`` reads them.
    """

    _name = "ipai.inbox.event"
    _description = "Inbox Event"
    _order = "id desc"
    _rec_name = "delivery_key"
    _log_access = False

    source_id = fields.Many2one(
        "ipai.inbox.source", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    kind = fields.Char(readonly=True, help="Which handler takes it.")
    received_on = fields.Datetime("Received", required=True, readonly=True)
    delivery_key = fields.Char(
        readonly=True, help="The id that the sender signed, else the SHA-256 of the body."
    )
    state = fields.Selection(STATES, required=True, readonly=True, default="received")
    reason = fields.Char(readonly=True, help="Why it is in this state, in words.")
    attempts = fields.Integer(readonly=True, default=0, aggregator="max")
    crashes = fields.Integer(
        "Processes Lost",
        readonly=True,
        default=0,
        aggregator="max",
        help="So many processes ended while they handled it. After the first it is handled alone.",
    )
    next_try = fields.Datetime("Next Attempt", readonly=True)
    held_until = fields.Datetime(
        readonly=True,
        help="Until then, later events about the same thing wait for this one, which failed.",
    )
    order_key = fields.Char(
        readonly=True, help="Events with the same one are handled in the order in which they came."
    )
    lane = fields.Integer(readonly=True, aggregator=None)
    touched = fields.Json("Records Touched", readonly=True)
    touched_text = fields.Char("Touched", compute="_compute_touched_text")
    duration = fields.Float(
        "Milliseconds", readonly=True, digits=(16, 1), aggregator="avg", help="In the handler."
    )
    replays = fields.Integer(readonly=True, default=0, aggregator="sum")
    address = fields.Char("From", readonly=True)
    content_type = fields.Char(readonly=True)
    size = fields.Integer("Bytes", readonly=True, aggregator="sum")
    headers = fields.Json("Headers as JSON", readonly=True)
    headers_text = fields.Text("Headers", compute="_compute_headers_text")
    body = fields.Text(compute="_compute_body", help="What was sent, set out for reading.")
    is_pruned = fields.Boolean(compute="_compute_body")
    dedup_key = fields.Char(
        readonly=True, help="What a field map takes as the same occurrence, to count it."
    )

    _source_received_idx = Index("(source_id, received_on DESC)")
    _waiting_idx = Index("(lane, id) WHERE next_try IS NOT NULL")
    _unsorted_idx = Index("(id) WHERE next_try IS NOT NULL AND lane IS NULL")
    _held_idx = Index("(order_key, id) WHERE state = 'failed'")
    _key_idx = Index("(delivery_key)")
    _dedup_idx = Index("(source_id, dedup_key, received_on) WHERE dedup_key IS NOT NULL")
    _trouble_idx = Index("(source_id, state) WHERE state IN ('failed', 'dead', 'unmatched')")
    _body_idx = Index("(received_on) WHERE headers IS NOT NULL")

    def init(self):
        self.env.cr.execute(SCHEMA)
        return super().init()

    @api.depends("headers")
    def _compute_headers_text(self):
        for event in self:
            pairs = (event.headers or {}).items()
            event.headers_text = "\n".join(f"{name}: {value}" for name, value in pairs)

    def _compute_body(self):
        raws = self._raw()
        for event in self:
            raw = raws.get(event.id)
            event.is_pruned = raw is None
            event.body = _readable(raw)[:SHOWN] if raw is not None else False

    @api.depends("touched")
    def _compute_touched_text(self):
        for event in self:
            event.touched_text = ", ".join(event.touched or ())

    # -- what handlers ask ---------------------------------------------------------------------

    def _raw(self):
        """Return the bodies by id, as they came; None of those that were pruned."""
        if not self:
            return {}
        self.env.cr.execute("SELECT id, raw FROM ipai_inbox_event WHERE id = ANY(%s)", [self.ids])
        return {
            event_id: None if raw is None else bytes(raw)
            for event_id, raw in self.env.cr.fetchall()
        }

    def _payloads(self, keep=False):
        """Return the JSON values of the bodies by id.

        Of a body that is none it is the ``outcome.Permanent`` to raise. A body stays as it came; in the values,
        of which things are made, signs stand in place of secrets, and the event is listed.

        :param keep: who asks for them next, in this run, gets what was read now: to read a body once more costs
            as much as many a handler.
        """
        kept = self.env.cr.cache.setdefault(KEPT, {})
        scan, found = self.env["ipai.secret.scan"], {}
        values = {} if keep else {one: kept.pop(one) for one in self.ids if one in kept}
        for event_id, raw in self.browse([one for one in self.ids if one not in values])._raw().items():  # fmt: skip
            values[event_id] = _parsed(raw)
            if raw and (kinds := kinds_in(raw.decode(errors="replace"), whole=True)):
                found[event_id] = kinds
                if not isinstance(values[event_id], outcome.Permanent):
                    values[event_id] = scan._mask(values[event_id])
            if keep and raw and len(raw) <= KEPT_BYTES:
                kept[event_id] = values[event_id]
        if not is_dry():
            for event_id, kinds in found.items():
                self.env["ipai.secret.finding"]._report(self.browse(event_id), [("body", kinds)])
        return values

    def _kept_as_it_came(self):
        """The texts in which secrets are looked for again, by field."""
        raw = self._raw().get(self.id)
        return {"body": raw.decode(errors="replace") if raw else ""}

    def _payload(self):
        """Return the JSON value of one body.

        :raises outcome.Permanent: when it is none.
        """
        value = self._payloads()[self.id]
        if isinstance(value, outcome.Permanent):
            raise value
        return value

    @property
    def _is_stale(self):
        """Whether later events about the same thing may have been handled before it."""
        return bool(self.held_until and self.held_until < fields.Datetime.now()) or bool(
            self.replays
        )

    # -- what a person does --------------------------------------------------------------------

    def action_replay(self):
        """Have the events handled again, from the first attempt."""
        self._replay()
        return True

    def action_dry_run(self):
        """Show what the handler would do of each, and do nothing of it."""
        self.check_access("read")
        lines = [
            f"{event.delivery_key[:24]}: {state} {reason}".strip()
            for event, state, reason in self._dry_run()
        ]
        wizard = self.env["ipai.inbox.trial"].create({"text": "\n".join(lines)})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Dry Run"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def _replay(self):
        self.check_access("read")
        if not self.env.user.has_group("ipai_base.group_technician"):
            raise UserError(self.env._("Technicians replay events: ask one of them."))
        events = self.sudo()
        if pruned := events.filtered("is_pruned"):
            raise UserError(
                self.env._(
                    "%(count)s of these events have no body any more (the first: %(key)s): leave "
                    "them out. How long bodies are kept is set on the source.",
                    count=len(pruned),
                    key=pruned[0].delivery_key,
                )
            )
        events.flush_recordset()
        self.env.cr.execute(
            """
            UPDATE ipai_inbox_event
               SET state = 'received', attempts = 0, replays = replays + 1, held_until = NULL,
                   lane = NULL, next_try = clock_timestamp() AT TIME ZONE 'UTC', reason = NULL,
                   crashes = least(crashes, 1)
             WHERE id = ANY(%s)
            """,
            [self.ids],
        )
        self.invalidate_recordset()
        for source in events.source_id:
            count = len(events.filtered(lambda event, source=source: event.source_id == source))
            audit.done(source, "inbox.replay", field_names=f"{count} events")
        door.wake(self.env.registry, self.env.cr)

    def _dry_run(self):
        """Return (event, state, reason) of each, as its handler would have it now; nothing stays."""
        if not self.env.user.has_group("ipai_base.group_technician"):
            raise UserError(self.env._("Technicians try events: ask one of them."))
        found = []
        self.env.flush_all()
        with self.env.registry.cursor() as cr, dry_run():
            lanes = self.env["ipai.inbox.lane"].with_env(self.env(cr=cr, su=True))
            for event in lanes.env[self._name].browse(self.ids).sorted("id"):
                # What it wants to do after a commit never comes: there is none.
                [result] = lanes._try([event]).values()
                found.append((event.id, result.state, result.reason))
            cr.rollback()
        return [(self.browse(event_id), state, reason) for event_id, state, reason in found]

    @api.autovacuum
    def _gc_bodies(self):
        """Prune the bodies of what is settled; the keys and the rows stay."""
        self.env.cr.execute(
            """
            UPDATE ipai_inbox_event e SET raw = NULL, headers = NULL
              FROM ipai_inbox_source s
             WHERE s.id = e.source_id AND e.headers IS NOT NULL AND e.next_try IS NULL
               AND s.retention > 0
               AND e.received_on < now() AT TIME ZONE 'UTC' - s.retention * interval '1 day'
            """
        )
        self.invalidate_model(["headers"])


def _parsed(raw):
    if raw is None:
        return outcome.Permanent("The body was pruned: it is older than its source keeps bodies.")
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as error:
        return outcome.Permanent(f"The body is not JSON: {error}.")


def _readable(raw):
    """A body as text; of JSON, with its parts below each other."""
    try:
        return json.dumps(json.loads(raw), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return raw.decode(errors="replace").replace("\0", "\N{REPLACEMENT CHARACTER}")
