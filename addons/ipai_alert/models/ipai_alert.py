# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from markupsafe import Markup

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.ipai_base.compat import Index, UniqueIndex

from ..alerting.severities import CRITICAL, HIGH, INFO, WARNING, rank

SEVERITIES = [
    (INFO, "Information"),
    (WARNING, "Warning"),
    (HIGH, "High"),
    (CRITICAL, "Critical"),
]
OPEN, ACKNOWLEDGED, CLOSED = "open", "acknowledged", "closed"
STATES = [(OPEN, "Open"), (ACKNOWLEDGED, "Acknowledged"), (CLOSED, "Closed")]
STANDING = (OPEN, ACKNOWLEDGED)
"""States of what still is so."""

WAYS_TO_CLOSE = [
    ("resolved", "Its source said so"),
    ("poll", "Its source no longer has it"),
    ("person", "A person closed it"),
    ("storm", "All of the storm are closed"),
]
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
}
"""A storm of thousands writes no message and follows nothing."""


class IpaiAlert(models.Model):
    """One condition that a source tells: a row per fingerprint, however often it comes back."""

    _name = "ipai.alert"
    _description = "Alert"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "is_standing desc, severity_rank desc, opened_at desc, id desc"
    _check_company_auto = True
    _announced = ("alert.opened", "alert.notice", "alert.acknowledged", "alert.closed")
    _announced_fields = (
        *("check_name", "severity", "state", "host", "asset_id", "service_id", "customer_id"),
        *("count", "opened_at", "ended_at", "runbook_link"),
    )

    name = fields.Char(
        required=True, readonly=True, index="trigram", help="The summary, else the check."
    )
    check_name = fields.Char("Check", readonly=True, index=True, help="As in: HostDown.")
    description = fields.Text(readonly=True)
    severity = fields.Selection(SEVERITIES, required=True, readonly=True, default=WARNING)
    severity_rank = fields.Integer(compute="_compute_severity_rank", store=True, aggregator="max")
    state = fields.Selection(STATES, required=True, readonly=True, default=OPEN, tracking=True)
    is_standing = fields.Boolean("Not Closed", compute="_compute_is_standing", store=True)

    # -- whose it is
    asset_id = fields.Many2one(
        "ipai.asset", check_company=True, index="btree_not_null", readonly=True, tracking=True
    )
    service_id = fields.Many2one(
        "ipai.service", check_company=True, index="btree_not_null", readonly=True, tracking=True
    )
    host = fields.Char("Machine as Told", readonly=True, index="btree_not_null")
    customer_id = fields.Many2one(
        "res.partner", compute="_compute_whose", store=True, index="btree_not_null"
    )
    site_id = fields.Many2one(
        "ipai.site", compute="_compute_whose", store=True, index="btree_not_null"
    )
    is_unmatched = fields.Boolean(
        "Unmatched",
        compute="_compute_is_unmatched",
        store=True,
        help="It names no asset and no service that is known.",
    )

    # -- where it comes from
    source_id = fields.Many2one(
        "ipai.inbox.source", required=True, readonly=True, index=True, ondelete="restrict"
    )
    fingerprint = fields.Char(required=True, readonly=True)
    labels = fields.Json(readonly=True)
    label_text = fields.Text("Labels", readonly=True)
    runbook_url = fields.Char("Runbook as Told", readonly=True)
    runbook_link = fields.Char("Runbook", compute="_compute_runbook_link")
    url = fields.Char("Where It Was Seen", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)

    # -- its life
    count = fields.Integer("Times", readonly=True, default=1, help="How often it began.")
    first_seen = fields.Datetime(readonly=True)
    last_seen = fields.Datetime(readonly=True, help="When its source last said that it is so.")
    began_at = fields.Datetime("Began", readonly=True, help="This time, by its source's clock.")
    # By a clock that may be ahead: what tells one time from another.
    began_told = fields.Datetime("Began as Told", readonly=True)
    opened_at = fields.Datetime("Opened", readonly=True, help="When it was told this time.")
    told_at = fields.Datetime(readonly=True)
    ended_at = fields.Datetime("Ended", readonly=True)
    closed_by = fields.Selection(WAYS_TO_CLOSE, "Closed Because", readonly=True)
    user_id = fields.Many2one("res.users", "Acknowledged By", readonly=True, tracking=True)
    acknowledged_at = fields.Datetime(readonly=True)
    acknowledge_note = fields.Char("Why", readonly=True)
    occurrence_ids = fields.One2many("ipai.alert.occurrence", "alert_id", "History")

    # -- what it goes with
    parent_id = fields.Many2one(
        "ipai.alert",
        "Goes With",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The alert that leads: of the machine whose failure takes this one along, or a storm.",
    )
    child_ids = fields.One2many("ipai.alert", "parent_id", "Takes Along")
    child_count = fields.Integer("Takes Along (Count)", compute="_compute_child_count")
    storm_kind = fields.Char(readonly=True)
    storm_of = fields.Integer(readonly=True, aggregator=None)
    held_until = fields.Datetime(
        readonly=True, help="It lies within maintenance; nobody is told of it before this."
    )
    let_go_at = fields.Datetime("Maintenance Over", readonly=True)
    to_follow = fields.Boolean(readonly=True)
    noticed_at = fields.Datetime("Told to People", readonly=True)

    # -- its silence
    silence_key = fields.Char("Silence", readonly=True, help="The ID of the silence in its source.")
    silence_until = fields.Datetime("Silent Until", readonly=True)
    silence_error = fields.Char("Silence Failed", readonly=True)
    silence_tries = fields.Integer(readonly=True, aggregator=None)
    silence_next = fields.Datetime(readonly=True)
    seen_in = fields.Char(readonly=True, help="The run of its source in which a poll met it last.")
    gone_at = fields.Datetime(readonly=True, help="Since when polls do not meet it any more.")

    _fingerprint_uniq = UniqueIndex(
        "(source_id, fingerprint)", "This alert of the source is known already."
    )
    _standing_idx = Index("(company_id, is_standing, severity_rank)")
    _follow_idx = Index("(opened_at) WHERE to_follow")
    _storm_idx = Index("(storm_kind, storm_of) WHERE storm_kind IS NOT NULL")
    _silence_idx = Index("(source_id) WHERE silence_key IS NOT NULL")

    @api.depends("severity")
    def _compute_severity_rank(self):
        for alert in self:
            alert.severity_rank = rank(alert.severity) if alert.severity else 0

    @api.depends("state")
    def _compute_is_standing(self):
        for alert in self:
            alert.is_standing = alert.state in STANDING

    @api.depends(
        "asset_id.customer_id", "asset_id.site_id", "service_id.customer_id", "storm_kind", "storm_of"
    )  # fmt: skip
    def _compute_whose(self):
        for alert in self:
            asset = alert.asset_id
            customer = asset.customer_id or alert.service_id.customer_id
            site = asset.site_id
            if alert.storm_kind == "customer":
                customer = customer.browse(alert.storm_of).exists()
            elif alert.storm_kind == "site":
                site = site.browse(alert.storm_of).exists()
            alert.customer_id, alert.site_id = customer, site

    @api.depends("asset_id", "service_id", "storm_kind")
    def _compute_is_unmatched(self):
        for alert in self:
            alert.is_unmatched = not (alert.asset_id or alert.service_id or alert.storm_kind)

    @api.depends("runbook_url", "asset_id", "service_id")
    def _compute_runbook_link(self):
        """What the source told, else the runbook of the service, else that of the machine."""
        for alert in self:
            alert.runbook_link = (
                alert.runbook_url
                or alert.service_id.kb_link_ids._runbook_url()
                or alert.asset_id.kb_link_ids._runbook_url()
            )

    def _compute_child_count(self):
        groups = self._read_group(
            [("parent_id", "in", self.ids), ("is_standing", "=", True)], ["parent_id"], ["__count"]
        )
        counts = {parent.id: count for parent, count in groups}
        for alert in self:
            alert.child_count = counts.get(alert.id, 0)

    # -- what a person does --------------------------------------------------------------------

    def action_acknowledge(self, why=""):
        """Take it on: it is open no more, and its source is asked to keep silent about it.

        :raises AccessError: for who is no technician.
        :raises UserError: when none of them is open.
        """
        self._check_may_act()
        alerts = self.filtered(lambda alert: alert.state == OPEN)
        if not alerts:
            raise UserError(self.env._("Only an open alert can be acknowledged."))
        now = fields.Datetime.now()
        # Narrow: who may act was asked above; nobody has the right to write alerts.
        alerts.sudo().write(
            {
                "state": ACKNOWLEDGED,
                "user_id": self.env.uid,
                "acknowledged_at": now,
                "acknowledge_note": (why or "")[:250],
                "held_until": False,
                **_NO_SILENCE_YET,
            }
        )
        self.env["ipai.alert.occurrence"].sudo()._acknowledge(alerts, now)
        alerts._announce("alert.acknowledged", {"why": (why or "")[:250]})
        alerts.sudo().activity_unlink(["ipai_alert.mail_activity_type_alert"])
        self._ask_for_silences(alerts)
        return True

    def action_unacknowledge(self):
        """Give it back: it is open again, and its silence ends."""
        self._check_may_act()
        alerts = self.filtered(lambda alert: alert.state == ACKNOWLEDGED)
        if not alerts:
            raise UserError(self.env._("None of them is acknowledged."))
        alerts.sudo()._end_acknowledgement()
        return True

    def action_close(self):
        """Close it by hand. If its source tells it once more, it is open again."""
        self._check_may_act()
        alerts = self.filtered("is_standing")
        if not alerts:
            raise UserError(self.env._("They are closed already."))
        for alert in alerts:
            alert.sudo().message_post(
                body=self.env._("Closed by hand."),
                author_id=self.env.user.partner_id.id,
                message_type="notification",
            )
        alerts.sudo()._close("person", fields.Datetime.now())
        return True

    def action_open_runbook(self):
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": self.runbook_link, "target": "new"}

    def action_view_children(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ipai_alert.ipai_alert_action")
        return {**action, "domain": [("parent_id", "=", self.id)], "context": {}}

    def action_match(self):
        """The dialog that says which machine or service it is."""
        self._check_may_act()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Which One Is It?"),
            "res_model": "ipai.alert.match",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_alert_ids": [Command.set(self.ids)]},
        }

    def _check_may_act(self):
        self.check_access("read")
        if not self.env.user.has_group("ipai_base.group_technician"):
            raise AccessError(
                self.env._("Technicians of IT Operations act on alerts; ask one, or a manager.")
            )

    # -- what becomes of it ----------------------------------------------------------------------

    def _end_acknowledgement(self):
        """Open again what still is so; the silence ends with the next run."""
        self.write({"state": OPEN, "user_id": False, "acknowledged_at": False})
        self._ask_for_silences(self)

    def _close(self, because, ended, told=None):
        """Close what is open: no message, no mail; the follow-up tells whom it concerns.

        :param ended: when it ended, in naive UTC.
        :param told: when the message came that said so.
        """
        alerts = self.filtered("is_standing")
        if not alerts:
            return
        alerts.activity_unlink(["ipai_alert.mail_activity_type_alert"])
        alerts.with_context(**QUIET).write(
            {
                "state": CLOSED,
                "closed_by": because,
                "ended_at": ended,
                "told_at": told or fields.Datetime.now(),
                "held_until": False,
                "to_follow": True,
            }
        )
        self.env["ipai.alert.occurrence"]._end(alerts, ended)
        alerts._announce("alert.closed", {"because": because})
        self._ask_for_silences(alerts.filtered("silence_key"))
        self._ask_for_follow_up()

    def _ask_for_silences(self, alerts):
        if any(source._alert_api_is_set() for source in alerts.sudo().source_id):
            self.env.ref("ipai_alert.cron_silences").sudo()._trigger()

    @api.model
    def _ask_for_follow_up(self):
        self.env.ref("ipai_alert.cron_follow_up").sudo()._trigger()

    def _nodes(self):
        """The node of each, as the impact graph counts: its machine, else its service, else 0."""
        return [alert.asset_id.id or -alert.service_id.id or 0 for alert in self]

    def _link(self):
        """Where it opens in Odoo."""
        self.ensure_one()
        return f"{self.get_base_url()}/odoo/alerts/{self.id}"

    def _body(self):
        """What it is about, for a ticket or a mail: escaped, whatever its source wrote."""
        self.ensure_one()
        rows = [
            (self.env._("Severity"), dict(SEVERITIES)[self.severity]),
            (self.env._("Machine"), self.asset_id.display_name or self.host),
            (self.env._("Service"), self.service_id.display_name),
            (self.env._("Source"), self.sudo().source_id.name),
        ]
        lines = Markup("").join(
            Markup("<li>%s: %s</li>") % (what, text) for what, text in rows if text
        )
        body = Markup("<p>%s</p><ul>%s</ul>") % (self.name, lines)
        if self.description:
            body += Markup("<p style='white-space: pre-wrap'>%s</p>") % self.description[:4000]
        links = [
            (self.env._("Runbook"), self.runbook_link),
            (self.env._("Where it was seen"), self.url),
        ]
        for what, url in links:
            if url:
                body += Markup("<p><a href='%s'>%s</a></p>") % (url, what)
        return body


_NO_SILENCE_YET = {
    "silence_until": False,
    "silence_error": False,
    "silence_tries": 0,
    "silence_next": False,
}
