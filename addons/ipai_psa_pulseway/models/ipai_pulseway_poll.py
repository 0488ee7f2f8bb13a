# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields, models

from ..pulseway import events as pulseway_events
from ..pulseway import titles, values
from ..pulseway.client import ApiError
from ..pulseway.events import EventError, Notification

DETAILS = 50
"""So many notifications are asked for one by one in a poll: the list does not say whose they are."""
LOST = timedelta(minutes=2)
"""A notification that is younger may still be delivered."""


class IpaiPulsewayAccount(models.Model):
    """What is no longer so: by a poll, by its notification that vanished, or by silence."""

    _inherit = "ipai.pulseway.account"

    poll_minutes = fields.Integer(
        "Poll Every (minutes)", default=15, aggregator=None,
        help="Asks for notifications that were not delivered, and for what is over. 0: never.",
    )  # fmt: skip
    quiet_hours = fields.Integer(
        "Quiet for (hours)", default=0, aggregator=None,
        help="An alert that was not repeated for so long is over. 0: never.",
    )  # fmt: skip
    clear_upstream = fields.Boolean(
        help="Who closes a ticket deletes its notifications in Pulseway, and the alert is over."
    )
    polled_on = fields.Datetime("Last Poll", readonly=True, copy=False)
    poll_from = fields.Datetime(readonly=True, copy=False)

    # -- the poll --------------------------------------------------------------------------------

    def _poll_if_due(self):
        now = fields.Datetime.now()
        if not self.poll_minutes or not self._has_token():
            return
        if self.polled_on and self.polled_on > now - timedelta(minutes=self.poll_minutes):
            return
        if self.provider == "rocketcyber":
            self._poll_rocketcyber(now)
        else:
            self._poll(now)

    def _poll(self, now):
        """Read the whole list of notifications; a list that is not whole ends nothing.

        :raises ApiError: nothing is closed then.
        """
        client = self._client()
        rows = client.every("notifications")
        there = {values.text(row.get("Id")): row for row in rows if values.text(row.get("Id"))}
        first = not self.poll_from
        self._take_lost(client, there, now, first)
        self._end_vanished(there, now)
        self._end_reached(client)
        self.write({"polled_on": now, "poll_from": self.poll_from or now})
        self._note_answer()

    def _take_lost(self, client, there, now, first):
        """Take in what was not delivered; what was there before the first poll is old."""
        notifications = self.env["ipai.pulseway.notification"]
        known = notifications.search_fetch(
            [("account_id", "=", self.id), ("number", "in", list(there))],
            ["number", "seen_upstream"],
        )
        known.filtered(lambda one: not one.seen_upstream).write({"seen_upstream": True})
        unknown = [number for number in there if number not in set(known.mapped("number"))]
        if first:
            self._note_old(unknown, there, now)
            return
        told = []
        for number in unknown[:DETAILS]:
            when = values.moment(there[number].get("DateTime"), now)
            if when and when > now - LOST:
                continue
            try:
                data, _total = client.get(f"notifications/{number}")
                one = pulseway_events.read(data, now)
            except (ApiError, EventError):
                continue
            if isinstance(one, Notification) and not self._take_self_test(one.title):
                told.append((f"poll {number}", number, one))
        self._take_polled(told, there, now)

    def _note_old(self, numbers, there, now):
        """Remember notifications of which nothing is made."""
        self.env["ipai.pulseway.notification"].create(
            [
                {
                    "account_id": self.id,
                    "company_id": self.company_id.id,
                    "number": number,
                    "is_own_number": True,
                    "title": values.text(there[number].get("Message"), 200),
                    "happened_at": values.moment(there[number].get("DateTime"), now) or now,
                    "taken_at": now,
                    "seen_upstream": True,
                }
                for number in numbers
            ]
        )

    def _take_polled(self, told, there, now):
        devices = self.env["ipai.pulseway.device"].search(
            [
                ("account_id", "=", self.id),
                ("identifier", "in", [one.identifier for _k, _n, one in told]),
                ("state", "!=", "ignored"),
            ]
        )
        waiting = set(devices.filtered(lambda device: not device.asset_id).mapped("identifier"))
        devices = devices.filtered("asset_id")
        known = {device.identifier: device for device in devices}
        ready = [(key, number, one, known[one.identifier]) for key, number, one in told if one.identifier in known]  # fmt: skip
        # Of a device that waits for its customer it is asked again; of one that is not here it is not.
        nobody = [
            number
            for _key, number, one in told
            if one.identifier not in known and one.identifier not in waiting
        ]
        self._note_old(nobody, there, now)
        if ready:
            notifications = self.env["ipai.pulseway.notification"]
            notifications._take(self, ready, now)
            notifications.search(
                [
                    ("account_id", "=", self.id),
                    ("number", "in", [number for _k, number, *_r in ready]),
                ]
            ).write({"seen_upstream": True})

    def _end_vanished(self, there, now):
        """Close the alerts of which a poll saw the notifications, and sees none any more."""
        notifications = self.env["ipai.pulseway.notification"]
        gone = notifications.search(
            [
                ("account_id", "=", self.id),
                ("is_own_number", "=", True),
                ("seen_upstream", "=", True),
                ("state", "in", ["there", "clearing"]),
                ("number", "not in", list(there)),
            ]
        )
        gone.write({"state": "gone"})
        for alert in gone.alert_id.filtered("is_standing"):
            own = notifications.search([("alert_id", "=", alert.id), ("state", "=", "there")])
            # One that no poll has seen may have vanished between two polls, or be of another list.
            if not own.filtered(lambda one: one.seen_upstream or not one.is_own_number):
                alert._close("poll", now)

    def _end_reached(self, client):
        """Ask for the devices that are told to be out of reach: one that is online again is."""
        alerts = self.env["ipai.alert"].search(
            [
                ("source_id", "=", self.source_id.id),
                ("is_standing", "=", True),
                ("storm_kind", "=", False),
            ]
        )
        out = alerts.filtered(lambda alert: titles.is_about_reach(alert.name))
        for device in out.asset_id.pulseway_device_ids.filtered(lambda one: one.account_id == self)[
            :DETAILS
        ]:
            try:
                data, _total = client.get(f"devices/{device.identifier}")
            except ApiError as error:
                if error.status == 404:
                    continue
                raise
            told = values.Folded(data)
            if told.get("IsOnline") is True and not told.get("InMaintenance"):
                own = out.filtered(lambda alert, asset=device.asset_id: alert.asset_id == asset)
                own.filtered(lambda alert: alert.opened_at < fields.Datetime.now() - LOST)._close(
                    "poll", fields.Datetime.now()
                )

    # -- silence ---------------------------------------------------------------------------------

    def _end_quiet(self):
        """Close what was not repeated for long enough."""
        if not self.quiet_hours:
            return
        now = fields.Datetime.now()
        quiet = self.env["ipai.alert"].search(
            [
                ("source_id", "=", self.source_id.id),
                ("is_standing", "=", True),
                ("storm_kind", "=", False),
                ("last_seen", "<", now - timedelta(hours=self.quiet_hours)),
            ]
        )
        quiet._close("quiet", now)

    # -- clearing upstream -----------------------------------------------------------------------

    def _clear_some(self):
        """Delete the notifications of tickets that a person closed; what is gone already is cleared."""
        notifications = self.env["ipai.pulseway.notification"].search(
            [
                ("account_id", "=", self.id),
                ("state", "=", "clearing"),
                ("is_own_number", "=", True),
            ],
            limit=DETAILS,
            order="id",
        )
        if not notifications:
            return
        client = self._client()
        for one in notifications:
            try:
                client.send("DELETE", f"notifications/{one.number}")
            except ApiError as error:
                if error.status != 404:
                    raise
            one.state = "cleared"
            if not self.env["ipai.pulseway.notification"].search_count(
                [("alert_id", "=", one.alert_id.id), ("state", "=", "clearing")], limit=1
            ):
                one.alert_id.filtered("is_standing")._close("person", fields.Datetime.now())
