# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.ipai_alert.alerting.conditions import Condition
from odoo.addons.ipai_alert.alerting.severities import HIGH, grade_of
from odoo.addons.ipai_inbox import outcome

from ..pulseway import rocketcyber

ASKED = 50
"""So many incidents are asked for one by one in a poll, of those that its list does not show any more."""
BACK, FAR_BACK = timedelta(days=7), timedelta(days=30)
"""So far before the last poll incidents are asked for anew, the second one once a day: some are published days later."""
INCIDENT = "incident:"


class IpaiPulsewayAccount(models.Model):
    """RocketCyber: incidents become alerts of the customer, and end with ``resolvedAt``."""

    _inherit = "ipai.pulseway.account"

    def _poll_rocketcyber(self, now):
        """Read the incidents since the last poll, and those that are open here and were not among them.

        :raises ApiError: nothing is closed then.
        """
        client = self._client()
        daily = not self.polled_on or self.polled_on.date() != now.date()
        # A clock that was ahead hides nothing.
        since = min(self.poll_from or now, now) - (FAR_BACK if daily else BACK)
        rows = list(client.page("incidents", createdAt=f"{since:%Y-%m-%dT%H:%M:%SZ}|").rows)
        seen = {str(row.get("id")) for row in rows}
        for alert in self._open_incidents()[:ASKED]:
            number = alert.fingerprint.removeprefix(INCIDENT)
            if number not in seen:
                rows += [
                    row
                    for row in client.page("incidents", id=number).rows
                    if str(row.get("id")) == number
                ]
        taken, waiting = self._take_incidents(rows, now)
        # What waits for its customer is read again.
        self.write({"polled_on": now, "poll_from": min([now, *waiting])})
        self._note_answer()
        return taken

    def _open_incidents(self):
        return self.env["ipai.alert"].search(
            [
                ("source_id", "=", self.source_id.id),
                ("is_standing", "=", True),
                ("fingerprint", "=like", f"{INCIDENT}%"),
            ],
            order="last_seen",
        )

    def _take_incidents(self, rows, now):
        """Take in incidents; return (``{number: alert}``, when those happened that wait for a customer)."""
        told = [one for one in (rocketcyber.of_incident(row, now) for row in rows) if one]
        clients = self.env["ipai.pulseway.client"].sudo()
        places = clients._place(self, [one["facts"] for one in told])
        conditions, waiting = [], []
        for one, place in zip(told, places, strict=True):
            if place.partner:
                conditions.append(self._incident_condition(one, place))
            elif not place.ignored and not one["over"]:
                waiting.append(one["began"] or now)
        alerts = self.env["ipai.alert"].sudo()
        alerts._take(self.source_id, conditions, now)
        known = alerts._known(self.source_id, [one.fingerprint for one in conditions])
        return {key.removeprefix(INCIDENT): alert for key, alert in known.items()}, waiting

    @api.model
    def _incident_condition(self, one, place):
        return Condition(
            fingerprint=f"{INCIDENT}{one['number']}"[:64],
            firing=not one["over"],
            began=one["began"],
            ended=one["ended"],
            check=f"incident {one['number']}",
            summary=one["title"],
            description=one["message"],
            severity=grade_of(one["severity"]) or HIGH,
            labels={"organization": place.client.name, "partner_id": str(place.partner)},
        )


class IpaiInboxHandlerRocketcyber(models.AbstractModel):
    """Incidents that something between posts, one a body or a list under ``data``; RocketCyber itself posts none."""

    _name = "ipai.inbox.handler.rocketcyber"
    _inherit = "ipai.inbox.handler"
    _description = "Handler of RocketCyber's Incidents"
    _inbox_label = "RocketCyber"
    _inbox_scheme = "standard"

    @api.model
    def _order_key(self, payload):
        return str(payload.get("id") or "") if isinstance(payload, dict) else ""

    @api.model
    def _handle_one(self, event):
        payload = event._payload()
        rows = (
            payload.get("data")
            if isinstance(payload, dict) and isinstance(payload.get("data"), list)
            else [payload]
        )
        rows = [row for row in rows if isinstance(row, dict) and row.get("id")]
        if not rows:
            raise outcome.Permanent(self.env._("It names no incident: id, title, accountId."))
        account = self.env["ipai.pulseway.account"]._of_source(event.source_id)
        taken, waiting = account._take_incidents(rows, fields.Datetime.now())
        if waiting:
            return outcome.unmatched(self.env._("%s incidents wait for a customer.", len(waiting)))
        if not taken:
            return outcome.ignored(self.env._("It is over, and was never told before."))
        return outcome.done(
            ", ".join(alert.name for alert in taken.values())[:500],
            self.env["ipai.alert"].union(*taken.values()),
        )
