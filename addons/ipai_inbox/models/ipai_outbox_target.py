# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import datetime
import re
import time

from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError

from odoo.addons.ipai_base import audit
from odoo.addons.ipai_base.compat import UniqueIndex
from odoo.addons.ipai_base.showing import shown_once

from .. import sealing
from ..outbox import credentials, destinations, files
from ..signing import SCHEMES
from .ipai_outbox_subscription import ALL

SCHEME = SCHEMES["standard"]
HEADER = re.compile(r"[A-Za-z0-9-]{1,64}:\s*[!-~][ -~]{0,2000}")
OWN_HEADERS = ("host", "content-length", "transfer-encoding", "connection", "content-type")
TEST = "outbox.test"
HEARTBEAT = "outbox.heartbeat"
MOST = 1000


class IpaiOutboxTarget(models.Model):
    """A program, a chat or people that are told of events: where, of which, and how it fares.

    Its address may be as good as a password, so it lies sealed with the secrets, in a table that no field shows.
    """

    _name = "ipai.outbox.target"
    _description = "Outbox Target"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "name"
    _check_company_auto = True
    _announced = ()

    name = fields.Char(required=True, tracking=True, help="As in: n8n of the lab.")
    active = fields.Boolean(default=True, tracking=True)
    kind = fields.Selection(
        "_selection_kind", required=True, default="webhook", tracking=True, help="What takes it."
    )
    state = fields.Selection(
        [("on", "On"), ("paused", "Paused"), ("gone", "Wants No More")],
        required=True,
        default="on",
        readonly=True,
        copy=False,
        tracking=True,
        help="Whatever it is, events are kept for it.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        tracking=True,
        help="It is told of events of this company.",
    )
    responsible_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        ondelete="set null",
        help="Is told when it wants no more, and of events that died.",
    )
    address = fields.Char(
        readonly=True, copy=False, tracking=True, help="Its host; the rest is secret."
    )
    new_url = fields.Char(
        "Set the Address",
        compute="_compute_new",
        inverse="_inverse_new_url",
        help="As in https://n8n.example.com/webhook/…. It cannot be read again.",
    )
    new_header = fields.Char(
        "Set a Header",
        compute="_compute_new",
        inverse="_inverse_new_header",
        help="Sent along, as in: Authorization: Bearer …. It cannot be read again.",
    )
    has_url = fields.Boolean("Address Set", compute="_compute_has")
    has_secret = fields.Boolean("Secret Set", compute="_compute_has")
    has_header = fields.Boolean("Header Set", compute="_compute_has")
    needs_url = fields.Boolean(compute="_compute_needs")
    needs_secret = fields.Boolean(compute="_compute_needs")
    networks = fields.Text(
        "Private Networks Allowed",
        tracking=True,
        help="Networks beyond the public internet that it may be in, one a line, as in 192.0.2.0/24 or"
        " 127.0.0.0/8. What resolves to any other private, local or metadata address is not called.",
    )
    subscription_ids = fields.One2many("ipai.outbox.subscription", "target_id", "Events", copy=True)
    batch_size = fields.Integer(
        "Events a Message",
        required=True,
        default=1,
        aggregator=None,
        help="At most so many go together. 1: each by itself, as Standard Webhooks have it.",
    )
    gather = fields.Integer(
        "Gather for (s)",
        required=True,
        default=0,
        aggregator=None,
        help="A message waits for so long for more events, so a storm is one message.",
    )
    retention = fields.Integer(
        "Keep Events (days)",
        required=True,
        default=30,
        aggregator=None,
        help="For so long they can be looked at and replayed.",
    )
    interval = fields.Integer("Every (min)", required=True, default=5, aggregator=None)
    file_name = fields.Char("File", tracking=True, help="As in anchors.jsonl.")
    user_ids = fields.Many2many(
        "res.users",
        "ipai_outbox_target_user_rel",
        string="Recipients",
        domain=[("share", "=", False)],
    )
    previous_until = fields.Datetime("Previous Secret Until", readonly=True, copy=False)
    streak = fields.Integer("Failures in a Row", readonly=True, copy=False, aggregator=None)
    held_until = fields.Datetime("Left Alone Until", readonly=True, copy=False)
    last_try = fields.Datetime("Last Attempt", readonly=True, copy=False)
    last_sent_on = fields.Datetime("Last Sent", readonly=True, copy=False)
    last_beat = fields.Datetime(readonly=True, copy=False)
    told_dead = fields.Integer(readonly=True, copy=False, aggregator=None)
    told_late = fields.Boolean(readonly=True, copy=False)

    _name_uniq = UniqueIndex("(company_id, lower(name))", "There already is a target of this name.")

    def init(self):
        self.env.cr.execute(credentials.SCHEMA)
        return super().init()

    @api.model
    def _selection_kind(self):
        return self.env["ipai.outbox.sender"]._kinds()

    def _compute_new(self):
        self.new_url = self.new_header = False

    def _compute_has(self):
        there = credentials.there(self.env.cr, [one._origin.id for one in self if one._origin.id])
        for target in self:
            names = there.get(target._origin.id) or ()
            target.has_url = "url" in names
            target.has_secret = "secret" in names
            target.has_header = "header" in names

    @api.depends("kind")
    def _compute_needs(self):
        for target in self:
            sender = self.env["ipai.outbox.sender"]._of_kind(target.kind)
            needs = sender._outbox_needs if sender is not None else ()
            target.needs_url = "url" in needs
            target.needs_secret = "secret" in needs

    @api.onchange("kind")
    def _onchange_kind(self):
        sender = self.env["ipai.outbox.sender"]._of_kind(self.kind)
        if sender is not None:
            self.batch_size = sender._outbox_batch
            self.gather = sender._outbox_gather

    def _inverse_new_url(self):
        for target in self.filtered("new_url"):
            try:
                place = destinations.parse(target.new_url.strip())
            except destinations.Refused as error:
                raise ValidationError(
                    self.env._(
                        "This address cannot be used: %s. Write one as in https://n8n.example.com/webhook/….",
                        error,
                    )
                ) from error
            target._keep("url", target.new_url.strip())
            target.address = place.shown
        self.invalidate_recordset(["new_url", "has_url"])

    def _inverse_new_header(self):
        for target in self.filtered("new_header"):
            header = target.new_header.strip()
            if not HEADER.fullmatch(header) or header.partition(":")[0].lower() in OWN_HEADERS:
                raise ValidationError(
                    self.env._("Write a header in one line, as in: Authorization: Bearer ….")
                )
            target._keep("header", header)
        self.invalidate_recordset(["new_header", "has_header"])

    # -- what must hold ------------------------------------------------------------------------

    @api.constrains("networks")
    def _check_networks(self):
        for target in self:
            try:
                destinations.networks(target.networks)
            except ValueError as error:
                raise ValidationError(
                    self.env._("%s. Write one network a line, as in 192.0.2.0/24.", error)
                ) from error

    @api.constrains("batch_size", "gather", "retention", "interval")
    def _check_numbers(self):
        for target in self:
            if not 1 <= target.batch_size <= MOST:
                raise ValidationError(self.env._("From 1 to %s events go into a message.", MOST))
            if not 0 <= target.gather <= 7 * 24 * 3600:
                raise ValidationError(self.env._("Events are gathered from 0 s to a week."))
            if not 4 <= target.retention <= 3650:
                raise ValidationError(
                    self.env._("Events are kept for 4 days at least: they are tried for three.")
                )
            if not 1 <= target.interval <= 24 * 60:
                raise ValidationError(self.env._("A heartbeat comes each minute to each day."))

    @api.constrains("kind", "file_name")
    def _check_file_name(self):
        for target in self:
            if target.kind == "file" and not files.is_name(target.file_name):
                raise ValidationError(
                    self.env._("Name the file in small letters, as in anchors.jsonl.")
                )

    @api.constrains("user_ids", "company_id")
    def _check_users(self):
        for target in self.sudo():
            if outside := target.user_ids.filtered(
                lambda user, target=target: target.company_id not in user.company_ids
            ):
                raise ValidationError(
                    self.env._(
                        "%(user)s may not see %(company)s: choose other recipients.",
                        user=outside[0].name,
                        company=target.company_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        for vals in vals_list:
            sender = self.env["ipai.outbox.sender"]._of_kind(vals.get("kind", "webhook"))
            if sender is not None:
                vals.setdefault("batch_size", sender._outbox_batch)
                vals.setdefault("gather", sender._outbox_gather)
        return super().create(vals_list)

    def write(self, vals):
        if vals.keys() & {"active", "company_id", "kind"}:
            self.env.registry.clear_cache()
        if "company_id" in vals and any(one.company_id.id != vals["company_id"] for one in self):
            raise UserError(
                self.env._("A target stays with its company: make another for another company.")
            )
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    # -- what a manager does -------------------------------------------------------------------

    def action_issue(self):
        """Make a new secret and show it this once; the one before it signs too, while the overlap lasts."""
        self.ensure_one()
        return shown_once(
            self.env,
            self.env._("For the Receiver"),
            self._issue(),
            [self.env._("Copy it into the receiver now: it checks the signatures with it.")],
        )

    def action_end_overlap(self):
        """Sign with nothing but the present secret from now on."""
        self.check_access("write")
        for target in self:
            target._keep("previous", None)
            target.previous_until = False
            audit.done(target, "outbox.target.end-overlap")
        return True

    def action_forget_header(self):
        self.check_access("write")
        for target in self:
            target._keep("header", None)
        self.invalidate_recordset(["has_header"])
        return True

    def action_pause(self):
        """Keep events, and send none."""
        self.check_access("write")
        return self.write({"state": "paused"})

    def action_resume(self):
        """Send again, what was kept first; what failed has its three days anew."""
        self.check_access("write")
        self.write({"state": "on", "streak": 0, "held_until": False})
        self.flush_recordset()
        self.env.cr.execute(
            """
            UPDATE ipai_outbox_delivery
               SET attempts = 0, first_try = NULL, next_try = now() AT TIME ZONE 'UTC'
             WHERE target_id = ANY(%s) AND state = 'failed'
            """,
            [self.ids],
        )
        self.env["ipai.outbox.delivery"].invalidate_model()
        self.env["ipai.outbox.event"]._wake()
        return True

    def action_test(self):
        """Have a test event sent, as any other."""
        self.ensure_one()
        self.check_access("write")
        if missing := self._missing():
            raise UserError(missing)
        self.env["ipai.outbox.event"]._take(
            self, TEST, {"text": self.env._("It arrived.")}, only=self
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Test Event"),
                "message": self.env._("It is on its way: see Deliveries for what comes of it."),
                "type": "info",
            },
        }

    def action_replay_dead(self):
        """Send all that died once more, in the order in which it came about."""
        self.check_access("write")
        dead = self.env["ipai.outbox.delivery"].search(
            [("target_id", "in", self.ids), ("state", "=", "dead")]
        )
        if not dead:
            raise UserError(self.env._("No event died."))
        return dead.action_replay()

    def action_view_deliveries(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ipai_inbox.ipai_outbox_delivery_action"
        )
        action["domain"] = [("target_id", "=", self.id)]
        action["context"] = {}
        return action

    # -- what its sender asks --------------------------------------------------------------------

    def _credentials(self):
        """Address, secrets and header in clear; see ``credentials.NAMES``.

        :raises OSError, SealError: when they cannot be opened.
        """
        self.ensure_one()
        self.flush_recordset()
        return credentials.of(self.env.cr, self.id)

    def _signed(self, key, body, now=None):
        """The headers of Standard Webhooks; of two secrets while one takes over from the other."""
        known = self._credentials()
        secrets = [known["secret"]]
        if self.previous_until and self.previous_until > fields.Datetime.now():
            secrets.append(known["previous"])
        now = now or time.time()
        headers, signatures = {}, []
        for secret in filter(None, secrets):
            headers = SCHEME.sign(SCHEME.keys(secret)[0], body, key, now)
            signatures.append(headers[SCHEME.header])
        if not signatures:
            raise UserError(self.env._("The target has no secret: issue one."))
        return {**headers, SCHEME.header: " ".join(signatures)}

    def _of_message(self, key):
        """The deliveries of a message that are still to be sent, the oldest first."""
        return self.env["ipai.outbox.delivery"].search(
            [
                ("target_id", "=", self.id),
                ("message_key", "=", key),
                ("next_try", "!=", False),
            ],
            order="id",
        )

    @api.model
    def _enqueue(self, targets, topic, record, details=None):
        """Have something sent to targets after this commits, whether or not they asked for the topic.

        For rooms that call a program of their own: with a sender of their own (``ipai.outbox.sender``) and a
        target of its kind.

        :param record: what it is about; what is sent of one record keeps its order.
        :param details: plain data that the sender finds in ``data`` of the event's body, masked as all is.
        """
        self.env["ipai.outbox.event"]._take(record, topic, details, only=targets)

    # -- who is told of what ---------------------------------------------------------------------

    @api.model
    @tools.ormcache("topic")
    def _asked(self, topic):
        """Who asked for a topic: ((target, company, text of the domain or ""), …)."""
        self.env["ipai.outbox.subscription"].flush_model()
        self.flush_model(["active", "company_id"])
        self.env.cr.execute(
            """
            SELECT t.id, t.company_id, CASE WHEN bool_or(coalesce(s.domain, '[]') = '[]') THEN ''
                                            ELSE min(s.domain) END
              FROM ipai_outbox_subscription s JOIN ipai_outbox_target t ON t.id = s.target_id
             WHERE t.active AND s.topic IN (%s, %s) GROUP BY t.id, t.company_id ORDER BY t.id
            """,
            [topic, ALL],
        )
        return tuple(self.env.cr.fetchall())

    # -- secrets -----------------------------------------------------------------------------------

    def _issue(self):
        """Make a secret; return it in clear, the only time."""
        self.ensure_one()
        self.check_access("write")
        known = self._opened()
        if known["secret"]:
            self._keep("previous", known["secret"])
            self.previous_until = fields.Datetime.now() + datetime.timedelta(hours=24)
        secret = SCHEME.new_secret()
        self._keep("secret", secret)
        self.invalidate_recordset(["has_secret"])
        return secret

    def _opened(self):
        try:
            return self._credentials()
        except (OSError, sealing.SealError):
            # Its key is lost: what lies there opens nowhere, and is replaced.
            return dict.fromkeys(credentials.NAMES)

    def _keep(self, name, text):
        """Seal address, secret or header; the audit has that it was, not what."""
        self.ensure_one()
        self.check_access("write")
        self.flush_recordset()
        try:
            credentials.store(self.env.cr, self.id, name, text)
        except (OSError, sealing.SealError) as error:
            raise UserError(
                self.env._("It cannot be sealed: %s. See docs/inbox.md, the key.", error)
            ) from error
        audit.done(self, f"outbox.target.{name}")
