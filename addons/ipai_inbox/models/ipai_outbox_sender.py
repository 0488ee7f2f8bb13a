# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import dataclasses
import json
import time

from odoo import api, models

from ..outbox import chat, files
from ..outbox.calls import Answer, Call
from ..outbox.destinations import networks

PREFIX = "ipai.outbox.sender."


@dataclasses.dataclass(frozen=True)
class Verdict:
    """What becomes of a message: ``sent``, ``failed`` (it is tried again), ``gone`` (the target wants no more),
    ``dead`` (no attempt can mend it) or ``dropped``."""

    state: str
    reason: str = ""


class IpaiOutboxSender(models.AbstractModel):
    """How events go to the targets of one kind. ``ipai.outbox.sender.chat`` takes those of the kind ``chat``.

    A sender of one's own inherits this one under such a name, says its ``_outbox_label``, and overrides
    ``_prepare``, and ``_answered`` where an answer means more than its status. Another room hands it what is
    to be called by ``ipai.outbox.target._enqueue``.
    """

    _name = "ipai.outbox.sender"
    _description = "Sender of Outbox Events"

    _outbox_label = ""
    """Its name for a person who chooses the kind of a target."""
    _outbox_batch = 1
    """How many events go into one message of a new target."""
    _outbox_gather = 0
    """For how many seconds a new target waits for more events before it sends."""
    _outbox_needs = ("url",)
    """What a target must have before anything is sent: url, secret."""

    @api.model
    def _prepare(self, target, key, events):
        """Return what is to be called, without arguments, in a thread without the database, to give an ``Answer``.

        :param target: as superuser, in its company.
        :param key: the ID of the message; the same when it is sent again, so that a receiver knows it.
        :param events: of one message, the oldest first; ``_bodies()`` are what they tell.
        """
        raise NotImplementedError(self._name)

    @api.model
    def _answered(self, target, deliveries, answer):
        """Return the Verdict; called in the transaction that writes it down, so more can be noted with it."""
        if answer.is_good:
            return Verdict("sent", answer.reason)
        if answer.status == 410:
            return Verdict("gone", answer.reason)
        return Verdict("failed", answer.reason)

    @api.model
    def _call(self, target, body, headers=None, **kwargs):
        """A Call to the address of a target, with the header that it has, within the networks allowed."""
        known = target._credentials()
        headers = {"Content-Type": "application/json", **(headers or {})}
        if known["header"]:
            name, _colon, value = known["header"].partition(":")
            headers[name.strip()] = value.strip()
        return Call(
            known["url"] or "", body, headers, allowed=tuple(networks(target.networks)), **kwargs
        )

    # -- which there are -----------------------------------------------------------------------

    @api.model
    def _kinds(self):
        """Return ``[(kind, label)]`` of all senders that a target can have."""
        return sorted(
            (name.removeprefix(PREFIX), model._outbox_label)
            for name, model in self.env.registry.items()
            if name.startswith(PREFIX) and model._outbox_label
        )

    @api.model
    def _of_kind(self, kind):
        """Return the sender of a kind, None when its addon is not installed."""
        name = f"{PREFIX}{kind}"
        return self.env[name] if name in self.env.registry else None


class IpaiOutboxSenderWebhook(models.AbstractModel):
    """Standard Webhooks (https://www.standardwebhooks.com): the ID, the time and the body are signed."""

    _name = "ipai.outbox.sender.webhook"
    _inherit = "ipai.outbox.sender"
    _description = "Sender of Webhooks"

    _outbox_label = "Webhook"
    _outbox_needs = ("url", "secret")

    @api.model
    def _prepare(self, target, key, events):
        body = self._body(target, key, events)
        return self._call(target, body, target._signed(key, body))

    @api.model
    def _body(self, target, key, events):
        bodies = events._bodies()
        told = (
            bodies[0] if target.batch_size == 1 else {"id": key, "type": "batch", "events": bodies}
        )
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


class IpaiOutboxSenderN8n(models.AbstractModel):
    """A webhook as n8n likes it: several events at once, one execution for all that came about together."""

    _name = "ipai.outbox.sender.n8n"
    _inherit = "ipai.outbox.sender.webhook"
    _description = "Sender to n8n"

    _outbox_label = "n8n"
    _outbox_batch = 100
    _outbox_gather = 2


class IpaiOutboxSenderChat(models.AbstractModel):
    """A message in a chat: one for all that came about while it was gathered, a line for each topic."""

    _name = "ipai.outbox.sender.chat"
    _inherit = "ipai.outbox.sender"
    _description = "Sender to a Chat"

    _outbox_label = "Mattermost or Slack"
    _outbox_batch = 1000
    _outbox_gather = 30

    @api.model
    def _prepare(self, target, key, events):
        return self._call(target, json.dumps({"text": chat.text(events._bodies())}).encode())


class IpaiOutboxSenderMail(models.AbstractModel):
    """A digest by mail, to people of the company."""

    _name = "ipai.outbox.sender.mail"
    _inherit = "ipai.outbox.sender"
    _description = "Sender of a Digest"

    _outbox_label = "Mail digest"
    _outbox_batch = 1000
    _outbox_gather = 24 * 3600
    _outbox_needs = ()

    @api.model
    def _prepare(self, target, key, events):
        people = target.user_ids.filtered(lambda user: target.company_id in user.company_ids)
        if not people.filtered("email"):
            return lambda: Answer(error=self.env._("None of its recipients has a mail address."))
        lang = people[0].lang
        told = self.env["ir.qweb"].with_context(lang=lang)
        groups = {}
        for body in events._bodies():
            groups.setdefault(body["type"], []).append(body)
        html = told._render(
            "ipai_inbox.outbox_digest", {"target": target, "groups": groups, "most": 50}
        )
        self.env["mail.mail"].create(
            {
                "subject": self.env._(
                    "%(target)s: %(count)s events", target=target.name, count=len(events)
                ),
                "body_html": html,
                "recipient_ids": [(6, 0, people.partner_id.ids)],
                "message_id": f"<{key}@ipai-outbox>",
                "auto_delete": True,
            }
        )
        return lambda: Answer(200)


class IpaiOutboxSenderHeartbeat(models.AbstractModel):
    """Calls an address every few minutes while all is well, as healthchecks.io and others like it; else its ``/fail``."""

    _name = "ipai.outbox.sender.heartbeat"
    _inherit = "ipai.outbox.sender"
    _description = "Sender of Heartbeats"

    _outbox_label = "Heartbeat"

    @api.model
    def _prepare(self, target, key, events):
        told = events._bodies()[-1]["data"]
        body = json.dumps(told["trouble"], ensure_ascii=False).encode()
        call = self._call(target, body)
        if told["trouble"]:
            call = dataclasses.replace(call, url=call.url.rstrip("/") + "/fail")
        return call

    @api.model
    def _answered(self, target, deliveries, answer):
        verdict = super()._answered(target, deliveries, answer)
        # The next one comes in time: an old one says nothing.
        return verdict if verdict.state != "failed" else Verdict("dropped", verdict.reason)


class IpaiOutboxSenderFile(models.AbstractModel):
    """A line of JSON for each event, appended to a file on the server; signed as a webhook is."""

    _name = "ipai.outbox.sender.file"
    _inherit = "ipai.outbox.sender"
    _description = "Sender to a File"

    _outbox_label = "File"
    _outbox_batch = 500
    _outbox_needs = ("secret",)

    @api.model
    def _prepare(self, target, key, events):
        lines = []
        for body in events._bodies():
            # Rows and hash at the top, where the offline check of the audit looks for them.
            anchor = body["data"].get("anchor") or {}
            line = json.dumps({**anchor, **body}, ensure_ascii=False, sort_keys=True)
            signed = target._signed(body["id"], line.encode(), time.time())
            lines.append(json.dumps({**json.loads(line), "signature": signed}, ensure_ascii=False))
        folder = files.folder()
        name = target.file_name
        return lambda: files.append(folder, name, lines)
