# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import consteq, hmac

from .. import audit_chain, batches, compat
from ..compat import UniqueIndex

_logger = logging.getLogger(__name__)

ROWS = 5000
WHOLE_EVERY = timedelta(days=7)
MONTHS = "ipai_base.audit_months"
"""A parameter of the system: rows older than so many months are pruned; 0 or nothing keeps all."""
SCOPE = "ipai_base.audit_checkpoint"
LATEST, WHOLE, START = "latest", "whole", "start"


class IpaiAuditCheckpoint(models.Model):
    """A place in the chain of the audit, signed by this database: up to it all was found in order, or pruned."""

    _name = "ipai.audit.checkpoint"
    _description = "Audit Checkpoint"
    _order = "name"

    name = fields.Selection(
        [(LATEST, "Verified Up To"), (WHOLE, "Verified from the Start"), (START, "Pruned Up To")],
        required=True,
        readonly=True,
    )
    seq = fields.Integer("Number", readonly=True, aggregator=None)
    hash = fields.Char(readonly=True)
    kept_on = fields.Datetime(readonly=True)
    ended_on = fields.Datetime(readonly=True, help="When the walk from the start came to the end.")
    signature = fields.Char(readonly=True)

    _name_uniq = UniqueIndex("(name)", "There is one place of each kind.")

    @api.model
    def _of(self, name):
        return self.search([("name", "=", name)], limit=1)

    @api.model
    def _keep(self, name, seq, hash_, **vals):
        vals = {"seq": seq, "hash": hash_, "kept_on": fields.Datetime.now(), **vals}
        vals["signature"] = self._signature(name, seq, hash_)
        if found := self._of(name):
            found.write(vals)
            return found
        return self.create({"name": name, **vals})

    @api.model
    def _signature(self, name, seq, hash_):
        return hmac(self.env(su=True), SCOPE, (name, seq, hash_))

    def _is_ours(self):
        """Whether it bears the signature of this database; a copy has another."""
        self.ensure_one()
        return consteq(self.signature or "", self._signature(self.name, self.seq, self.hash))


class IpaiAudit(models.Model):
    """Verified each night from the last place that was in order, each week from the start; pruned with a proof."""

    _inherit = "ipai.audit"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_verify(self):
        """Check what is new in the chain, once a week all of it; then prune what is older than is kept.

        The log keeps the end of the chain, outside the database.
        """
        self._seal_all()
        clock = batches.Clock()
        if self._walk_whole(clock) and self._walk(LATEST, clock):
            self.env["ipai.audit.anchor"]._hand_out(least=1)
            self._prune(clock)

    def _walk_whole(self, clock):
        """Go on with the walk from the start, if one is due; return whether none is left to do."""
        points = self.env["ipai.audit.checkpoint"].sudo()
        point = points._of(WHOLE)
        if point.ended_on and point.ended_on > fields.Datetime.now() - WHOLE_EVERY:
            return True
        if not point or point.ended_on:
            seq, hash_ = self._beginning()
            point = points._keep(WHOLE, seq, hash_, ended_on=False)
        if not self._walk(WHOLE, clock):
            return False
        points._keep(LATEST, point.seq, point.hash)
        point.ended_on = fields.Datetime.now()
        return True

    def _walk(self, name, clock):
        """Check batch by batch from a checkpoint on, and move it; return whether the end was reached in order."""
        points = self.env["ipai.audit.checkpoint"].sudo()
        point = points._of(name)
        if point and not point._is_ours():
            _logger.warning("Audit: the checkpoint at row %s is not of this database", point.seq)
            point = points.browse()
        seq, hash_ = (point.seq, point.hash) if point else self._beginning()
        if reason := self._lost(seq, hash_):
            self._tell_broken(seq, reason)
            return False
        last = self._last_seq()
        anchors = [a for a in self.env["ipai.audit.anchor"]._given() if a["rows"] > seq]
        while rows := list(self._export(after=seq, limit=ROWS)):
            row, reason = audit_chain.first_broken(rows, seq, hash_)
            if row:
                self._tell_broken(row["seq"], reason)
                return False
            anchor, reason = self._unanchored(rows, anchors)
            if anchor:
                self._tell_broken(anchor["rows"], reason)
                return False
            seq, hash_ = rows[-1]["seq"], rows[-1]["hash"]
            points._keep(name, seq, hash_)
            left = max(last - seq, 0)
            compat.cron_progress(self.env, len(rows), seq, left)
            if left and clock.is_over():
                return False
        anchor, reason = self._cut_off(seq, anchors)
        if anchor:
            self._tell_broken(anchor["rows"], reason)
            return False
        _logger.info("Audit verified up to row %s, hash %s", seq, hash_)
        return True

    def _lost(self, seq, hash_):
        """Why the chain does not hold the row that a checkpoint names; "" when it does, or that was pruned."""
        if (seq, hash_) == self._beginning():
            return ""
        row = next(self._export(after=seq - 1, limit=1), None)
        if not row or row["seq"] != seq:
            return "it was verified, and is missing"
        if row["hash"] != hash_ or row["hash"] != audit_chain.digest(row):
            return "it is another one than was verified"
        return ""

    def _tell_broken(self, seq, reason):
        _logger.error("Audit: row %s is broken: %s", seq, reason)
        self._append("failed", "audit.verify", target=f"row {seq}: {reason}")

    def _last_seq(self):
        self.env.cr.execute("SELECT coalesce(max(seq), 0) FROM ipai_audit")
        return self.env.cr.fetchone()[0]

    # -- retention ---------------------------------------------------------------------------

    @api.model
    def _beginning(self):
        """(number, hash) of what the first row follows: of the last pruned row, else (0, zeros).

        What was pruned must be told by a row of the chain itself: who deletes rows and forges a checkpoint
        has to forge all that came after.
        """
        point = self.env["ipai.audit.checkpoint"].sudo()._of(START)
        if point and self.sudo().search_count(
            [("action", "=", audit_chain.PRUNED), ("target", "=", self._proof(point))], limit=1
        ):
            return point.seq, point.hash
        return 0, audit_chain.FIRST

    @api.model
    def _proof(self, point):
        return audit_chain.proof(point.seq, point.hash)

    def _prune(self, clock):
        """Delete what is older than is kept, leaving its end and hash in a row of the chain: the proof.

        Whoever keeps an export of what was pruned shows with that row that it is the one.
        """
        points = self.env["ipai.audit.checkpoint"].sudo()
        last = self._to_prune()
        if last:
            point = points._keep(START, *last)
            self._append("done", audit_chain.PRUNED, target=self._proof(point))
            self._seal_all()
            compat.cron_progress(self.env, 0, 0, 1)
        point = points._of(START)
        deleted = ROWS
        while point and deleted:
            self.env.cr.execute(
                SQL(
                    """
                    DELETE FROM ipai_audit WHERE id IN (
                        SELECT id FROM ipai_audit WHERE seq <= %s ORDER BY seq LIMIT %s)
                    """,
                    point.seq,
                    ROWS,
                )
            )
            deleted = self.env.cr.rowcount
            compat.cron_progress(self.env, deleted, deleted, deleted)
            if deleted and clock.is_over():
                return
        compat.cron_progress(self.env, 0, 0, 0)

    @api.model
    def _months(self):
        """For how many months rows are kept, 0 for ever."""
        text = self.env["ir.config_parameter"].sudo().get_param(MONTHS) or "0"
        if not text.isdecimal():
            _logger.warning("%s is no number of months: nothing is pruned", MONTHS)
            return 0
        return int(text)

    def _to_prune(self):
        """(number, hash) of the last row that is too old, None without one; only of what was verified."""
        months = self._months()
        verified = self.env["ipai.audit.checkpoint"].sudo()._of(WHOLE)
        if not months or not verified.ended_on:
            return None
        cutoff = fields.Datetime.now() - relativedelta(months=months)
        # Up to the first row that is kept, whatever the clock said in between.
        self.env.cr.execute(
            SQL(
                """
                SELECT seq, hash FROM ipai_audit
                 WHERE seq <= %s AND seq > %s AND seq < coalesce(
                       (SELECT min(seq) FROM ipai_audit WHERE date >= %s), 2147483647)
                 ORDER BY seq DESC LIMIT 1
                """,
                verified.seq,
                self._beginning()[0],
                cutoff,
            )
        )
        return self.env.cr.fetchone()
