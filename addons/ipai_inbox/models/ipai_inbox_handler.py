# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

from .. import outcome

PREFIX = "ipai.inbox.handler."


class IpaiInboxHandler(models.AbstractModel):
    """What takes the events of one kind. ``ipai.inbox.handler.github`` takes those of the kind ``github``.

    A handler of one's own inherits this one under such a name, says its ``_inbox_label``, and overrides ``_handle_one``,
    or ``_handle`` where many at once can be done in fewer queries. It runs as the user of the source and in its
    company, inside a savepoint: what it writes and the state of the event commit together.
    """

    _name = "ipai.inbox.handler"
    _description = "Handler of Inbox Events"

    _inbox_label = ""
    """Its name for a person who chooses the kind of a source."""
    _inbox_scheme = "standard"
    """The scheme of signatures that a new source of the kind begins with."""

    @api.model
    def _handle(self, events):
        """Handle events of one source, the oldest first.

        :return: what became of each, ``{event: Outcome}``; see ``outcome``: done, ignored, unmatched.

        Whatever it raises fails, and counts as an attempt, of one event only: they are then handed over one
        by one. ``outcome.Permanent`` is not tried again. A conflict with another transaction counts nothing.
        """
        return {event: self._handle_one(event) for event in events}

    @api.model
    def _handle_one(self, event):
        """Handle one event; return its Outcome."""
        return outcome.ignored("Its handler does nothing yet.")

    @api.model
    def _order_keys(self, events):
        """Return ``{event: text}``: events of one source with the same text are handled in their order."""
        payloads = events._payloads(keep=True)
        return {event: self._order_key(payloads[event.id]) for event in events}

    @api.model
    def _order_key(self, payload):
        """Return what a body is about, as a text; of a body that is no JSON it is asked too."""
        return ""

    # -- which there are -----------------------------------------------------------------------

    @api.model
    def _kinds(self):
        """Return ``[(kind, label)]`` of all handlers that a source can have: those with a label."""
        return sorted(
            (name.removeprefix(PREFIX), model._inbox_label)
            for name, model in self.env.registry.items()
            if name.startswith(PREFIX) and model._inbox_label
        )

    @api.model
    def _of_kind(self, kind):
        """Return the handler of a kind, None when its addon is not installed."""
        name = f"{PREFIX}{kind}"
        return self.env[name] if name in self.env.registry else None
