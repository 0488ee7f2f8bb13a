# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import hashlib
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.ipai_base import audit
from odoo.addons.ipai_base.compat import UniqueIndex
from odoo.addons.ipai_base.http.cursors import short
from odoo.addons.ipai_base.showing import shown_once

from .. import icalendar

PAST, AHEAD = timedelta(days=92), timedelta(days=400)
ENTRIES = 2000
TOKEN_BYTES = 32
TENTATIVE = ("draft", "assess", "approve", "asked_back")


class IpaiChangeFeed(models.Model):
    """A secret address from which a calendar program reads the change calendar of one user."""

    _name = "ipai.change.feed"
    _description = "Calendar Feed"
    _order = "name, id"

    name = fields.Char(required=True, default="Change Calendar", help="As in: My Outlook.")
    user_id = fields.Many2one(
        "res.users",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.user,
        help="The feed shows what this user may see.",
    )
    with_changes = fields.Boolean("Changes", default=True)
    with_freezes = fields.Boolean("Freezes", default=True)
    with_windows = fields.Boolean("Maintenance Windows")
    token_hash = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)
    is_open = fields.Boolean("Address in Use", compute="_compute_is_open", compute_sudo=True)
    issued_at = fields.Datetime("Address Made", readonly=True, copy=False)
    last_read_at = fields.Datetime("Last Read", readonly=True, copy=False)

    _token_uniq = UniqueIndex(
        "(token_hash) WHERE token_hash IS NOT NULL", "Two feeds cannot share an address."
    )

    @api.depends("token_hash")
    def _compute_is_open(self):
        for feed in self:
            feed.is_open = bool(feed.token_hash)

    @api.constrains("user_id")
    def _check_user(self):
        """A feed acts for the one who makes it; nobody makes one in another's name."""
        # Constraints run as superuser; the question is who is behind it.
        if self.user_id - self.env.user:
            raise AccessError(
                self.env._("A calendar feed is made by the user whose calendar it shows.")
            )

    def action_renew(self):
        """A new address, shown this once; the one before ends at once."""
        self.ensure_one()
        self.check_access("write")
        if self.user_id != self.env.user:
            raise AccessError(
                self.env._(
                    "Only %(user)s can make the address of this feed; you can revoke it.",
                    user=self.user_id.name,
                )
            )
        token = secrets.token_urlsafe(TOKEN_BYTES)
        self.sudo().write(
            {"token_hash": _hash(token), "issued_at": fields.Datetime.now(), "last_read_at": False}
        )
        audit.done(self, "change.feed.issue")
        return shown_once(
            self.env,
            self.env._("Address of the Calendar"),
            f"{self.get_base_url()}/ipai/calendar/{token}.ics",
            [
                self.env._(
                    "Subscribe to this address: in Outlook with Add calendar > Subscribe from web, "
                    "in Google Calendar with Other calendars > From URL."
                )
            ],
            self.env._(
                "It is shown this once. Who has it reads your change calendar: keep it like a password."
            ),
        )

    def action_revoke(self):
        """Nothing is read from the address any more, from now on."""
        self.check_access("write")
        self.sudo().write({"token_hash": False})
        for feed in self:
            audit.done(feed, "change.feed.revoke")
        return True

    @api.model
    def _find(self, token):
        """The feed of a token, with the rights of its user; empty for a token that opens nothing."""
        # Narrow: who has the token is the user of the feed, with whose rights it goes on.
        feed = self.sudo().search(
            [("token_hash", "=", _hash(token)), ("user_id.active", "=", True)]
        )
        if not feed:
            return feed
        user = feed.user_id
        companies = {"allowed_company_ids": user.company_ids.ids, "tz": user.tz, "lang": user.lang}
        feed = feed.with_user(user).with_context(**companies)
        readable = feed.env["ipai.change.calendar"].has_access("read")
        return feed if readable else feed.browse()

    def _calendar(self):
        """The calendar as bytes, in the form of RFC 5545."""
        self.ensure_one()
        now = fields.Datetime.now()
        chosen = {
            "change": self.with_changes,
            "freeze": self.with_freezes,
            "window": self.with_windows,
        }
        wanted = [
            ("kind", "in", [kind for kind, wanted in chosen.items() if wanted]),
            ("starts_at", "<", now + AHEAD),
        ]
        # What has not ended comes first, then the newest of the past; the oldest is what is cut.
        calendar, most = self.env["ipai.change.calendar"], ENTRIES + 1
        coming = calendar.search(
            [*wanted, ("ends_at", ">", now)], order="starts_at, id", limit=most
        )
        past = [*wanted, ("ends_at", ">", now - PAST), ("ends_at", "<=", now)]
        ended = calendar.search(past, order="ends_at desc, id desc", limit=most)
        entries, name = (coming + ended), self.name
        if len(entries) > ENTRIES:
            entries = entries[:ENTRIES]
            name = self.env._("%(name)s (the first %(count)s)", name=self.name, count=ENTRIES)
        host = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        base = self.get_base_url()
        return icalendar.calendar(name, [_event(entry, host, base) for entry in entries])

    def _mark_read(self):
        """Note that the address is in use, once an hour at most."""
        with short(self.env.registry, durable=False) as cr:
            cr.execute(
                """
                UPDATE ipai_change_feed SET last_read_at = now() AT TIME ZONE 'UTC'
                 WHERE id = %s AND (last_read_at IS NULL
                       OR last_read_at < now() AT TIME ZONE 'UTC' - interval '1 hour')
                """,
                [self.id],
            )


def _hash(token):
    """What is kept of a token. It is 256 random bits: nothing slower than SHA-256 is called for."""
    return hashlib.sha256(token.encode()).hexdigest()


def _event(entry, host, base):
    """A row of the calendar as an ``icalendar.Event``."""
    subject = entry.change_id or entry.freeze_id
    if subject:
        uid = f"{entry.kind}-{subject.id}"
    else:
        uid = f"window-{entry.window_id.id}-{entry.starts_at:%Y%m%dT%H%M}"
    change = entry.change_id
    return icalendar.Event(
        uid=f"{uid}@{host}",
        start=entry.starts_at,
        end=entry.ends_at,
        summary=entry.name,
        changed=entry.changed_at,
        sequence=entry.sequence,
        description=change._feed_text() if change else entry.freeze_id.reason or "",
        url=f"{base}/odoo/changes/{change.id}" if change else "",
        categories=(dict(entry._fields["kind"]._description_selection(entry.env))[entry.kind],),
        status="TENTATIVE" if entry.state in TENTATIVE else "CONFIRMED",
        busy=entry.kind == "change",
    )
