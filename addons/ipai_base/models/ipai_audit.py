# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json

from odoo import api, fields, models
from odoo.tools import SQL

from .. import append_only, audit_chain, audit_rows

BATCH = 5000
# One writer at a time gets to the end of the chain; held for the milliseconds of a sealing only.
LOCK = 1_229_996_361

SEALING = SQL(
    # The one change there is: a row without a hash gets its place in the chain.
    """
    TG_OP = 'UPDATE' AND OLD.hash IS NULL AND NEW.hash IS NOT NULL
    AND to_jsonb(OLD) - '{seq,previous_hash,hash}'::text[]
        = to_jsonb(NEW) - '{seq,previous_hash,hash}'::text[]
    """
)
PRUNING = SQL(
    # And what retention deletes, after its end was written into the chain.
    """
    TG_OP = 'DELETE'
    AND OLD.seq <= (SELECT seq FROM ipai_audit_checkpoint WHERE name = 'start')
    """
)

SCHEMA = """
CREATE OR REPLACE FUNCTION ipai_audit_seal() RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    entry ipai_audit;
    last_seq integer;
    last_hash text;
    sealed integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(%(lock)s);
    SELECT seq, hash INTO last_seq, last_hash
      FROM ipai_audit WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1;
    last_seq := coalesce(last_seq, 0);
    last_hash := coalesce(last_hash, %(first)s);
    FOR entry IN SELECT * FROM ipai_audit WHERE hash IS NULL ORDER BY id LOOP
        entry.seq := last_seq + 1;
        entry.hash := encode(sha256(convert_to(last_hash || jsonb_build_array(%(values)s)::text, 'UTF8')), 'hex');
        UPDATE ipai_audit SET seq = entry.seq, previous_hash = last_hash, hash = entry.hash
         WHERE id = entry.id;
        last_seq := entry.seq;
        last_hash := entry.hash;
        sealed := sealed + 1;
    END LOOP;
    RETURN sealed;
END $$;

CREATE INDEX IF NOT EXISTS ipai_audit_unsealed_idx ON ipai_audit (id) WHERE hash IS NULL;
CREATE INDEX IF NOT EXISTS ipai_audit_pruned_idx ON ipai_audit (id) WHERE action = 'audit.prune';
CREATE UNIQUE INDEX IF NOT EXISTS ipai_audit_seq_uniq ON ipai_audit (seq);
"""


class IpaiAudit(models.Model):
    _name = "ipai.audit"
    _description = "Audit Entry"
    _order = "id desc"
    _rec_name = "action"
    _log_access = False

    seq = fields.Integer("Number", readonly=True, aggregator=None)
    date = fields.Datetime(required=True, readonly=True, index=True)
    outcome = fields.Selection(
        [("done", "Done"), ("denied", "Denied"), ("failed", "Failed")],
        required=True,
        readonly=True,
    )
    action = fields.Char(required=True, readonly=True, help="Method and route, or what was done.")
    target = fields.Char(readonly=True, help="What it was done to.")
    user_id = fields.Many2one("res.users", readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", readonly=True, index=True, ondelete="restrict")
    key_prefix = fields.Char(
        readonly=True, index="btree_not_null", help="The first characters of the API key."
    )
    address = fields.Char(readonly=True, help="IP address of the caller.")
    source = fields.Char(readonly=True, help="The program that called, as it says itself.")
    case_id = fields.Char(readonly=True, index="btree_not_null")
    status = fields.Integer("HTTP Status", readonly=True, aggregator=None)
    field_names = fields.Char("Fields", readonly=True, help="Names of what was sent, no values.")
    payload_hash = fields.Char(readonly=True, help="SHA-256 of the body in canonical form.")
    request_id = fields.Char(readonly=True, index="btree_not_null")
    previous_hash = fields.Char(readonly=True)
    hash = fields.Char(
        readonly=True, help="Made from this row and the hash of the row before: proves the order."
    )

    def init(self):
        values = ", ".join(
            'to_char(entry.date, \'YYYY-MM-DD"T"HH24:MI:SS.US"Z"\')'
            if name == "date"
            else f"entry.{name}"
            for name in audit_chain.FIELDS
        )
        # Made of names and numbers in our own code, never of input.
        self.env.cr.execute(  # pylint: disable=sql-injection
            SCHEMA % {"lock": LOCK, "first": f"'{audit_chain.FIRST}'", "values": values}
        )
        append_only.protect(
            self.env.cr,
            self._table,
            "The audit is append-only: its rows are neither changed nor deleted.",
            unless=SQL("(%s) OR (%s)", SEALING, PRUNING),
        )
        return super().init()

    def action_verify(self):
        """Check the whole chain and tell a person what came of it."""
        self.check_access("read")
        audit_rows.seal(self.env.registry)
        count, row, reason = self.sudo()._verify(sealing=False)
        message = (
            self.env._("Row %(seq)s is broken: %(reason)s.", seq=row["seq"], reason=reason)
            if row
            else self.env._("All %(count)s rows follow from each other.", count=count)
        )
        if not row:
            message += " " + self.sudo()._anchored(count)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Audit"),
                "message": message,
                "type": "danger" if row else "success",
                "sticky": bool(row),
            },
        }

    def action_export(self):
        """Download the whole audit as JSON lines."""
        self.check_access("read")
        return {"type": "ir.actions.act_url", "url": "/ipai/audit/export", "target": "self"}

    @api.model
    def _append(self, outcome, action, **values):
        """Add a row in this transaction."""
        audit_rows.append(self.env.registry, self.env.cr, outcome, action, **values)

    def _verify(self, anchors=None, sealing=True):
        """Return (number of rows checked, first broken row or None, reason).

        :param anchors: as of ``audit_chain.unanchored``; without them, those that were given away.
        :param sealing: seal first, and hold the end of the chain until this transaction is over; who reads a long
            chain seals on a cursor of its own before, so that nobody waits.
        """
        if sealing:
            self._seal_all()
        seq, previous_hash = self._beginning()
        anchors = self.env["ipai.audit.anchor"]._given() if anchors is None else anchors
        anchors = [anchor for anchor in anchors if anchor["rows"] > seq]
        while rows := list(self._export(after=seq)):
            broken, reason = audit_chain.first_broken(rows, seq, previous_hash)
            if broken:
                return broken["seq"], broken, reason
            seq, previous_hash = rows[-1]["seq"], rows[-1]["hash"]
            anchor, reason = self._unanchored(rows, anchors)
            if anchor:
                return seq, {"seq": anchor["rows"]}, reason
        anchor, reason = self._cut_off(seq, anchors)
        return seq, {"seq": anchor["rows"]} if anchor else None, reason

    @api.model
    def _unanchored(self, rows, anchors):
        """Return (anchor, reason) of the first that a batch of rows does not fit, (None, "") when all fit."""
        here = [one for one in anchors if rows[0]["seq"] <= one["rows"] <= rows[-1]["seq"]]
        return audit_chain.unanchored(rows, here)

    @api.model
    def _cut_off(self, seq, anchors):
        """Return (anchor, reason) of the first that names a row behind the end of the chain, (None, "") without one."""
        beyond = [one for one in anchors if one["rows"] > seq]
        return audit_chain.unanchored([], beyond[:1])

    def _anchored(self, count):
        """Up to where the audit is anchored outside, in words."""
        last = self.env["ipai.audit.anchor"].search([("given_on", "!=", False)], limit=1)
        if not last:
            return self.env._(
                "It was never anchored: have a target of the outbox told of audit.anchor, so that rows "
                "that are sealed anew or cut off are noticed."
            )
        text = self.env._(
            "They fit the anchors that were given away, the last of them of row %(rows)s.",
            rows=last.rows,
        )
        if last.rows < count:
            when = fields.Datetime.context_timestamp(self, last.given_on)
            text += " " + self.env._(
                "Not anchored since %(when)s: %(count)s rows.",
                when=when.strftime("%Y-%m-%d %H:%M"),
                count=count - last.rows,
            )
        return text

    def _seal_all(self):
        self.env.cr.execute(audit_rows.SEAL)

    def _export(self, after=0, limit=BATCH):
        """Yield sealed rows with a number above ``after``, as they go into the chain."""
        names = [*audit_chain.FIELDS, "previous_hash", "hash"]
        self.env.cr.execute(
            SQL(
                "SELECT %s FROM ipai_audit WHERE seq > %s ORDER BY seq LIMIT %s",
                SQL(", ").join(SQL.identifier(name) for name in names),
                after,
                limit,
            )
        )
        for values in self.env.cr.fetchall():
            row = dict(zip(names, values, strict=True))
            row["date"] = row["date"].strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            yield row

    def _json_lines(self):
        """Yield the whole audit as text, in batches."""
        after = 0
        while rows := list(self._export(after)):
            yield "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
            after = rows[-1]["seq"]
