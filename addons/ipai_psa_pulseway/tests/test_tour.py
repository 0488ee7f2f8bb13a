# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import new_test_user

from .common import PulsewayCase, native, registered


class TestTour(PulsewayCase):
    def test_from_unmatched_to_a_ticket_that_a_recovery_closes(self):
        self.env["helpdesk.ticket.stage"].search([]).write({"mail_template_id": False})
        self.env["res.partner"].create({"name": "Tour Pulse GmbH", "is_company": True})
        technician = new_test_user(
            self.env, "pulse_tour", "ipai_base.group_technician", password="pulse_tour-1"
        )
        events = self.deliver(
            registered(Group="Tour Pulse", Name="TOUR-PC"), native(1, "System is offline")
        )
        self.assertEqual(events.mapped("state"), ["unmatched"] * 2)
        self.start_tour("/odoo/pulseway-unmatched", "ipai_psa_pulseway_map", login=technician.login)
        self.work()
        ticket = self.tickets()
        self.assertEqual((ticket.name, ticket.closed), ("Alert: System is offline", False))
        self.deliver(native(2, "System is back online"))
        self.assertTrue(ticket.closed)
        self.start_tour(
            "/odoo/pulseway-devices", "ipai_psa_pulseway_ticket", login=technician.login
        )
