# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

from odoo.addons.ipai_inbox import outcome
from odoo.addons.ipai_inbox.field_map import fill

from ..alerting import payloads
from ..alerting.conditions import Condition, fingerprint_of
from ..alerting.lifecycle import AGAIN, BEGIN, CONTINUE, END, REMIND
from ..alerting.severities import grade_of

OWN_KEY = "{dedup_key|fingerprint|alert_id}"
"""Without a field map these name one condition; a kind or a title is that of many machines."""


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
            reading = payloads.read(event._payload())
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


class IpaiInboxHandlerGeneric(models.AbstractModel):
    """What a generic source tells with a severity, a machine or an end is an alert."""

    _inherit = "ipai.inbox.handler.generic"

    @api.model
    def _take_all(self, occurrences):
        told = {
            event: one
            for event, one in occurrences.items()
            if grade_of(one.severity) or one.host or one.resolved
        }
        conditions = self._conditions(told)
        others = {event: one for event, one in occurrences.items() if event not in conditions}
        results = super()._take_all(others) if others else {}
        if not conditions:
            return results
        events = list(conditions)
        source = events[0].source_id.sudo()
        # As with Alertmanager: the bot brings about alerts of its own source, and nothing else.
        alerts = self.env["ipai.alert"].sudo()
        alerts._take(source, list(conditions.values()), events[-1].received_on)
        known = alerts._known(source, [one.fingerprint for one in conditions.values()])
        for event, condition in conditions.items():
            alert = known.get(condition.fingerprint)
            results[event] = (
                outcome.done(condition.name, alert)
                if alert
                else outcome.ignored(self.env._("It is over, and was never told before."))
            )
        return results

    @api.model
    def _conditions(self, occurrences):
        """`{event: Condition}`; where no field map says what is the same, the machine tells them apart."""
        if not occurrences:
            return {}
        events = self.env["ipai.inbox.event"].union(*occurrences)
        keys = {event: one.key for event, one in occurrences.items()}
        if not events.source_id.sudo().map_id:
            keys = {event: fill(OWN_KEY, payload) for event, payload in self._by_event(events)}
        return {event: _condition(one, keys[event]) for event, one in occurrences.items()}


def _condition(occurrence, key):
    """What a field map read, as a condition of one fingerprint.

    :param key: the source's own name for it, if it has one.

    >>> from odoo.addons.ipai_inbox.field_map import Occurrence
    >>> told = _condition(Occurrence("m7", "nas is down", severity="error", host="nas"), "m7")
    >>> told.fingerprint, told.name, told.severity, told.host, told.firing
    ('m7', 'nas is down', 'high', 'nas', True)
    >>> _condition(Occurrence("", "up", resolved=True), "").firing
    False
    >>> one, two = (_condition(Occurrence("full", "full", host=host), "") for host in ("a", "b"))
    >>> one.fingerprint == two.fingerprint
    False
    """
    named = {"title": occurrence.title, "host": occurrence.host}
    return Condition(
        fingerprint=key or fingerprint_of(named),
        firing=not occurrence.resolved,
        check=occurrence.title,
        summary=occurrence.title,
        description=occurrence.message,
        severity=grade_of(occurrence.severity),
        labels={"host": occurrence.host} if occurrence.host else {},
    )
