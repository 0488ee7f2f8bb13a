# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json
from collections import Counter
from datetime import datetime

from .common import PulsewayCase
from .day import DAY, a_day

TICKETS = {
    ("0", False): 4,
    ("0", True): 6,
    ("1", False): 10,
    ("1", True): 8,
    ("2", False): 29,
    ("2", True): 32,
    ("3", False): 174,
    ("3", True): 281,
}
"""What comes of the day: (priority, closed) to how many."""


class TestDay(PulsewayCase):
    """10,000 events end with the right tickets."""

    def test_a_day_ends_with_the_right_tickets(self):
        names = [f"Day Customer {number}" for number in range(9)]
        self.env["res.partner"].create([{"name": name, "is_company": True} for name in names])
        begin = int(datetime.now().timestamp()) - DAY - 600
        day = a_day([*names, "Day Nobody"], begin=begin)
        self.assertGreaterEqual(len(day.events), 10_000)
        self.receive(day.events)
        self.work()
        found = {}
        devices = self.env["ipai.pulseway.device"].search([("account_id", "=", self.account.id)])
        by_asset = {device.asset_id: device.identifier for device in devices if device.asset_id}
        alerts = self.env["ipai.alert"].search([("source_id", "=", self.source.id)])
        for alert in alerts:
            ticket = alert.ticket_id
            key = by_asset[alert.asset_id], _subject(alert.name)
            self.assertNotIn(key, found)
            self.assertEqual(ticket.partner_id, alert.asset_id.customer_id)
            found[key] = (ticket.priority, ticket.closed, alert.count)
        self.assertEqual(found.keys(), day.tickets.keys())
        wrong = {
            key: (found[key], day.tickets[key]) for key in found if found[key] != day.tickets[key]
        }
        self.assertEqual(wrong, {})
        self.assertEqual(Counter((grade, closed) for grade, closed, _n in found.values()), TICKETS)
        self.assertEqual(len(alerts.ticket_id), len(day.tickets))
        waiting = devices.filtered(lambda device: device.state == "waiting")
        self.assertEqual((len(devices), len(waiting)), (200, 20))
        states = dict(
            self.env["ipai.inbox.event"]._read_group(
                [("source_id", "=", self.source.id)], ["state"], ["__count"]
            )
        )
        self.assertEqual(states.keys(), {"done", "ignored", "unmatched"})

    def receive(self, bodies):
        """Put bodies into the inbox as the door does, which other tests try."""
        self.env.cr.execute(
            """
            INSERT INTO ipai_inbox_event (
                source_id, company_id, kind, received_on, delivery_key, state, attempts, replays, next_try, size, headers, raw)
            SELECT %s, %s, 'pulseway', now() AT TIME ZONE 'UTC', 'day' || n, 'received', 0, 0, now() AT TIME ZONE 'UTC',
                   length(body), '{}', convert_to(body, 'UTF8')
              FROM unnest(%s::text[]) WITH ORDINALITY AS told(body, n) ORDER BY n
            """,
            [self.source.id, self.source.company_id.id, [json.dumps(body) for body in bodies]],
        )


def _subject(title):
    """The title of a problem without its number, as the stories have it."""
    return "".join(letter for letter in title if not letter.isdigit())
