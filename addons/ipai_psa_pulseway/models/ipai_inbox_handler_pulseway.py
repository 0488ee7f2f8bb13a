# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from odoo.addons.ipai_inbox import outcome

from ..pulseway import events as pulseway_events
from ..pulseway.events import EventError, Notification, Other, Registration


class IpaiInboxHandlerPulseway(models.AbstractModel):
    """Devices and notifications of Pulseway; those of one device are handled in their order."""

    _name = "ipai.inbox.handler.pulseway"
    _inherit = "ipai.inbox.handler"
    _description = "Handler of Pulseway's Events"
    _inbox_label = "Pulseway"
    _inbox_scheme = "pulseway"

    @api.model
    def _order_key(self, payload):
        return pulseway_events.subject_of(payload)

    @api.model
    def _handle(self, events):
        account = self.env["ipai.pulseway.account"]._of_source(events[0].source_id)
        results, registrations, notifications = {}, {}, {}
        payloads = events._payloads()
        for event in events:
            told = self._read(payloads[event.id])
            if isinstance(told, Registration):
                registrations[event] = told
            elif isinstance(told, Notification) and account._take_self_test(told.title):
                results[event] = outcome.ignored(self.env._("A self-test arrived."))
            elif isinstance(told, Notification):
                notifications[event] = told
            else:
                results[event] = told
        results |= self._take_registrations(account, registrations)
        results |= self._take_notifications(account, notifications)
        return results

    @api.model
    def _read(self, payload):
        """What a body says, or the Outcome of one that says nothing."""
        if isinstance(payload, outcome.Permanent):
            return outcome.failed(str(payload))
        try:
            told = pulseway_events.read(payload, fields.Datetime.now())
        except EventError as error:
            return outcome.failed(self.env._("It cannot be read: %s.", error))
        if isinstance(told, Other):
            return outcome.ignored(self.env._("%s opens nothing here.", told.kind))
        return told

    # -- devices ---------------------------------------------------------------------------------

    @api.model
    def _take_registrations(self, account, registrations):
        told = [one.facts for one in registrations.values()]
        taken = self.env["ipai.pulseway.device"]._take(account, told)
        return {
            event: self._registered(taken[one.identifier]) for event, one in registrations.items()
        }

    @api.model
    def _registered(self, taken):
        if taken.result in ("waiting", "question"):
            return outcome.unmatched(taken.reason)
        if taken.result == "ignored":
            return outcome.ignored(taken.reason or self.env._("Its client is ignored."))
        if taken.result == "created":
            words = self.env._("Asset: %s", taken.device.name)
        elif taken.result == "updated":
            words = self.env._("Updated: %s", taken.device.name)
        else:
            words = self.env._("Nothing new: %s", taken.device.name)
        return outcome.done(" ".join(filter(None, (words, taken.reason))), taken.asset)

    # -- notifications ---------------------------------------------------------------------------

    @api.model
    def _take_notifications(self, account, notifications):
        results, told = {}, []
        devices = self._devices(account, notifications)
        for event, one in notifications.items():
            device = devices[one.identifier]
            if device.state == "ignored":
                results[event] = outcome.ignored(self.env._("Its client is ignored."))
            elif not device.asset_id:
                results[event] = outcome.unmatched(
                    device.reason
                    or self.env._("No asset is known of this device: it waits for one.")
                )
            elif device.asset_id.status == "decommissioned":
                results[event] = outcome.ignored(self.env._("%s is decommissioned.", device.name))
            else:
                told.append((event.id, one.number, one, device))
        if told:
            last = max(event.received_on for event in notifications).replace(microsecond=0)
            # Narrow: of the account whose signature the event has.
            taken = self.env["ipai.pulseway.notification"].sudo()._take(account, told, last)
            by_id = {event.id: event for event in notifications}
            for key, (what, alerts) in taken.items():
                results[by_id[key]] = self._notified(what, alerts)
        return results

    @api.model
    def _devices(self, account, notifications):
        """``{identifier: device}``; one that nobody has told before waits from now on."""
        identifiers = {one.identifier for one in notifications.values()}
        devices = self.env["ipai.pulseway.device"].sudo()
        found = {
            device.identifier: device
            for device in devices.search(
                [("account_id", "=", account.id), ("identifier", "in", list(identifiers))]
            )
        }
        unknown = [
            {"identifier": one.identifier, **one.place}
            for one in notifications.values()
            if one.identifier not in found
        ]
        for identifier, taken in self.env["ipai.pulseway.device"]._take(account, unknown).items():
            found[identifier] = taken.device
        return found

    @api.model
    def _notified(self, what, alerts):
        if what == "known":
            return outcome.ignored(self.env._("It was taken in before."))
        if what == "nothing":
            return outcome.ignored(
                self.env._("It says that something is over, and nothing was open.")
            )
        if what == "over":
            return outcome.ignored(self.env._("Its recovery came before it."))
        names = ", ".join(alerts.mapped("name")[:3])
        if what == "ended":
            return outcome.done(self.env._("Over: %s", names), alerts)
        return outcome.done(names, alerts)
