# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import datetime
import json
import secrets
import time
import uuid

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.ipai_base import audit
from odoo.addons.ipai_base.compat import ALL_GROUPS_FIELD, GROUPS_FIELD, UniqueIndex
from odoo.addons.ipai_base.showing import shown_once

from .. import credentials, door, networks, sealing
from ..signing import SCHEMES, SecretError

PATH = "/ipai/hook/"
RECORDED = 20
RECORDED_HOURS = 24
SILENT_MINUTES = 60

KEYS = """
CREATE TABLE IF NOT EXISTS ipai_inbox_key (
    source_id integer NOT NULL REFERENCES ipai_inbox_source ON DELETE CASCADE,
    key varchar NOT NULL,
    digest varchar NOT NULL,
    event_id integer NOT NULL,
    since timestamptz NOT NULL,
    PRIMARY KEY (source_id, key)
);
"""


class IpaiInboxSource(models.Model):
    """A program that sends events: how it proves that they are its own, and what is taken from it.

    Its address is known by a hash, its secrets lie sealed in a table that no field shows: see ``sealing``.
    """

    _name = "ipai.inbox.source"
    _description = "Event Source"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "name"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True, help="As in: GitHub of the lab.")
    active = fields.Boolean(
        default=True, tracking=True, help="Switched off: whatever it sends is refused."
    )
    kind = fields.Selection(
        "_selection_kind", required=True, default="generic", tracking=True, help="What takes it."
    )
    scheme = fields.Selection(
        [(code, scheme.title) for code, scheme in SCHEMES.items()],
        "Signature",
        required=True,
        default="standard",
        tracking=True,
        help="How a delivery proves where it comes from.",
    )
    weakness = fields.Char(compute="_compute_weakness")
    is_weak = fields.Boolean(compute="_compute_weakness")
    header_name = fields.Char(
        "Header",
        help="The header that carries it, where the sender uses another than the usual one.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users",
        "Acts As",
        required=True,
        default=lambda self: self._default_user(),
        ondelete="restrict",
        tracking=True,
        help="Its events are handled with the rights of this user: choose one that may do little.",
    )
    responsible_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        ondelete="set null",
        help="Is told of dead events and of silence.",
    )
    networks = fields.Text(
        help="Where it may come from, one network a line, as in 192.0.2.0/24. Empty: from anywhere.",
        tracking=True,
    )
    size_limit = fields.Integer("Largest Body (kB)", required=True, default=256, aggregator=None)
    rate_limit = fields.Integer(
        "Events a Minute",
        required=True,
        default=600,
        aggregator=None,
        help="Above it the sender is asked to wait. 0: no limit.",
    )
    time_window = fields.Integer(
        "Clock Tolerance (s)",
        required=True,
        default=300,
        aggregator=None,
        help="How far a signed time may be away from now.",
    )
    duplicate_window = fields.Integer(
        "Duplicates Within (min)",
        required=True,
        default=48 * 60,
        aggregator=None,
        help="For so long a signed body without a signed id is known again.",
    )
    retention = fields.Integer(
        "Keep Bodies (days)",
        required=True,
        default=90,
        aggregator=None,
        help="Then the body of a settled event is pruned; its row and its key stay. 0: for good.",
    )
    silent_after = fields.Integer(
        "Silent After (hours)",
        default=0,
        aggregator=None,
        help="Without an event for so long it is silent, and its responsible is told. 0: never.",
    )
    overlap = fields.Integer(
        "Overlap (hours)",
        required=True,
        default=24,
        aggregator=None,
        help="For so long the secret before the present one is taken as well.",
    )
    previous_until = fields.Datetime("Previous Secret Until", readonly=True)
    has_secret = fields.Boolean("Secret Set", compute="_compute_has_secret")
    new_secret = fields.Char(
        "Set a Secret",
        compute="_compute_new_secret",
        inverse="_inverse_new_secret",
        help="Where the sender dictates it. It cannot be read again.",
    )
    map_id = fields.Many2one(
        "ipai.inbox.map",
        "Field Map",
        check_company=True,
        ondelete="restrict",
        tracking=True,
        index="btree_not_null",
    )
    record_until = fields.Datetime("Recorder Until", readonly=True)
    record_left = fields.Integer("Still Recorded", readonly=True, aggregator=None)
    recording_ids = fields.One2many("ipai.inbox.recording", "source_id", readonly=True)
    refusal_ids = fields.One2many("ipai.inbox.refusal", "source_id", readonly=True)

    _name_uniq = UniqueIndex("(company_id, lower(name))", "There already is a source of this name.")

    def init(self):
        self.env.cr.execute(credentials.SCHEMA)
        self.env.cr.execute(KEYS)
        return super().init()

    @api.model
    def _selection_kind(self):
        return self.env["ipai.inbox.handler"]._kinds()

    @api.model
    def _default_user(self):
        return self.env.ref("ipai_inbox.user_bot", raise_if_not_found=False) or self.env.user

    @api.depends("scheme")
    def _compute_weakness(self):
        for source in self:
            scheme = SCHEMES.get(source.scheme)
            source.weakness = scheme.weakness if scheme else ""
            source.is_weak = bool(scheme) and not scheme.signed

    @api.onchange("kind")
    def _onchange_kind(self):
        handler = self.env["ipai.inbox.handler"]._of_kind(self.kind)
        if handler is not None:
            self.scheme = handler._inbox_scheme

    def _compute_has_secret(self):
        with_one = credentials.with_secret(self.env.cr, self.ids)
        for source in self:
            source.has_secret = source._origin.id in with_one

    def _compute_new_secret(self):
        self.new_secret = False

    def _inverse_new_secret(self):
        for source in self:
            if source.new_secret:
                source._set_secret(source.new_secret)
        # Nor may the answer to this very write show it.
        self.invalidate_recordset(["new_secret"])

    # -- what must hold ------------------------------------------------------------------------

    @api.constrains("networks")
    def _check_networks(self):
        for source in self:
            try:
                networks.parse(source.networks)
            except ValueError as error:
                raise ValidationError(
                    self.env._("%s. Write one network a line, as in 192.0.2.0/24.", error)
                ) from error

    @api.constrains("size_limit", "rate_limit", "time_window", "duplicate_window", "retention")
    def _check_numbers(self):
        for source in self:
            if not 1 <= source.size_limit <= door.MOST // door.KILOBYTE:
                raise ValidationError(self.env._("The largest body is from 1 to 1024 kB."))
            if source.rate_limit < 0 or source.retention < 0:
                raise ValidationError(self.env._("A limit is a number from 0, for none, upwards."))
            if not 10 <= source.time_window <= 86400:
                raise ValidationError(self.env._("The clock tolerance is from 10 s to a day."))
            if not 1 <= source.duplicate_window <= 60 * 24 * 60:
                raise ValidationError(
                    self.env._("Duplicates are known for a minute at least, 60 days at most.")
                )

    def _cannot_act(self):
        """Why nothing is handled as its user now, a sentence; empty when it is: people leave, and companies change."""
        self.ensure_one()
        user = self.sudo().user_id
        if not user.active:
            return self.env._(
                "%(name)s acts as %(user)s, who is archived: choose another user, then retry.",
                name=self.name,
                user=user.name,
            )
        return self._cannot_see()

    def _cannot_see(self):
        user = self.sudo().user_id
        if self.company_id in user.company_ids:
            return ""
        return self.env._(
            "%(user)s may not see %(company)s: allow it on the user, or choose another.",
            user=user.name,
            company=self.company_id.name,
        )

    @api.constrains("user_id", "company_id", "kind")
    def _check_user(self):
        """Handlers get no more rights than who set the source up has, and only a company that they may see."""
        for source in self:
            if reason := source._cannot_see():
                raise ValidationError(reason)
            more = source.user_id.sudo()[ALL_GROUPS_FIELD] - self.env.user.sudo()[ALL_GROUPS_FIELD]
            # Constraints run as superuser; the question is who is behind it.
            if more and not self.env(su=False).is_system():
                raise ValidationError(
                    self.env._(
                        "%(user)s has rights that you do not have (%(groups)s):"
                        " choose another user, or ask an administrator.",
                        user=source.user_id.sudo().name,
                        groups=", ".join(more.mapped("name")),
                    )
                )

    def write(self, vals):
        changed = self.filtered(lambda source: vals.get("scheme", source.scheme) != source.scheme)
        result = super().write(vals)
        if changed:
            # A secret of the old form would open nothing, or more than it should.
            credentials.forget_secrets(self.env.cr, changed.ids)
            changed.invalidate_recordset(["has_secret"])
        return result

    # -- address and secret --------------------------------------------------------------------

    def action_issue(self):
        """Make a new address and a new secret, and show them this once."""
        self.ensure_one()
        path, secret = self._issue()
        return self._shown(f"{self.get_base_url()}{path}", secret)

    def action_rotate(self):
        """Make a new secret for the same address, and show it this once."""
        self.ensure_one()
        return self._shown("", self._set_secret(self._scheme().new_secret()))

    def action_end_overlap(self):
        """Have nothing but the present secret and address taken from now on."""
        self.check_access("write")
        credentials.forget_previous(self.env.cr, self.ids)
        self.previous_until = False
        for source in self:
            audit.done(source, "inbox.source.end-overlap")
        return True

    def action_record(self):
        """Record the next deliveries, redacted, for a day at most."""
        self.check_access("write")
        return self.write(
            {
                "record_left": RECORDED,
                "record_until": fields.Datetime.now() + datetime.timedelta(hours=RECORDED_HOURS),
            }
        )

    def action_stop_recording(self):
        self.check_access("write")
        return self.write({"record_left": 0, "record_until": False})

    def action_test(self):
        """Send an event the way that the program would, from here, and tell what came of it."""
        self.ensure_one()
        self.check_access("write")
        status, value = self._test()
        good = status in (200, 202)
        text = (
            self.env._("Event %s was taken. See whether it is done in a moment.", value["id"])
            if good
            else self._last_refusal_text() or value["detail"]
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Test Event"),
                "message": text,
                "type": "success" if good else "danger",
                "sticky": not good,
            },
        }

    def action_view_events(self):
        return self._act("ipai_inbox.ipai_inbox_event_action")

    def action_view_trouble(self):
        action = self._act("ipai_inbox.ipai_inbox_event_action")
        action["domain"] += [("state", "in", ["failed", "dead", "unmatched"])]
        return action

    def action_replay_since(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Replay"),
            "res_model": "ipai.inbox.replay",
            "view_mode": "form",
            "target": "new",
            "context": {"default_source_id": self.id},
        }

    def _act(self, xmlid):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action["domain"] = [("source_id", "=", self.id)]
        action["context"] = {}
        return action

    def _scheme(self):
        return SCHEMES[self.scheme]

    def _issue(self):
        """Make a new address and a new secret; return path and secret in clear, the only time."""
        self.ensure_one()
        self._credentials()
        secret = self._set_secret(self._scheme().new_secret())
        token = secrets.token_urlsafe(32)
        credentials.store_token(self.env.cr, self.id, token)
        audit.done(self, "inbox.source.issue")
        return PATH + token, secret

    def _set_secret(self, secret):
        """Take a secret; the one before it is taken too, while the overlap lasts. Return it.

        :raises UserError: when it has not the form of the scheme.
        """
        self.ensure_one()
        self.check_access("write")
        try:
            self._scheme().keys(secret)
        except SecretError as error:
            raise UserError(
                self.env._(
                    "This is no secret for %(scheme)s: %(reason)s.",
                    scheme=self._scheme().title,
                    reason=error,
                )
            ) from error
        self._credentials()
        before = credentials.with_secret(self.env.cr, self.ids)
        try:
            credentials.store_secret(self.env.cr, self.id, secret)
        except (OSError, sealing.SealError) as error:
            raise UserError(
                self.env._("The secret cannot be sealed: %s. See docs/inbox.md, the key.", error)
            ) from error
        if before:
            self.previous_until = fields.Datetime.now() + datetime.timedelta(hours=self.overlap)
        self.invalidate_recordset(["has_secret"])
        audit.done(self, "inbox.source.secret")
        return secret

    def _credentials(self):
        """See that each has a row for what opens it."""
        self.check_access("write")
        self.flush_recordset()
        credentials.prepare(self.env.cr, self.ids)

    def _shown(self, url, secret):
        return shown_once(
            self.env,
            self.env._("For the Sender"),
            secret,
            [self.env._("Copy it into the sender now.")],
            before=[(self.env._("Address"), url)],
        )

    def _test(self):
        """Hand a signed event to the door; return (status, value) of its answer."""
        scheme = self._scheme()
        now = time.time()
        when = datetime.datetime.fromtimestamp(now, datetime.timezone.utc)
        test_id = f"test-{uuid.uuid4().hex}"
        body = json.dumps({"Id": test_id, "DateTime": when.strftime("%Y-%m-%dT%H:%M:%SZ")}).encode()
        try:
            secret = credentials.secret_of(self.env.cr, self.id)
        except (OSError, sealing.SealError) as error:
            raise UserError(
                self.env._("The secret cannot be opened (%s): issue a new one.", error)
            ) from error
        if not secret:
            raise UserError(self.env._("The source has no secret yet: issue one, then test it."))
        key = scheme.keys(secret)[0]
        headers = scheme.sign(key, body, test_id, now, self.header_name or "")
        headers["Content-Type"] = "application/json"
        delivery = door.Delivery("", body, headers, "here", test_of=self.id)
        status, value, _headers = door.take(self.env.registry, delivery)
        return status, value

    def _last_refusal_text(self):
        last = self.env["ipai.inbox.refusal"].sudo().search([("source_id", "=", self.id)], limit=1)
        return last.detail

    @api.model
    def _for_script(self, kind, name):
        """Return ``{"path": …, "secret": …}`` of the source of a name, made when there is none.

        :param kind: one of a handler, or ``standard``: the generic one behind Standard Webhooks.
        """
        if not self.env.is_system():
            raise AccessError(self.env._("Only an administrator makes sources for scripts."))
        schemes = {"standard": ("generic", "standard")}
        handlers = self.env["ipai.inbox.handler"]
        for known, _label in handlers._kinds():
            schemes[known] = (known, handlers._of_kind(known)._inbox_scheme)
        if kind not in schemes:
            raise UserError(
                self.env._(
                    "Unknown kind: %(kind)s. There are: %(known)s.",
                    kind=kind,
                    known=", ".join(sorted(schemes)),
                )
            )
        handler, scheme = schemes[kind]
        source = self.with_context(active_test=False).search(
            [("name", "=ilike", name), ("company_id", "=", self.env.company.id)], limit=1
        )
        if source and (source.kind, source.scheme) != (handler, scheme):
            raise UserError(
                self.env._("There already is a source %s, of another kind: name another.", name)
            )
        source = source or self.create({"name": name, "kind": handler, "scheme": scheme})
        source.active = True
        path, secret = source._issue()
        return {"path": path, "secret": secret}

    # -- the bot ------------------------------------------------------------------------------

    @api.model
    def _setup_bot(self):
        """Let the bot that handlers run as work like a technician of every company. Called from XML data."""
        bot = self.env.ref("ipai_inbox.user_bot")
        companies = self.env["res.company"].search([("active", "=", True)])
        bot.write(
            {
                GROUPS_FIELD: [Command.set(self.env.ref("ipai_base.group_technician").ids)],
                "company_ids": [Command.set(companies.ids)],
            }
        )
