# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import dataclasses
import json
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.ipai_base.batches import in_batches
from odoo.addons.ipai_base.compat import Index, cron_progress

from ..pulseway import client as api_client
from ..pulseway import facts as device_facts
from ..pulseway.client import ApiError, Busy
from ..pulseway.paging import Step

LEAST_VANISHED = 5
"""So few may always vanish, whatever their share."""
BATCH = 100
GIVE_UP = 5
KEEP_DAYS = 60
OPEN = ("queued", "fetching", "applying")


class IpaiPulsewayRun(models.Model):
    """A full reconciliation: all pages are read, then a plan is made, then it is carried out, or not.

    A run whose pages are not whole changes nothing; one in which too much has vanished asks.
    """

    _name = "ipai.pulseway.run"
    _description = "Pulseway Reconciliation"
    _order = "id desc"
    _rec_name = "create_date"
    _check_company_auto = True

    account_id = fields.Many2one(
        "ipai.pulseway.account", required=True, readonly=True, index=True, ondelete="cascade"
    )
    dry_run = fields.Boolean(readonly=True, help="It shows the plan, and waits to be applied.")
    state = fields.Selection(
        [
            ("queued", "Waits"),
            ("fetching", "Reading"),
            ("planned", "Planned"),
            ("asked", "Stopped: Asks"),
            ("applying", "Applying"),
            ("done", "Done"),
            ("failed", "Failed"),
            ("dropped", "Dropped"),
        ],
        required=True,
        readonly=True,
        default="queued",
        index=True,
    )
    message = fields.Char(readonly=True)
    steps = fields.Json(readonly=True)
    failures = fields.Integer(readonly=True, aggregator=None)
    retry_on = fields.Datetime(readonly=True)
    calls = fields.Integer("Calls of the API", readonly=True)
    device_total = fields.Integer("Devices", readonly=True)
    unchanged = fields.Integer(readonly=True)
    is_whole = fields.Boolean("Complete", readonly=True, help="No device moved while it was read.")
    vanished = fields.Integer(readonly=True, help="In service here, and not in its list any more.")
    line_ids = fields.One2many("ipai.pulseway.line", "run_id", "Plan", readonly=True)
    create_count = fields.Integer("Create", compute="_compute_counts")
    update_count = fields.Integer("Update", compute="_compute_counts")
    move_count = fields.Integer("Move", compute="_compute_counts")
    stale_count = fields.Integer("Stale or Missing", compute="_compute_counts")
    open_count = fields.Integer("To Decide", compute="_compute_counts")
    ended_on = fields.Datetime(readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)

    _open_idx = Index("(account_id) WHERE state IN ('queued', 'fetching', 'applying')")

    @api.depends("line_ids.state")
    def _compute_counts(self):
        groups = self.env["ipai.pulseway.line"]._read_group(
            [("run_id", "in", self.ids)], ["run_id", "action", "state"], ["__count"]
        )
        for run in self:
            own = [(action, state, count) for one, action, state, count in groups if one == run]

            def count(*actions, own=own):
                return sum(number for action, _state, number in own if action in actions)

            run.create_count, run.update_count = count("create"), count("update")
            run.move_count, run.stale_count = count("move"), count("stale", "missing")
            run.open_count = sum(n for _a, state, n in own if state == "proposed")

    # -- what a person does ----------------------------------------------------------------------

    def action_apply(self):
        """Carry out what is planned; of what is proposed only what was ticked, see ``action_apply`` of a line."""
        self._check_may_decide("planned", "asked")
        for run in self:
            if run.state == "asked" and not self.env.user.has_group("ipai_base.group_manager"):
                raise AccessError(
                    self.env._("So much has vanished that a manager decides: ask one.")
                )
        self.sudo().write({"state": "applying", "dry_run": False, "message": False})
        self.sudo()._end_question()
        self.env.ref("ipai_psa_pulseway.cron_work").sudo()._trigger()
        return True

    def action_drop(self):
        """Do nothing of it."""
        self._check_may_decide("planned", "asked", "queued", "fetching")
        self.sudo()._end("dropped")
        self.sudo()._end_question()
        return True

    def _check_may_decide(self, *states):
        self.check_access("read")
        if not self.env.user.has_group("ipai_base.group_technician"):
            raise AccessError(self.env._("Technicians of IT Operations reconcile: ask one."))
        if any(run.state not in states for run in self):
            raise UserError(self.env._("It is not at a point where this can be done: reload the page."))  # fmt: skip

    def _end_question(self):
        """Take away the activity that asks."""
        self.account_id.activity_unlink(["mail.mail_activity_data_todo"])

    # -- work ------------------------------------------------------------------------------------

    def _work(self, deadline):
        """Go on until it ends or the time is over; each page and each batch stands by itself.

        :param deadline: of ``pulseway.client.clock``.
        """
        self.ensure_one()
        while self.state in OPEN and api_client.clock() < deadline:
            if self.state == "applying":
                self._apply_some()
            else:
                try:
                    self._fetch_some()
                except ApiError as error:
                    self._fetch_failed(error)
                    break
            cron_progress(self.env, 1, 1, 1)

    def _fetch_some(self):
        """Read one page, or plan when all are read."""
        steps = self.steps or {}
        provider = self.account_id._provider()
        for path in provider.lists:
            step = Step(**steps[path]) if path in steps else Step()
            if step.done:
                continue
            client = self.account_id._client()
            page = client.page(path, step.skip)
            found = [provider.read(path, row) for row in page.rows]
            keys = [one.get("identifier", "") for one in found]
            self._keep(path, found)
            self.write(
                {
                    "state": "fetching",
                    "steps": {**steps, path: dataclasses.asdict(step.after(keys, page.total))},
                    "calls": self.calls + client.calls,
                    "failures": 0,
                    "message": False,
                }
            )
            return
        self._plan()

    def _keep(self, path, found):
        """Keep a page until the plan is made; in a table of its own, in one statement."""
        self.env.cr.execute(
            "INSERT INTO ipai_pulseway_page (run_id, path, content) VALUES (%s, %s, %s)",
            [self.id, path, json.dumps([one for one in found if one.get("identifier")])],
        )

    def _fetch_failed(self, error):
        """Come back later, where that may help; what was read so far stays. Nothing is carried out."""
        busy = isinstance(error, Busy)
        self.account_id._hold(error)
        failures = self.failures + (not busy)
        final = failures >= GIVE_UP or error.status in (401, 403, 404, 405)
        if final:
            self._end("failed", self.env._("%s: nothing was changed.", str(error)[:300]))
            self.account_id._note_failure(str(error))
            return
        wait = timedelta(seconds=api_client.back_off(max(failures, 1), error))
        self.write(
            {
                "failures": failures,
                "message": str(error)[:300],
                "retry_on": fields.Datetime.now() + wait,
            }
        )

    def _end(self, state, message=False):
        self.env.cr.execute("DELETE FROM ipai_pulseway_page WHERE run_id = ANY(%s)", [self.ids])
        self.write({"state": state, "message": message, "ended_on": fields.Datetime.now()})

    @api.autovacuum
    def _gc(self):
        """Forget old runs that left nothing to decide."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=KEEP_DAYS)
        old = [("create_date", "<", limit), ("state", "not in", OPEN)]
        in_batches(self, old, lambda runs: runs.unlink(), size=20)

    def init(self):
        result = super().init()
        self.env.cr.execute(
            """
            CREATE TABLE IF NOT EXISTS ipai_pulseway_page (
                id serial PRIMARY KEY,
                run_id integer NOT NULL REFERENCES ipai_pulseway_run ON DELETE CASCADE,
                path varchar NOT NULL,
                content jsonb NOT NULL
            );
            CREATE INDEX IF NOT EXISTS ipai_pulseway_page_run_idx ON ipai_pulseway_page (run_id, path);
            """
        )
        return result

    # -- the plan --------------------------------------------------------------------------------

    def _plan(self):
        """Compare what was read with what is known; make a line of each difference."""
        provider = self.account_id._provider()
        told = provider.merged({path: self._read(path) for path in provider.lists})
        whole = Step(**self.steps[provider.lists[0]]).is_whole
        known = self._known()
        lines = self._lines_of(told, known)
        gone = [one for one in known.values() if one["identifier"] not in told] if whole else []
        lines += self._lines_of_unseen(gone)
        vanished = [one for one in gone if one["state"] == "linked"]
        if not whole and told:
            note = self.env._(
                "Devices moved while they were read: what is not in the list is left alone."
            )
        else:
            note = False
        self.env["ipai.pulseway.line"].create([{**line, "run_id": self.id} for line in lines])
        self.write(
            {
                "device_total": len(told),
                "unchanged": len(told) - sum(line["action"] not in ("stale", "missing", "decommission") for line in lines),
                "is_whole": whole,
                "vanished": len(vanished),
                "message": note,
            }
        )  # fmt: skip
        self.env.cr.execute("DELETE FROM ipai_pulseway_page WHERE run_id = %s", [self.id])
        self._decide(
            len(vanished), sum(one["state"] == "linked" for one in known.values()), bool(told)
        )

    def _decide(self, vanished, linked, any_told):
        """Apply it, or wait for a person: because it is to be looked at, or because too much vanished."""
        share = linked * self.account_id.vanish_percent / 100
        if (vanished >= LEAST_VANISHED and vanished > share) or (linked and not any_told):
            message = self.env._(
                "%(count)s of %(linked)s devices vanished at once, which is rather a fault upstream: nothing "
                "was changed. Look, then apply it anyway or drop it.",
                count=vanished,
                linked=linked,
            )
            self.write({"state": "asked", "message": message})
            self.account_id._ask_manager(self.env._("Many devices vanished from Pulseway"), message)
        elif self.dry_run:
            self._note_plan()
            self.state = "planned"
        else:
            self.state = "applying"

    def _note_plan(self):
        self.ended_on = fields.Datetime.now()

    def _read(self, path):
        self.env.cr.execute(
            "SELECT content FROM ipai_pulseway_page WHERE run_id = %s AND path = %s ORDER BY id",
            [self.id, path],
        )
        return [one for (content,) in self.env.cr.fetchall() for one in content]

    def _known(self):
        """``{identifier: row}`` of all devices of the account, in one query."""
        self.env["ipai.pulseway.device"].flush_model()
        self.env.cr.execute(
            """
            SELECT d.identifier, d.id, d.name, d.state, d.digest, d.facts, d.asset_id, d.missed,
                   d.unseen_since, a.customer_id, a.status
              FROM ipai_pulseway_device d LEFT JOIN ipai_asset a ON a.id = d.asset_id
             WHERE d.account_id = %s
            """,
            [self.account_id.id],
        )
        names = [column.name for column in self.env.cr.description]
        rows = [dict(zip(names, row, strict=True)) for row in self.env.cr.fetchall()]
        return {row["identifier"]: row for row in rows}

    def _lines_of(self, told, known):
        """The lines of what is in its list: found by doing it, and taking it back."""
        news, settled = {}, {}
        for identifier, facts in told.items():
            row = known.get(identifier)
            full = device_facts.joined(row["facts"] or {}, facts) if row else facts
            if (
                row
                and row["state"] == "linked"
                and row["asset_id"]
                and row["digest"] == device_facts.digest(full)
            ):
                settled[identifier] = full
            elif not (row and row["state"] == "ignored"):
                news[identifier] = full
        lines = self._simulated(news, known) if news else []
        return lines + self._moves({**settled, **news}, known)

    def _simulated(self, news, known):
        devices = self.account_id._acting()["ipai.pulseway.device"]
        found = []
        try:
            with self.env.cr.savepoint():
                for part in device_facts.chunks(news.items(), 500):
                    for identifier, taken in devices._take(
                        self.account_id, [one for _i, one in part]
                    ).items():
                        found.append(
                            self._line(identifier, taken, news[identifier], known.get(identifier))
                        )
                raise _TakeBack
        except _TakeBack:
            self.env.invalidate_all()
        return [line for line in found if line]

    def _line(self, identifier, taken, facts, row):
        action = {"created": "create", "updated": "update", "waiting": "waiting"}.get(
            taken.result, taken.result
        )
        if action == "unchanged":
            action = "update"  # the facts beside the asset, or it is seen again
        if action == "ignored":
            return None
        return {
            "action": action,
            "identifier": identifier,
            "name": taken.device.name,
            "facts": facts,
            "detail": (taken.reason or "")[:500] or _difference(row["facts"] or {} if row else {}, facts),
            "state": "planned",
            "customer_id": taken.device.client_id.partner_id.id,
            "asset_id": row and row["asset_id"] or False,
        }  # fmt: skip

    def _moves(self, told, known):
        """What is another customer's upstream than here: proposed, never done by itself."""
        linked = [one for one in told if one in known and known[one]["asset_id"]]
        clients = self.env["ipai.pulseway.client"].sudo()
        found = []
        with self.env.cr.savepoint():
            places = (
                clients._place(self.account_id, [told[one] for one in linked]) if linked else []
            )
        for identifier, place in zip(linked, places, strict=True):
            row = known[identifier]
            if place.partner and row["customer_id"] != place.partner:
                found.append(
                    {
                        "action": "move",
                        "identifier": identifier,
                        "name": row["name"],
                        "asset_id": row["asset_id"],
                        "customer_id": place.partner,
                        "detail": self.env._("Upstream it is in %s.", place.client.display_name),
                        "state": "proposed",
                    }
                )
        return found

    def _lines_of_unseen(self, gone):
        """What is not in its list any more: stale, then missing, then proposed to be decommissioned."""
        now, lines = fields.Datetime.now(), []
        account = self.account_id
        for row in gone:
            since = row["unseen_since"] or now
            missed = (row["missed"] or 0) + 1
            if row["state"] in ("linked", "stale"):
                action = "missing" if missed >= account.missing_after else "stale"
            elif row["state"] == "missing" and since <= now - timedelta(
                days=account.decommission_days
            ):
                action = "decommission"
            else:
                continue
            lines.append(
                {
                    "action": action,
                    "identifier": row["identifier"],
                    "name": row["name"],
                    "asset_id": row["asset_id"],
                    "customer_id": row["customer_id"],
                    "detail": self.env._("Not in its list for %s runs.", missed)
                    if action != "decommission"
                    else self.env._("Not in its list since %s.", fields.Date.to_string(since)),
                    "state": "proposed" if action == "decommission" else "planned",
                }
            )
        return lines

    # -- carrying out ----------------------------------------------------------------------------

    def _apply_some(self):
        """Carry out a batch of the plan; end with the last one."""
        lines = self.env["ipai.pulseway.line"].search(
            [("run_id", "=", self.id), ("state", "=", "planned")], limit=BATCH, order="id"
        )
        if lines:
            lines._apply()
            return
        self._end("done", self.message)
        self.account_id._note_reconciled(self)


class _TakeBack(Exception):
    """Ends a savepoint in which the plan was tried."""


def _difference(before, after):
    """What changes, in words."""
    names = [
        name
        for name in device_facts.NAMES
        if before.get(name) != after.get(name) and name not in device_facts.DAILY
    ]
    return ", ".join(
        f"{name}: {before.get(name, '')} → {after.get(name, '')}"
        if before.get(name)
        else f"{name}: {after.get(name)}"
        for name in names[:6]
    )[:500]
