# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime

from .common import PC, PulsewayCase, native, notified, registered


class TestSeed(PulsewayCase):
    """The two payloads of the seed, delivered as its documentation says."""

    def test_a_registration_becomes_an_asset_of_the_groups_partner(self):
        event = self.deliver(registered())
        self.assertEqual(event.state, "done", event.reason)
        asset = self.asset()
        self.assertEqual(
            (asset.name, asset.serial_number, asset.customer_id, asset.status),
            ("ACME-WKS-014", "5CG1234XYZ", self.customer, "active"),
        )
        self.assertEqual((asset.pulseway_id, asset.os_info), (PC, "Windows 11 Pro"))
        self.assertTrue(asset.pulseway_last_audit)
        self.assertTrue(asset.subscription_active)
        self.assertFalse(asset.assigned_partner_id)
        found = self.env["ipai.asset"].search([("pulseway_id", "=", PC)])
        self.assertEqual(found, asset)

    def test_a_second_one_updates_and_blanks_erase_nothing(self):
        self.deliver(registered())
        asset = self.asset()
        self.deliver(registered(Name="ACME-WKS-015", OS="", CustomFields=None))
        self.assertEqual(self.asset(), asset)
        self.assertEqual(
            (asset.name, asset.os_info, asset.serial_number),
            ("ACME-WKS-015", "Windows 11 Pro", "5CG1234XYZ"),
        )

    def test_no_partner_no_asset_and_a_warning_in_the_queue(self):
        event = self.deliver(registered(Group="Nobody's Pulse"))
        self.assertEqual(event.state, "unmatched")
        self.assertIn("Partner not found for group: Nobody's Pulse", event.reason)
        self.assertFalse(self.asset())
        client = self.env["ipai.pulseway.client"].search([("name", "=", "Nobody's Pulse")])
        self.assertEqual((client.state, client.waiting_count), ("unmatched", 1))

    def test_a_notification_opens_a_ticket_of_the_customer(self):
        self.deliver(registered())
        event = self.deliver(notified())
        self.assertEqual(event.state, "done", event.reason)
        ticket = self.tickets()
        self.assertEqual(
            (ticket.name, ticket.partner_id, ticket.asset_id, ticket.priority),
            ("Alert: Low disk space", self.customer, self.asset(), "3"),
        )
        self.assertIn("The free space on C: is below 9%.", ticket.description)

    def test_each_priority_has_its_place(self):
        self.deliver(registered())
        priorities = {"CRITICAL": "3", "elevated": "2", "Normal": "1", "low": "0", None: "1"}
        self.deliver(*(notified(Header=f"Matter {word}", Priority=word) for word in priorities))
        found = {ticket.name.rpartition(" ")[2]: ticket.priority for ticket in self.tickets()}
        self.assertEqual(found, {str(word): grade for word, grade in priorities.items()})

    def test_a_notification_of_an_unknown_device_waits(self):
        event = self.deliver(notified())
        self.assertEqual(event.state, "unmatched")
        self.assertFalse(self.tickets())
        self.deliver(registered())
        self.assertEqual(event.state, "done")
        self.assertEqual(self.tickets().name, "Alert: Low disk space")

    def test_pulseways_own_notification(self):
        self.deliver(registered())
        event = self.deliver(
            native(
                2733,
                "Low disk space",
                DateTime=int(datetime.now().timestamp()),
                Priority="ELEVATED",
            )
        )
        self.assertEqual(event.state, "done", event.reason)
        self.assertEqual(
            (self.tickets().name, self.tickets().priority), ("Alert: Low disk space", "2")
        )
