# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import calendar
import logging
from datetime import timedelta

from dateutil.relativedelta import relativedelta
from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL, format_date

from odoo.addons.ipai_base import audit
from odoo.addons.ipai_base.batches import in_batches
from odoo.addons.ipai_base.compat import cron_progress

from ..counting import sealed
from ..preview import MANUAL, Preview

_logger = logging.getLogger(__name__)

STATES = [
    ("draft", "Draft"),
    ("computed", "Preview"),
    ("approved", "Approved"),
    ("applied", "Applied"),
    ("canceled", "Canceled"),
]
GUARDED = {
    "state",
    "line_ids",
    "snapshot_on",
    "snapshot_count",
    "snapshot_hash",
    "approved_by_id",
    "approved_on",
    "applied_on",
    "note",
}


class IpaiSeatRun(models.Model):
    """The seats of a period: one snapshot, lines computed from it, approved, then applied."""

    _name = "ipai.seat.run"
    _description = "Seat Run"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_from desc, id desc"
    _check_company_auto = True
    _batch_size = 500  # lines that are applied, and committed, together

    name = fields.Char(required=True, readonly=True, default="/", copy=False)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    plan_ids = fields.Many2many(
        "ipai.seat.plan",
        string="Plans",
        check_company=True,
        ondelete="restrict",
        help="None: all plans of the company.",
    )
    date_from = fields.Date(
        "First Day",
        required=True,
        default=lambda self: fields.Date.context_today(self) + relativedelta(months=-1, day=1),
    )
    date_to = fields.Date(
        "Last Day",
        required=True,
        default=lambda self: fields.Date.context_today(self) + relativedelta(day=1, days=-1),
    )
    state = fields.Selection(
        STATES, required=True, readonly=True, default="draft", copy=False, index=True, tracking=True
    )
    line_ids = fields.One2many("ipai.seat.line", "run_id", "Lines", readonly=True, copy=False)
    snapshot_on = fields.Datetime("Snapshot Taken", readonly=True, copy=False)
    snapshot_count = fields.Integer("Rows of the Snapshot", readonly=True, copy=False)
    snapshot_hash = fields.Char(
        "SHA-256 of the Lines",
        readonly=True,
        copy=False,
        help="Over the hashes of all lines, in their order.",
    )
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_on = fields.Datetime(readonly=True, copy=False)
    applied_on = fields.Datetime(readonly=True, copy=False)
    note = fields.Text("Please Note", readonly=True, copy=False)
    ready_count = fields.Integer("To Apply", compute="_compute_counts")
    held_count = fields.Integer("Held", compute="_compute_counts")
    uncovered_count = fields.Integer("Covered by No Line", compute="_compute_counts")
    line_count = fields.Integer("Lines Count", compute="_compute_counts")

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for run in self:
            if run.date_to < run.date_from:
                raise ValidationError(
                    self.env._("The last day lies before the first one. Choose a later last day.")
                )
            if run.date_to > run.date_from + relativedelta(years=1):
                raise ValidationError(
                    self.env._("A run counts at most a year. Choose an earlier last day.")
                )

    @api.depends("line_ids.state")
    def _compute_counts(self):
        groups = self.env["ipai.seat.line"]._read_group(
            [("run_id", "in", self.ids)], ["run_id", "state"], ["__count"]
        )
        counts = {(run.id, state): count for run, state, count in groups}
        for run in self:
            run.ready_count = counts.get((run.id, "ready"), 0)
            run.held_count = counts.get((run.id, "held"), 0)
            run.uncovered_count = counts.get((run.id, "uncovered"), 0)
            run.line_count = sum(count for (key, _state), count in counts.items() if key == run.id)

    @api.depends("name", "date_from", "date_to")
    def _compute_display_name(self):
        for run in self:
            if not run.date_from or not run.date_to:
                run.display_name = run.name
                continue
            run.display_name = (
                f"{run.name}: {format_date(self.env, run.date_from)} – "
                f"{format_date(self.env, run.date_to)}"
            )

    # -- records ------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_by_hand(vals)
            if vals.get("name", "/") == "/":
                company = vals.get("company_id") or self.env.company.id
                vals["name"] = (
                    self.env["ir.sequence"].with_company(company).sudo().next_by_code(self._name)
                    or "/"
                )
        context = {
            key: value
            for key, value in self.env.context.items()
            if key.removeprefix("default_") not in GUARDED
        }
        return super(IpaiSeatRun, self.with_env(self.env(context=context))).create(vals_list)

    def write(self, vals):
        self._refuse_by_hand(vals)
        asked = {"plan_ids", "date_from", "date_to", "company_id"} & vals.keys()
        if asked and any(run.snapshot_on for run in self):
            raise UserError(
                self.env._(
                    "The snapshot of this run is taken: what it counts does not change any more. "
                    "Cancel it and make another run."
                )
            )
        return super().write(vals)

    def _refuse_by_hand(self, vals):
        """What follows from the buttons is not written, whoever asks for it over RPC."""
        names = GUARDED & vals.keys()
        if names and not self.env.su:
            audit.denied(
                self.env, f"{self._name}.write", records=self, field_names=", ".join(sorted(names))
            )
            raise AccessError(
                self.env._(
                    "%(names)s of a seat run follow from its buttons and are not written by hand.",
                    names=", ".join(sorted(names)),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_evidence(self):
        if kept := self.filtered(lambda run: run.state in ("approved", "applied")):
            raise UserError(
                self.env._(
                    "%s was approved and is evidence: it is not deleted.", kept[0].display_name
                )
            )

    def unlink(self):
        """With its snapshot, which has no foreign key that would do it."""
        self.check_access("unlink")
        snapshots = self.env["ipai.seat.snapshot"].sudo().search([("run_id", "in", self.ids)])
        result = super().unlink()
        # The database asks the run's state; what is gone is no evidence.
        snapshots.unlink()
        return result

    # -- what a person presses ------------------------------------------------------------------

    def action_compute(self):
        """Take the snapshot if there is none yet, and compute the lines from it.

        Again on a preview it takes in what was changed since in plans, exclusions and overrides; the
        history that is counted stays that of the snapshot.
        """
        for run in self:
            run._check_may("compute")
            if run.state not in ("draft", "computed"):
                raise UserError(
                    self.env._(
                        "%s is decided. To count the period again, make another run.",
                        run.display_name,
                    )
                )
            run.sudo()._compute_lines()
        return True

    def action_approve(self):
        """Let the preview be applied."""
        for run in self:
            run._check_may("approve")
            run._check_approvable()
            run.sudo()._approve(self.env.user)
        return True

    def action_apply(self):
        """Write the quantities to the contracts; what is held stays held. Again it changes nothing."""
        for run in self:
            run._check_may("apply")
            if run.state == "applied":
                continue
            run._check_appliable()
            run.sudo()._apply()
        return True

    def action_cancel(self):
        """Drop a preview, or an approval that was not applied yet."""
        for run in self:
            run._check_may("cancel")
            if run.state == "applied" or run.line_ids.filtered(lambda line: line.applied_on):
                raise UserError(
                    self.env._(
                        "%s is applied. Count the period again in another run; what differs is "
                        "corrected.",
                        run.display_name,
                    )
                )
            run.sudo().write({"state": "canceled"})
            audit.done(run, "ipai.seat.run.cancel")
        return True

    def action_next(self):
        """The same plans in the period that follows, as a draft."""
        self.ensure_one()
        months = self._months()
        first = self.date_to + timedelta(days=1)
        last = first + (relativedelta(months=months) if months else self.date_to - self.date_from)
        if months:
            last -= timedelta(days=1)
        following = self.copy({"date_from": first, "date_to": last})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": following.id,
            "view_mode": "form",
        }

    def action_view_lines(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ipai_seat_billing.ipai_seat_line_action"
        )
        return {**action, "domain": [("run_id", "=", self.id)], "context": {}}

    def action_view_snapshot(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ipai_seat_billing.ipai_seat_snapshot_action"
        )
        return {**action, "domain": [("run_id", "=", self.id)], "context": {}}

    # -- what the buttons share -------------------------------------------------------------------

    def _check_may(self, verb):
        """Raise unless the current user bills seats and may work on this run."""
        if not self.env.su and not self.env.user.has_group("ipai_seat_billing.group_billing"):
            audit.denied(self.env, f"{self._name}.{verb}", records=self, field_names="group")
            raise AccessError(
                self.env._("Only who bills seats may do this. Ask a manager for the group Billing.")
            )
        self.check_access("write")

    def _check_approvable(self):
        """Raise unless this is a preview that can be approved. The seam for who approves."""
        if self.state != "computed":
            raise UserError(
                self.env._("%s has no preview to approve. Compute it first.", self.display_name)
            )

    def _approve(self, user):
        """Called as superuser, once it is decided."""
        self.ensure_one()
        now = fields.Datetime.now()
        self.write({"state": "approved", "approved_by_id": user.id, "approved_on": now})
        self.activity_unlink(["mail.mail_activity_data_todo"])
        audit.done(self, "ipai.seat.run.approve")

    def _check_appliable(self):
        """Raise unless this is approved. The seam for whether the approval still stands."""
        if self.state != "approved":
            raise UserError(
                self.env._("%s is not approved yet. Approve it first.", self.display_name)
            )

    def _plans(self):
        """The plans that are counted; one that was chosen stays so when it is archived."""
        if chosen := self.with_context(active_test=False).plan_ids:
            return chosen.with_env(self.env)
        return self.env["ipai.seat.plan"].search([("company_id", "=", self.company_id.id)])

    def _last_heard(self, names):
        """When each source of assets was last heard (naive UTC; None: nobody knows).

        What was entered by hand has no source. A source that reports again and again says so itself,
        where discovery is installed; of others the asset seen last counts. The seam for more.
        """
        names = {name for name in names if name and name != MANUAL}
        company = self.company_id
        heard = dict.fromkeys(names)
        for source, seen in self.env["ipai.asset"]._read_group(
            [("source", "in", sorted(names)), ("company_id", "=", company.id)],
            ["source"],
            ["last_seen:max"],
        ):
            heard[source] = seen or None
        if "ipai.source" in self.env:
            for source in self.env["ipai.source"].search([("company_id", "=", company.id)]):
                for name in names:
                    if name.lower() == source.name.lower() and source.last_run_on:
                        heard[name] = source.last_run_on
        return heard

    def _months(self):
        """How many whole months the period is of; 0: none."""
        after = self.date_to + timedelta(days=1)
        if after.day != self.date_from.day:
            return 0
        return (after.year - self.date_from.year) * 12 + after.month - self.date_from.month

    def _compute_lines(self):
        """Snapshot, lines, hash. Called as superuser, once the user may."""
        self.ensure_one()
        self._lock()
        plans = self._plans()
        if not plans:
            raise UserError(
                self.env._("There is no seat plan in %s yet. Make one first.", self.company_id.name)
            )
        if gone := plans.filtered(lambda plan: not plan.active):
            raise UserError(
                self.env._(
                    "The plan %s is archived. Unarchive it, or make a run without it.", gone[0].name
                )
            )
        if self.date_from > fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "The period has not begun yet: there is nothing to count. Choose an earlier one."
                )
            )
        Snapshot = self.env["ipai.seat.snapshot"]
        # Time zones lie up to 14 hours off UTC; what is outside a plan's days falls out later.
        start = fields.Datetime.to_datetime(self.date_from) - timedelta(days=1)
        end = fields.Datetime.to_datetime(self.date_to) + timedelta(days=2)
        if not self.snapshot_on:
            now = fields.Datetime.now()
            Snapshot._take(self, start, end)
            self.write({"snapshot_on": now})
        self.line_ids.unlink()
        rows = Snapshot._rows(self, start, end)
        preview, found = self._preview(rows)
        self.env["ipai.seat.line"]._insert(found)
        self.write(
            {
                "state": "computed",
                "snapshot_count": sum(len(row.asset_ids) for row in rows),
                "snapshot_hash": sealed("".join(one.get("evidence_hash") or "" for one in found)),
                "note": "\n".join(preview.notes()) or False,
            }
        )

    def _preview(self, rows):
        """The preview of these rows, and the values of its lines."""
        try:
            with self.env.cr.savepoint(flush=False):
                preview = Preview(self, rows)
                return preview, preview.lines()
        except OperationalError:
            raise
        except Exception as error:
            _logger.info("Seats of %s fail together; price by price: %s", self.name, error)
        preview = Preview(self, rows, apart=True)
        return preview, preview.lines()

    def _apply(self):
        """Apply batch by batch, each one committed where that is allowed; goes on where it stopped."""
        self.ensure_one()
        self._lock()
        if self.state != "approved":
            return
        done = 0
        while pending := self._ready(self.line_ids):
            while pending:
                batch, pending = pending[: self._batch_size], pending[self._batch_size :]
                # Between two batches somebody may have held a line, or released one.
                self._ready(batch)._apply_apart()
                done += len(batch)
                if pending:
                    cron_progress(self.env, len(batch), done, len(pending))
                    self._lock()
        self.write({"state": "applied", "applied_on": fields.Datetime.now()})
        audit.done(self, "ipai.seat.run.apply")

    @staticmethod
    def _ready(lines):
        return lines.filtered(lambda line: line.state == "ready")

    def _lock(self):
        """Of two who press a button at one moment the second waits, and then sees what the first did."""
        self.env.cr.execute(SQL("SELECT 1 FROM ipai_seat_run WHERE id = %s FOR UPDATE", self.id))

    # -- once a month -----------------------------------------------------------------------------

    @api.model
    def _cron_monthly(self):
        """Preview last month where its day has come, and ask for the approval; once a month."""
        today = fields.Date.context_today(self)
        first = today + relativedelta(months=-1, day=1)
        last = today + relativedelta(day=1, days=-1)
        month = [("date_from", "=", first), ("date_to", "=", last), ("state", "!=", "canceled")]
        made = {company.id for (company,) in self._read_group(month, ["company_id"])}
        plans = self.env["ipai.seat.plan"]._read_group([], ["company_id"])
        # On the last day of a month come those of all days that it does not have.
        is_last = today.day == calendar.monthrange(today.year, today.month)[1]
        due = [
            ("id", "in", [company.id for (company,) in plans if company.id not in made]),
            ("ipai_seat_run_day", ">", 0),
            ("ipai_seat_run_day", "<=", 31 if is_last else today.day),
        ]
        # One company a batch: its devices of a whole month are counted.
        in_batches(
            self.env["res.company"], due, lambda company: self._begin(company, first, last), size=1
        )

    @api.model
    def _begin(self, company, first, last):
        run = self.with_company(company).create(
            {"company_id": company.id, "date_from": first, "date_to": last}
        )
        run._compute_lines()
        run._ask_for_approval()

    def _ask_for_approval(self):
        """One activity for who approves: the company's responsible for seats, else who made the run."""
        self.ensure_one()
        user = self.company_id.ipai_seat_user_id or self.env.ref("base.user_admin")
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=user.id,
            summary=self.env._("Approve the seats"),
            note=self.env._(
                "%(ready)s lines to apply, %(held)s held, %(uncovered)s customers with devices that "
                "no line covers.",
                ready=self.ready_count,
                held=self.held_count,
                uncovered=self.uncovered_count,
            ),
        )
