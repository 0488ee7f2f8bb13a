# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.ipai_base import own_secret
from odoo.addons.ipai_base.batches import in_batches
from odoo.addons.ipai_base.compat import cron_progress

from ..pulseway import client as api_client
from ..pulseway.client import ApiError, Busy
from ..pulseway.providers import PROVIDERS
from .ipai_pulseway_run import OPEN

_logger = logging.getLogger(__name__)

WORKS = ("_push_some", "_clear_some", "_repair_webhook", "_poll_if_due", "_tell_some")
"""What is done at each account's API, in this order; a failure of one leaves the rest for the next time."""
BUDGET = 50
"""Seconds of one run of the scheduled action: below the time at which Odoo ends it."""


class IpaiPulsewayAccount(models.Model):
    """How an account is asked, and how it fares."""

    _inherit = "ipai.pulseway.account"

    # -- reconciliation
    reconcile_hours = fields.Integer(
        "Reconcile Every (hours)", default=6, aggregator=None, help="0: only by hand."
    )
    vanish_percent = fields.Integer(
        "Stop Above", required=True, default=20, aggregator=None,
        help="Percent of the devices in service. When more than that, and at least 5, are gone at once, a run stops and asks.",
    )  # fmt: skip
    missing_after = fields.Integer(
        required=True, default=3, aggregator=None, help="Complete runs without a device."
    )  # fmt: skip
    decommission_days = fields.Integer(
        "Propose Its End After (days)", required=True, default=30, aggregator=None
    )
    run_ids = fields.One2many("ipai.pulseway.run", "account_id", "Reconciliations", readonly=True)
    reconciled_on = fields.Datetime("Last Reconciliation", readonly=True, copy=False)

    # -- health
    token_state = fields.Selection(
        [("unknown", "Not Tried"), ("good", "Valid"), ("bad", "Refused"), ("missing", "Not There")],
        "Token", readonly=True, default="unknown", copy=False,
    )  # fmt: skip
    busy_until = fields.Datetime(
        "Asked Again After", readonly=True, copy=False, help="It took no more questions (429)."
    )
    asked_on = fields.Datetime("Last Answer", readonly=True, copy=False)
    api_error = fields.Char("Last Error", readonly=True, copy=False)
    api_error_on = fields.Datetime(readonly=True, copy=False)
    product_version = fields.Char(readonly=True, copy=False)
    licence_used = fields.Integer("Seats Used", readonly=True, copy=False, aggregator=None)
    licence_limit = fields.Integer("Seats Licensed", readonly=True, copy=False, aggregator=None)
    last_delivery_on = fields.Datetime("Last Delivery", compute="_compute_deliveries")
    bad_signature_on = fields.Datetime("Last Bad Signature", compute="_compute_deliveries")
    queue_count = fields.Integer("Events Waiting", compute="_compute_deliveries")
    lag = fields.Integer(
        "Lag (s)", compute="_compute_deliveries", help="Of the oldest waiting event."
    )
    health = fields.Selection(
        [("green", "Well"), ("amber", "Look at It"), ("red", "Broken")], compute="_compute_health"
    )
    health_reason = fields.Text("What to Look At", compute="_compute_health")

    @api.constrains("vanish_percent", "missing_after", "decommission_days", "reconcile_hours")
    def _check_reconcile(self):
        for account in self:
            if not 0 <= account.vanish_percent <= 100 or account.missing_after < 1:
                raise ValidationError(
                    self.env._("The share is from 0 to 100 percent; a device is missing after 1 run at least.")
                )  # fmt: skip
            if account.decommission_days < 0 or account.reconcile_hours < 0:
                raise ValidationError(self.env._("Days and hours are 0 or more."))

    def _compute_deliveries(self):
        self.env["ipai.inbox.event"].flush_model()
        self.env.cr.execute(
            """
            SELECT s.id,
                   (SELECT max(received_on) FROM ipai_inbox_event e WHERE e.source_id = s.id AND e.kind <> 'test'),
                   (SELECT max(last_on) FROM ipai_inbox_refusal r WHERE r.source_id = s.id AND r.code = 'bad-signature'),
                   (SELECT count(*) FROM ipai_inbox_event e WHERE e.source_id = s.id AND e.next_try IS NOT NULL),
                   (SELECT extract(epoch FROM now() AT TIME ZONE 'UTC' - min(received_on)) FROM ipai_inbox_event e
                     WHERE e.source_id = s.id AND e.next_try IS NOT NULL)
              FROM ipai_inbox_source s WHERE s.id = ANY(%s)
            """,
            [self.sudo().source_id.ids],
        )
        found = {row[0]: row[1:] for row in self.env.cr.fetchall()}
        for account in self:
            last, bad, waiting, lag = found.get(account.sudo().source_id.id, (None, None, 0, 0))
            account.last_delivery_on = last and last.replace(microsecond=0)
            account.bad_signature_on = bad and bad.replace(microsecond=0)
            account.queue_count, account.lag = waiting, int(lag or 0)

    def _compute_health(self):
        for account in self:
            found = account._troubles()
            account.health = next(
                (color for color in ("red", "amber") if color in dict(found)), "green"
            )
            account.health_reason = "\n".join(text for _color, text in found) or False

    def _troubles(self):
        """(color, sentence) of all that its people should look at."""
        self.ensure_one()
        found = []
        if self.token_state == "bad":
            found.append(
                (
                    "red",
                    self.env._(
                        "Pulseway refuses the token: make a new one and put it in its place."
                    ),
                )
            )
        if self.token_state == "missing":
            found.append(("red", self.env._("Our token cannot be read: %s", self.api_error or "")))
        elif self.api_error and (
            not self.asked_on or (self.api_error_on and self.api_error_on > self.asked_on)
        ):
            found.append(("amber", self.env._("The API did not answer: %s", self.api_error)))
        if self.bad_signature_on and (
            not self.last_delivery_on or self.bad_signature_on > self.last_delivery_on
        ):
            found.append(
                (
                    "red",
                    self.env._(
                        "The last delivery had a bad signature: rotate the webhook's secret."
                    ),
                )
            )
        if self.lag > 300:
            found.append(
                ("red", self.env._("Events wait for minutes: see whether scheduled actions run."))
            )
        if self.webhook_state == "unsure":
            found.append(
                (
                    "amber",
                    self.env._("The webhook's new secret was lost on its way: it is made anew."),
                )
            )
        if self.licence_limit and self.licence_used >= self.licence_limit:
            found.append(("amber", self.env._("All licensed seats are used.")))
        if self.unmatched_count:
            found.append(
                ("amber", self.env._("%s clients wait for a customer.", self.unmatched_count))
            )
        if self.run_ids[:1].state == "asked":
            found.append(("red", self.env._("A reconciliation stopped and asks.")))
        return found  # fmt: skip

    # -- asking ----------------------------------------------------------------------------------

    def _provider(self):
        return PROVIDERS[self.provider]

    def _has_token(self):
        return bool(self.credential_source and all(self[name] for name in self._provider().needs))

    def _client(self):
        """What talks to it.

        :raises ApiError: when our token cannot be had.
        """
        self.ensure_one()
        if not self._has_token():
            raise ApiError(self.env._("no token is named on the account %s", self.name))
        try:
            secrets = {
                name: own_secret.of_server(self.credential_source, self[name])
                for name in self._provider().needs
            }
        except own_secret.CannotRead as error:
            self._note_token("missing")
            raise ApiError(str(error)) from error
        return self._provider().client(self, secrets)

    def _note_token(self, state):
        if self.token_state != state:
            self.sudo().token_state = state

    def _note_answer(self):
        """It answered: once a minute this is written down."""
        now = fields.Datetime.now()
        if (
            self.token_state != "good"
            or not self.asked_on
            or self.asked_on < now - timedelta(minutes=1)
        ):
            self.sudo().write({"token_state": "good", "asked_on": now})

    def _note_failure(self, text):
        refused = "refuses our token" in text
        # Narrow: how the account's own calls went.
        self.sudo().write(
            {
                "api_error": text[:300],
                "api_error_on": fields.Datetime.now(),
                **({"token_state": "bad"} if refused else {}),
            }
        )

    def _note_reconciled(self, run):
        self.write(
            {
                "reconciled_on": fields.Datetime.now(),
                "asked_on": fields.Datetime.now(),
                "token_state": "good",
            }
        )

    def _ask_manager(self, summary, note):
        user = (
            self.inventory_id._responsible()
            if self.inventory_id
            else self.env.ref("base.user_admin")
        )
        self.with_context(mail_activity_quick_update=True).activity_schedule(
            "mail.mail_activity_data_todo",
            summary=summary,
            note=note,
            user_id=(user or self.env.ref("base.user_admin")).id,
        )

    # -- what a person does ----------------------------------------------------------------------

    def action_test_connection(self):
        """Ask for one device, which decides, and for the environment, which some servers do not have."""
        self.ensure_one()
        self._check_may_manage()
        try:
            client = self._client()
            client.page(self._provider().lists[0])
        except ApiError as error:
            self._note_failure(str(error))
            told = self.env._("%(name)s: %(reason)s.", name=self.name, reason=error)
            return self._told(told, "danger")
        self._note_answer()
        told = self._read_environment(client)
        return self._told(" ".join(filter(None, (self.env._("It answers."), told))), "success")

    def _read_environment(self, client):
        """Keep version and licence; return them in words."""
        if self.provider != "pulseway":
            return ""
        try:
            data, _total = client.get("environment")
        except ApiError:
            return ""
        seats = ((data.get("License") or {}).get("Devices") or {}) if isinstance(data, dict) else {}
        used, limit = seats.get("TotalInUse") or 0, seats.get("Limit") or 0
        vals = {
            "product_version": str(data.get("ProductVersion") or "")[:50]
            if isinstance(data, dict)
            else "",
            "licence_used": used if isinstance(used, int) else 0,
            "licence_limit": limit if isinstance(limit, int) else 0,
        }
        # Narrow: what the service told of this very account.
        self.sudo().write(vals)
        return self.env._(
            "Version %(version)s, %(used)s of %(limit)s seats in use.",
            version=vals["product_version"], used=vals["licence_used"], limit=vals["licence_limit"],
        )  # fmt: skip

    def action_dry_run(self):
        """Read all devices, and show what a reconciliation would do."""
        return self._start_run(dry_run=True)

    def action_reconcile(self):
        """Read all devices and bring the assets to what is read."""
        return self._start_run(dry_run=False)

    def _start_run(self, dry_run):
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group("ipai_base.group_technician"):
            raise AccessError(self.env._("Technicians of IT Operations reconcile: ask one."))
        if not self._has_token():
            raise UserError(self.env._("Name the token of %s first.", self.name))
        run = self._new_run(dry_run)
        self.env.ref("ipai_psa_pulseway.cron_work").sudo()._trigger()
        action = self.env["ir.actions.act_window"]._for_xml_id("ipai_psa_pulseway.ipai_pulseway_run_action")  # fmt: skip
        return {**action, "res_id": run.id, "views": [(False, "form")], "domain": []}

    def _new_run(self, dry_run):
        """A run, or the one that is under way."""
        runs = self.env["ipai.pulseway.run"].sudo()
        return runs.search(
            [("account_id", "=", self.id), ("state", "in", OPEN), ("dry_run", "=", dry_run)],
            limit=1,
        ) or runs.create(
            {"account_id": self.id, "company_id": self.company_id.id, "dry_run": dry_run}
        )

    def action_view_runs(self):
        return self._act("ipai_psa_pulseway.ipai_pulseway_run_action")

    def _check_may_manage(self):
        self.check_access("read")
        if not self.env.user.has_group("ipai_base.group_manager"):
            raise AccessError(self.env._("Managers of IT Operations configure accounts: ask one."))

    @api.model
    def _told(self, message, kind):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": kind, "message": message, "sticky": kind == "danger"},
        }

    # -- by itself -------------------------------------------------------------------------------

    @api.model
    def _cron_work(self):
        """Go on with what is under way at each account; one that fails costs that one only."""
        deadline, left = api_client.clock() + BUDGET, 0
        for number, account in enumerate(self.search([("active", "=", True)]), 1):
            try:
                left += not account._match_again()
                account._end_quiet()
            except UserError as error:
                _logger.warning("Pulseway account %s: %s", account.name, error)
            for work in WORKS:
                cron_progress(self.env, 1, number, left)
                if account._is_held():
                    break
                try:
                    getattr(account, work)()
                except ApiError as error:
                    account._note_failure(str(error))
                    account._hold(error)
                    break
            cron_progress(self.env, 1, number, left)
            if not account._is_held():
                account._work_on_runs(deadline)
            cron_progress(self.env, 1, number, left)

    def _is_held(self):
        """Whether it said lately that it takes no more questions."""
        return bool(self.busy_until and self.busy_until > fields.Datetime.now())

    def _hold(self, error):
        """Ask it nothing until the moment that it said, where it is too busy."""
        if isinstance(error, Busy):
            wait = timedelta(seconds=api_client.back_off(1, error))
            self.sudo().busy_until = fields.Datetime.now() + wait

    def _match_again(self):
        """Clients in the queue whose partner exists by now, by its exact name; return whether all were seen to."""
        clients = self.env["ipai.pulseway.client"].search(
            [("account_id", "=", self.id), ("state", "=", "unmatched")]
        )
        partners = clients._partners_named(self, set(clients.mapped("name")))
        mark = f"pulseway_{self.id}"
        # Of a walk that was ended in between the client is matched already.
        goes_on = self.env["ipai.batch.mark"].sudo()._place(mark)
        if goes_on or any(len(found) == 1 for found in partners.values()):
            devices = self.env["ipai.pulseway.device"].sudo()
            return in_batches(devices, self._waiting(), self._take_again, mark=mark)
        return True

    def _work_on_runs(self, deadline):
        now = fields.Datetime.now()
        if self._is_due(now):
            self._new_run(dry_run=False)
        runs = self.env["ipai.pulseway.run"].search(
            [
                ("account_id", "=", self.id),
                ("state", "in", OPEN),
                "|",
                ("retry_on", "=", False),
                ("retry_on", "<=", now),
            ],
            order="id",
        )
        for run in runs:
            run._work(deadline)
        if runs.filtered(lambda run: run.state in OPEN and not run.retry_on):
            self.env.ref("ipai_psa_pulseway.cron_work").sudo()._trigger()

    def _is_due(self, now):
        if not self.reconcile_hours or not self._has_token():
            return False
        last = self.env["ipai.pulseway.run"].search(
            [("account_id", "=", self.id), ("dry_run", "=", False)], limit=1
        )
        return not last or (
            last.state != "asked"
            and last.create_date <= now - timedelta(hours=self.reconcile_hours)
        )
