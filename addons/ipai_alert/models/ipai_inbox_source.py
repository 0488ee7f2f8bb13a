# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import logging
from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import config

from odoo.addons.ipai_base.batches import Clock, in_batches
from odoo.addons.ipai_base.compat import cron_progress
from odoo.addons.ipai_inbox import sealing

from ..alerting import silences
from ..alerting.alertmanager import Alertmanager, AlertmanagerError
from ..alerting.conditions import web_address
from ..alerting.severities import HIGH
from .ipai_alert import ACKNOWLEDGED, QUIET, SEVERITIES

_logger = logging.getLogger(__name__)

ALERT_KINDS = ("alertmanager", "grafana")
ALERT_SOURCES = [("kind", "in", ALERT_KINDS), ("alert_api_url", "!=", False)]
YOUNG = timedelta(minutes=5)
"""For so long after its start an Alertmanager may not have been told all again."""
SILENCES_EVERY = timedelta(minutes=10)
UNSURE = timedelta(minutes=10)
"""What is gone for longer, and was never told to be resolved, was not told at all."""
DOTS = "••••••••"
"""What a form shows of a credential that there is."""
LARGEST = 1024
"""Kilobytes that a message of many alerts may have, where nothing else is said."""
GIVE_UP = 5
"""After so many attempts a person is told that a silence cannot be made."""


class IpaiInboxSource(models.Model):
    """A source that tells alerts: how it is answered, and how it is."""

    _inherit = "ipai.inbox.source"

    alert_api_url = fields.Char(
        "Its Address",
        help="Where Alertmanager is, as in http://192.0.2.20:9093, or Grafana's, as in "
        "https://grafana.example/api/alertmanager/grafana. With it alerts are silenced there when they are "
        "acknowledged. What a message says about addresses is not believed.",
    )
    alert_api_user = fields.Char(
        "User", help="For a password; empty where the credential is a token."
    )
    alert_api_credential = fields.Char(
        "Password or Token",
        compute="_compute_alert_api_credential",
        inverse="_inverse_alert_api_credential",
        groups="ipai_base.group_manager",
        help="Kept under a key outside the database; nobody can read it again.",
    )
    alert_default_severity = fields.Selection(
        SEVERITIES,
        "Severity Where None Is Told",
        required=True,
        default=HIGH,
        help="For alerts without a label severity.",
    )
    alert_storm_limit = fields.Integer(
        "Storm Above",
        required=True,
        default=20,
        aggregator=None,
        help="More alerts than this in a minute of one machine, site, customer or of the whole source go "
        "below one. 0: never.",
    )
    alert_settle = fields.Integer(
        "Wait Before Telling",
        required=True,
        default=5,
        aggregator=None,
        help="Seconds for which new alerts are collected, so that the root is known before anybody is told.",
    )
    alert_heartbeat_minutes = fields.Integer(
        "Watchdog Within",
        default=0,
        aggregator=None,
        help="Minutes in which the alert Watchdog has to come again; 0: it is not awaited.",
    )
    alert_heartbeat_at = fields.Datetime("Last Watchdog", readonly=True, copy=False)
    alert_truncated = fields.Integer("Alerts Left Out", readonly=True, copy=False, aggregator=None)
    alert_truncated_at = fields.Datetime(readonly=True, copy=False)
    alert_resolved_at = fields.Datetime("Last Resolved Message", readonly=True, copy=False)
    alert_unsent_at = fields.Datetime(readonly=True, copy=False)
    alert_polled_at = fields.Datetime("Last Complete Poll", readonly=True, copy=False)
    alert_poll_error = fields.Char("Poll Failed", readonly=True, copy=False)
    alert_silences_at = fields.Datetime(readonly=True, copy=False)
    alert_run = fields.Char(readonly=True, copy=False, help="Since when it runs, as it says.")
    alert_count = fields.Integer("Open Alerts", compute="_compute_alert_count")
    alert_warning = fields.Text("What to Look At", compute="_compute_alert_warning")

    def init(self):
        result = super().init()
        self.env.cr.execute(
            """
            CREATE TABLE IF NOT EXISTS ipai_alert_credential (
                source_id integer PRIMARY KEY REFERENCES ipai_inbox_source ON DELETE CASCADE,
                sealed varchar
            )
            """
        )
        return result

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("kind") in ALERT_KINDS:
                vals.setdefault("size_limit", LARGEST)
        return super().create(vals_list)

    @api.constrains("alert_api_url")
    def _check_alert_api_url(self):
        for source in self:
            url = source.alert_api_url
            if url and (not web_address(url) or "@" in url or "?" in url):
                raise ValidationError(
                    self.env._(
                        "%(url)s is no address of an Alertmanager: write it as in "
                        "http://192.0.2.20:9093; user and password have fields of their own.",
                        url=url,
                    )
                )

    @api.constrains("alert_storm_limit", "alert_settle", "alert_heartbeat_minutes")
    def _check_alert_numbers(self):
        for source in self:
            if source.alert_storm_limit < 0 or source.alert_heartbeat_minutes < 0:
                raise ValidationError(self.env._("A number of alerts or minutes is 0 or more."))
            if not 0 <= source.alert_settle <= 30:
                raise ValidationError(self.env._("Wait 0 to 30 seconds before telling."))

    # -- its credential ----------------------------------------------------------------------

    def _compute_alert_api_credential(self):
        """It never comes back; a row of dots says that there is one."""
        sealed = self._alert_sealed()
        for source in self:
            source.alert_api_credential = DOTS if sealed.get(source._origin.id) else False

    def _inverse_alert_api_credential(self):
        for source in self:
            text = (source.alert_api_credential or "").strip()
            if text == DOTS:
                continue
            source.flush_recordset()
            sealed = sealing.ring(config).seal(text, source._alert_seal_place()) if text else None
            self.env.cr.execute(
                """
                INSERT INTO ipai_alert_credential (source_id, sealed) VALUES (%s, %s)
                ON CONFLICT (source_id) DO UPDATE SET sealed = excluded.sealed
                """,
                [source.id, sealed],
            )

    def _alert_sealed(self):
        """What is sealed, by the sources' ids; it stands in a table that no field shows."""
        self.env.cr.execute(
            "SELECT source_id, sealed FROM ipai_alert_credential WHERE source_id = ANY(%s)",
            [self._origin.ids],
        )
        return dict(self.env.cr.fetchall())

    def _alert_seal_place(self):
        return f"{self._name}:{self.id}:alert_api"

    def _alert_authorization(self):
        """The header that its API wants; "" for none.

        :raises AlertmanagerError: when the key is not the one under which it was sealed.
        """
        self.ensure_one()
        sealed = self._alert_sealed().get(self.id)
        if not sealed:
            return ""
        try:
            secret = sealing.ring(config).open(sealed, self._alert_seal_place())
        except sealing.SealError as error:
            raise AlertmanagerError(self.env._("Enter its password or token again: %s.", error)) from error  # fmt: skip
        if not self.alert_api_user:
            return f"Bearer {secret}"
        pair = f"{self.alert_api_user}:{secret}".encode()
        return f"Basic {base64.b64encode(pair).decode()}"

    def _alert_api_is_set(self):
        self.ensure_one()
        return bool(self.kind in ALERT_KINDS and self.alert_api_url)

    def _alert_api(self):
        """What talks to it; overridden where that is done otherwise."""
        self.ensure_one()
        return Alertmanager(self.alert_api_url, self._alert_authorization())

    def _note_reading(self, reading):
        """Keep of a message what tells whether all arrives; written once a minute at most."""
        self.ensure_one()
        now = fields.Datetime.now()
        lately = now - timedelta(minutes=1)
        vals = {}
        if reading.heartbeat and not (self.alert_heartbeat_at and self.alert_heartbeat_at > lately):
            vals["alert_heartbeat_at"] = now
        if reading.truncated:
            vals |= {"alert_truncated": reading.truncated, "alert_truncated_at": now}
        over = any(not condition.firing for condition in reading.conditions)
        if over and not (self.alert_resolved_at and self.alert_resolved_at > lately):
            vals["alert_resolved_at"] = now
        if vals:
            self.with_context(**QUIET).write(vals)

    # -- how it is ---------------------------------------------------------------------------

    def _compute_alert_count(self):
        groups = self.env["ipai.alert"]._read_group(
            [("source_id", "in", self.ids), ("is_standing", "=", True)],
            ["source_id"],
            ["__count"],
        )
        counts = {source.id: count for source, count in groups}
        for source in self:
            source.alert_count = counts.get(source.id, 0)

    @api.depends(
        "alert_truncated_at", "alert_heartbeat_at", "alert_heartbeat_minutes", "alert_unsent_at",
        "alert_poll_error",
    )  # fmt: skip
    def _compute_alert_warning(self):
        now = fields.Datetime.now()
        for source in self:
            source.alert_warning = "\n".join(source._alert_warnings(now)) or False

    def _alert_warnings(self, now):
        """Sentences about what its people should look at."""
        self.ensure_one()
        found = []
        if self.alert_truncated_at and self.alert_truncated_at > now - timedelta(days=1):
            found.append(
                self.env._(
                    "Its last large message left out %s alerts: raise max_alerts of its webhook, or remove it.",
                    self.alert_truncated,
                )
            )
        if self.alert_unsent_at and self.alert_unsent_at > now - timedelta(days=1):
            found.append(
                self.env._(
                    "An alert was over, and no message said so: set send_resolved: true in its receiver."
                )
            )
        minutes = self.alert_heartbeat_minutes
        if minutes and not (
            self.alert_heartbeat_at and self.alert_heartbeat_at >= now - timedelta(minutes=minutes)
        ):
            found.append(
                self.env._(
                    "No Watchdog for %s minutes: perhaps no alert arrives at all. See whether Prometheus "
                    "and Alertmanager run.",
                    minutes,
                )
            )
        if self.alert_poll_error:
            found.append(
                self.env._(
                    "It cannot be asked what still burns (%s): silenced alerts stay open meanwhile.",
                    self.alert_poll_error,
                )
            )
        return found

    def action_view_alerts(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ipai_alert.ipai_alert_action")
        return {**action, "domain": [("source_id", "=", self.id)]}

    def action_test_alert_api(self):
        """Ask it how it is, and say so."""
        self.ensure_one()
        if not self.env.user.has_group("ipai_base.group_manager"):
            raise AccessError(self.env._("Managers of IT Operations configure sources."))
        if not self._alert_api_is_set():
            raise UserError(self.env._("Enter its address first."))
        try:
            count = len(self._alert_api().alerts())
        except AlertmanagerError as error:
            raise UserError(
                self.env._("%(name)s: %(reason)s.", name=self.name, reason=error)
            ) from error
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": self.env._("It answers: %s alerts.", count)},
        }

    # -- silences ----------------------------------------------------------------------------

    @api.model
    def _cron_silences(self):
        """Bring about what acknowledgements want: silences made, prolonged and ended."""
        now, clock = fields.Datetime.now(), Clock()
        for source in self._alert_sources():
            wanted = source._silences_wanted(now)
            ended = self.env["ipai.alert"].search(
                [
                    ("source_id", "=", source.id),
                    ("silence_key", "!=", False),
                    ("state", "!=", ACKNOWLEDGED),
                    "|",
                    ("silence_next", "=", False),
                    ("silence_next", "<=", now),
                ]
            )
            if wanted or ended:
                source._bring_about(wanted, ended, now, clock)
            if clock.is_over():
                return

    @api.model
    def _alert_sources(self):
        return self.search(ALERT_SOURCES)

    def _silences_wanted(self, now):
        alerts = self.env["ipai.alert"].search(
            [
                ("source_id", "=", self.id),
                ("state", "=", ACKNOWLEDGED),
                ("storm_kind", "=", False),
                "|",
                ("silence_next", "=", False),
                ("silence_next", "<=", now),
            ]
        )
        return alerts.filtered(lambda alert: silences.is_due(alert.silence_until or None, now))

    def _bring_about(self, wanted, ended, now, clock):
        """One after the other, each kept as soon as it is done; what is left goes on in the next run."""
        self.ensure_one()
        known = there = None
        for number, alert in enumerate([*wanted, *ended], 1):
            try:
                api_ = self._alert_api()
                if alert in ended:
                    api_.end_silence(alert.silence_key)
                    vals = {"silence_key": False, "silence_until": False}
                else:
                    if known is None:
                        known, there = api_.silences(), api_.alerts()
                    # As it has them: here secrets in them are masked, and some are bounded.
                    labels = there.get(alert.fingerprint) or alert.labels or {}
                    vals = self._made_silence(api_, alert, labels, known, now)
                vals |= {"silence_error": False, "silence_tries": 0, "silence_next": False}
                alert.with_context(**QUIET).write(vals)
            except (AlertmanagerError, ValueError) as error:
                alert._silence_failed(str(error), now)
            cron_progress(self.env, 1, number, len(wanted) + len(ended) - number)
            if clock.is_over():
                return

    def _made_silence(self, api_, alert, labels, known, now):
        key = alert.silence_key or silences.ours(known, alert._link())
        who, why = alert.user_id.name, alert._silence_reason()
        body = silences.silence(labels, who, why, alert._link(), now, key)
        try:
            key = api_.put_silence(body)
        except AlertmanagerError:
            if not key:
                raise
            # The one that was to be replaced has expired, or went with a lost disk: a new one, then.
            body.pop("id")
            key = api_.put_silence(body)
        return {"silence_key": key, "silence_until": now + silences.LIFE}

    # -- what still burns --------------------------------------------------------------------

    @api.model
    def _cron_poll(self):
        """Ask what still burns: of a silenced alert nobody is told that it is over."""
        in_batches(
            self, ALERT_SOURCES, lambda source: source._try_poll(), mark="ipai.alert.poll", size=1
        )

    def _try_poll(self):
        try:
            self._poll()
        except AlertmanagerError as error:
            self.alert_poll_error = str(error)[:250]

    def _poll(self):
        """Close what is gone from a complete answer.

        One that started lately has not been told all again: of it, only what it had since its start
        and has no longer is gone.

        :raises AlertmanagerError: nothing is closed then.
        """
        self.ensure_one()
        standing = self.env["ipai.alert"].search(
            [("source_id", "=", self.id), ("is_standing", "=", True), ("storm_kind", "=", False)]
        )
        api_ = self._alert_api()
        now = fields.Datetime.now()
        run = api_.started() or "-"
        if standing:
            self._compare(standing, api_.alerts(), run, now)
        lately = self.alert_silences_at and self.alert_silences_at >= now - SILENCES_EVERY
        if run != self.alert_run or not lately:
            self._look_for_silences(api_.silences(), now)
        self.with_context(**QUIET).write(
            {"alert_polled_at": now, "alert_poll_error": False, "alert_run": run}
        )

    def _compare(self, standing, there, run, now):
        """Note which of the standing alerts it has, and close what is gone."""
        seen = standing.filtered(lambda alert: alert.fingerprint in there)
        seen.filtered(lambda alert: alert.seen_in != run or alert.gone_at).with_context(
            **QUIET
        ).write({"seen_in": run, "gone_at": False})
        gone = (standing - seen).filtered(
            lambda alert: alert.seen_in == run or self._is_grown(run, alert, now)
        )
        self._close_gone(gone, now)

    def _look_for_silences(self, told, now):
        """List what is silenced; one of ours that was lost, as when it was killed, is made again."""
        self.env["ipai.alert.silence"]._refresh(self, told)
        there = self.env["ipai.alert.silence"].search([("source_id", "=", self.id)])
        lost = self.env["ipai.alert"].search(
            [
                ("source_id", "=", self.id),
                ("state", "=", ACKNOWLEDGED),
                ("silence_key", "!=", False),
                ("silence_key", "not in", there.mapped("silence_key")),
            ]
        )
        if lost:
            lost.with_context(**QUIET).write({"silence_key": False, "silence_until": False})
            self.env.ref("ipai_alert.cron_silences").sudo()._trigger()
        self.alert_silences_at = now

    def _close_gone(self, gone, now):
        """What is silenced closes at once; of the others a message may be under way."""
        silenced = gone.filtered(lambda alert: alert.state == ACKNOWLEDGED)
        others = gone - silenced
        lost = others.filtered(lambda alert: alert.gone_at and alert.gone_at < now - UNSURE)
        others.filtered(lambda alert: not alert.gone_at).with_context(**QUIET).write(
            {"gone_at": now}
        )
        if lost:
            self.alert_unsent_at = now
        self.env["ipai.alert"]._gone(silenced | lost)

    def _is_grown(self, run, alert, now):
        """Whether it runs for long enough to know of this alert, if there still was anything to know."""
        if alert.opened_at > now - YOUNG:
            return False
        try:
            since = datetime.fromisoformat(run.replace("Z", "+00:00"))
        except ValueError:
            return False
        return since.replace(tzinfo=None) - (since.utcoffset() or timedelta()) < now - YOUNG


class IpaiAlert(models.Model):
    _inherit = "ipai.alert"

    def _silence_reason(self):
        """Why it is silenced, for who reads it there."""
        self.ensure_one()
        return self.acknowledge_note or self.env._("acknowledged in Odoo")

    def _silence_failed(self, reason, now):
        """Try again later; a person is told once."""
        self.ensure_one()
        tries = self.silence_tries + 1
        self.with_context(**QUIET).write(
            {
                "silence_error": reason[:250],
                "silence_tries": tries,
                "silence_next": now + timedelta(minutes=min(2 ** (tries - 1), 60)),
            }
        )
        _logger.info("Silence of alert %s: %s", self.id, reason)
        if tries == GIVE_UP and self.user_id:
            self.activity_schedule(
                "ipai_alert.mail_activity_type_alert",
                user_id=self.user_id.id,
                summary=self.env._("Its source cannot be made silent"),
                note=reason,
            )
