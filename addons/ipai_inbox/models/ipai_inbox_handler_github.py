# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from markupsafe import Markup

from odoo import api, models

from .. import chatter, github_events, outcome


class IpaiInboxHandlerGithub(models.AbstractModel):
    """Pushes, releases and issues of GitHub, noted where the repository is named."""

    _name = "ipai.inbox.handler.github"
    _inherit = "ipai.inbox.handler"
    _description = "Handler of GitHub Events"
    _inbox_label = "GitHub"
    _inbox_scheme = "github"

    @api.model
    def _order_key(self, payload):
        return github_events.repository(payload)

    @api.model
    def _handle(self, events):
        results, notes = {}, {}
        payloads = events._payloads()
        for event in events:
            payload = payloads[event.id]
            if isinstance(payload, outcome.Permanent):
                results[event] = outcome.failed(str(payload))
                continue
            note = github_events.read(payload)
            if note:
                notes[event] = note
            else:
                results[event] = outcome.ignored(
                    self.env._("Neither a push nor a release nor an issue.")
                )
        places = self._places({note.repository for note in notes.values()})
        chatter.post(
            (record, self._body(note))
            for note in notes.values()
            for record in places.get(note.repository, [])
        )
        for event, note in notes.items():
            results[event] = self._noted(note, places.get(note.repository, []))
        return results

    @api.model
    def _places(self, repositories):
        """Return ``{repository: [records]}`` of what names the repositories, by owner/name; rooms above know some."""
        return {}

    @api.model
    def _noted(self, note, records):
        if not records:
            return outcome.unmatched(self.env._("Nothing here names %s.", note.repository))
        names = [f"{record._name},{record.id}" for record in records]
        return outcome.Outcome("done", note.title, tuple(names))

    @api.model
    def _body(self, note):
        lines = Markup("").join(Markup("<li>%s</li>") % line for line in note.lines)
        return Markup('<p><a href="%s">%s</a></p><ul>%s</ul>') % (note.url, note.title, lines)
