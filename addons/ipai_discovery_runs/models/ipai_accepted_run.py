# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import Counter

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.ipai_base.batches import Clock, in_batches
from odoo.addons.ipai_base.compat import cron_progress
from odoo.addons.ipai_base.http.problems import Problem
from odoo.addons.ipai_discovery.importing.snapshot import RESULTS

from ..parts import cut

TRIES = 5
KEEP_DAYS = 30


class IpaiAcceptedRun(models.Model):
    """A report that is larger than one call carries out: kept at once, applied in parts, each committed.

    Whatever stops the worker, the parts that are done are done, and it goes on behind them.
    """

    _name = "ipai.accepted.run"
    _description = "Accepted Run"
    _order = "id desc"
    _rec_name = "source_id"
    _check_company_auto = True

    source_id = fields.Many2one(
        "ipai.source", required=True, readonly=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users", "By", required=True, readonly=True, default=lambda self: self.env.user
    )
    complete = fields.Boolean(
        readonly=True, help="It lists all that the source sees: what it does not list was not seen."
    )
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("working", "Working"),
            ("stopped", "Stopped"),
            ("failed", "Done, but Parts Failed"),
            ("done", "Done"),
        ],
        required=True,
        readonly=True,
        default="waiting",
        index=True,
    )
    part_ids = fields.One2many("ipai.accepted.part", "run_id", "Parts", readonly=True)
    total = fields.Integer("Objects", readonly=True)
    done = fields.Integer("Objects Done", compute="_compute_done")
    percent = fields.Float("Progress", compute="_compute_done")
    created_count = fields.Integer("Created", compute="_compute_done")
    updated_count = fields.Integer("Updated", compute="_compute_done")
    conflict_count = fields.Integer("In Conflict", compute="_compute_done")
    rejected_count = fields.Integer("Rejected", compute="_compute_done")
    started_on = fields.Datetime("Begun", readonly=True)
    done_on = fields.Datetime("Done", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)

    @api.depends("part_ids.state")
    def _compute_done(self):
        for run in self:
            settled = run.part_ids.filtered(lambda part: part.state != "waiting")
            run.done = sum(settled.mapped("size"))
            run.percent = 100 * run.done / run.total if run.total else 0
            counts = run._counts()
            for name in ("created", "updated", "conflict", "rejected"):
                run[f"{name}_count"] = counts[name]

    def _counts(self):
        counts = Counter(dict.fromkeys(set(RESULTS.values()), 0))
        for part in self.part_ids:
            counts.update(part.counts or {})
        return counts

    # -- taking and telling ----------------------------------------------------------------------

    @api.model
    def _accept(self, name, objects, complete):
        """Keep a report, cut into parts, and wake the worker; return the run.

        :raises UserError: when the source is switched off
        """
        assets = self.env["ipai.asset"]
        assets.check_access("create")
        assets.check_access("write")
        source = self.env["ipai.source"]._named(name)
        parts = cut(objects)
        # Narrow: the right to make and write assets was asked; the work is done with the user's rights.
        run = self.sudo().create(
            {
                "source_id": source.id,
                "user_id": self.env.uid,
                "company_id": self.env.company.id,
                "complete": complete,
                "total": sum(map(len, parts)),
                "part_ids": [
                    Command.create(
                        {
                            "number": number,
                            "size": len(positions),
                            "positions": positions,
                            "objects": [objects[position] for position in positions],
                        }
                    )
                    for number, positions in enumerate(parts, 1)
                ],
            }
        )
        self._wake()
        return run.with_env(self.env)

    @api.model
    def _progress(self, run_id, number=None):
        """Return how far a run is, as `RunAnswer` of the schemas; with the objects of one part."""
        run = self.search([("id", "=", run_id)])
        if not run:
            raise Problem("not-found", self.env._("There is no accepted run %s here.", run_id))
        part = run.part_ids.filtered(lambda part: part.number == number)
        if number and not part:
            raise Problem("not-found", self.env._("The run has no part %s.", number))
        objects = zip(part.positions or (), part.results or (), strict=False)
        return {
            "run": run.id,
            "source": run.source_id.name,
            "state": run.state,
            "total": run.total,
            "done": run.done,
            "counts": dict(run._counts()),
            "parts": [
                {
                    "part": part.number,
                    "state": part.state,
                    "objects": part.size,
                    "run": part.snapshot_id.id or None,
                    "error": part.error or None,
                }
                for part in run.part_ids
            ],
            "objects": [{"position": position, **result} for position, result in objects],
        }

    # -- buttons ---------------------------------------------------------------------------------

    def action_stop(self):
        """Let the worker stop behind the part that it is at; what is done stays done."""
        self._check_owner()
        if self.filtered(lambda run: run.state not in ("waiting", "working")):
            raise UserError(self.env._("Only a run that waits or is worked on can be stopped."))
        self.sudo().write({"state": "stopped"})
        return True

    def action_resume(self):
        """Go on where it stopped, and try the parts again that failed."""
        self._check_owner()
        if self.filtered(lambda run: run.state not in ("stopped", "failed")):
            raise UserError(
                self.env._("Only a run that was stopped, or of which parts failed, goes on.")
            )
        failed = self.sudo().part_ids.filtered(lambda part: part.state == "failed")
        failed.write({"state": "waiting", "error": False})
        self.sudo().write({"state": "waiting", "done_on": False})
        self._wake()
        return True

    def _check_owner(self):
        self.env["ipai.asset"].check_access("write")
        self.check_access("read")

    # -- the worker ------------------------------------------------------------------------------

    @api.model
    def _wake(self):
        self.env.ref("ipai_discovery_runs.cron_work").sudo()._trigger()

    @api.model
    def _cron_work(self):
        """Carry out the parts that wait, one a transaction, those of the oldest run first."""
        clock, done, tries = Clock(), 0, 0
        while part := self._next_part():
            if not part._work():
                tries += 1
                if tries == TRIES:
                    self._wake()
                    return
                continue
            tries, done = 0, done + 1
            run = part.run_id
            if not run.part_ids.filtered(lambda part: part.state == "waiting"):
                run._end()
            cron_progress(self.env, 1, done, self._waiting_count())
            if clock.is_over():
                self._wake()
                return

    def _waiting_count(self):
        return self.env["ipai.accepted.part"].search_count(self._waiting())

    def _waiting(self):
        return [("state", "=", "waiting"), ("run_id.state", "in", ["waiting", "working"])]

    def _next_part(self):
        """Return the next part, of a run that nobody else works on."""
        part = self.env["ipai.accepted.part"].search(
            self._waiting(), order="run_id, number", limit=1
        )
        if not part:
            return None
        self.env.cr.execute(
            "SELECT state FROM ipai_accepted_run WHERE id = %s FOR UPDATE SKIP LOCKED",
            [part.run_id.id],
        )
        if not self.env.cr.rowcount:
            return None
        if part.run_id.state == "waiting":
            started = part.run_id.started_on or fields.Datetime.now()
            part.run_id.write({"state": "working", "started_on": started})
        return part

    def _end(self):
        """Count what a complete report has not met, and say that the run is over."""
        self.ensure_one()
        failed = self.part_ids.filtered(lambda part: part.state == "failed")
        if self.complete and not failed:
            self._miss()
        self.write({"state": "failed" if failed else "done", "done_on": fields.Datetime.now()})

    def _miss(self):
        """What none of the parts has met, the source has missed: as at the end of a complete snapshot."""
        source = self.source_id
        seen = {
            result["asset"]
            for part in self.part_ids
            for result in part.results or ()
            if result["asset"]
        }
        asked = self.part_ids.snapshot_id.line_ids.candidate_ids
        self.env["ipai.sighting"]._miss(source, seen | set(asked.ids))
        last = self.part_ids[-1:].snapshot_id
        if last:
            last.write({"complete": True})
            user = self.env(user=self.user_id.id, su=False)
            last.with_env(user)._look_for_vanished()

    @api.autovacuum
    def _gc_old(self):
        """Forget how runs went that ended a month ago: the snapshots say what they did."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=KEEP_DAYS)
        old = [("state", "=", "done"), ("done_on", "<", limit)]
        in_batches(self, old, lambda runs: runs.unlink(), size=20)
