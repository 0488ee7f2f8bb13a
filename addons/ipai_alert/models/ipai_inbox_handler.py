# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from odoo.addons.ipai_inbox import outcome

from ..alerting import payloads
from ..alerting.lifecycle import AGAIN, BEGIN, CONTINUE, END, REMIND


class IpaiInboxHandlerAlertmanager(models.AbstractModel):
    """Takes what Alertmanager sends: each alert of a message is looked at by its own fingerprint and status.

    Nothing is dropped at the door: two reminders of one alert are the same to the last byte.
    """

    _name = "ipai.inbox.handler.alertmanager"
    _description = "Alerts of Alertmanager"
    _inherit = "ipai.inbox.handler"

    _inbox_label = "Alertmanager"
    _inbox_scheme = "bearer"

    @api.model
    def _handle_one(self, event):
        try:
            reading = payloads.read(event._payloads()[event.id], fields.Datetime.now())
        except payloads.PayloadError as error:
            raise outcome.Permanent(str(error)) from error
        source = event.source_id.sudo()
        # The bot may do little; what it may bring about is alerts of its own source, which are made here.
        alerts = self.env["ipai.alert"].sudo()
        taken = alerts._take(source, reading.conditions, event.received_on)
        source._note_reading(reading)
        touched = alerts.union(*taken.values())
        reason = self._summary(reading, taken, touched)
        if not touched:
            return outcome.ignored(reason)
        return outcome.done(reason, touched[:100])

    @api.model
    def _summary(self, reading, taken, touched):
        """What came of a message, in words."""
        words = {
            BEGIN: self.env._("new"),
            AGAIN: self.env._("once more"),
            CONTINUE: self.env._("still"),
            REMIND: self.env._("reminders"),
            END: self.env._("over"),
        }
        told = [
            f"{len(taken[effect])} {word}" for effect, word in words.items() if taken.get(effect)
        ]
        if unmatched := touched.filtered("is_unmatched"):
            told.append(self.env._("%s without a known machine", len(unmatched)))
        if reading.heartbeat:
            told.append(self.env._("a Watchdog"))
        if reading.truncated:
            told.append(self.env._("%s left out by the sender", reading.truncated))
        told += [
            self.env._("alert %(number)s: %(problem)s", number=number, problem=problem)
            for number, problem in reading.problems[:5]
        ]
        return ", ".join(told) or self.env._("nothing new")


class IpaiInboxHandlerGrafana(models.AbstractModel):
    """Takes what Grafana's webhook sends: the same, with more beside it."""

    _name = "ipai.inbox.handler.grafana"
    _description = "Alerts of Grafana"
    _inherit = "ipai.inbox.handler.alertmanager"

    _inbox_label = "Grafana"
