# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import ValidationError

from .test_reconcile import ServerCase


class TestCustomFields(ServerCase):
    def setUp(self):
        super().setUp()
        self.pulseway.add_field(850, "Odoo Tickets", "Device")
        self.pulseway.add_field(851, "Odoo Contract", "Organization")
        self.pulseway.add("c1", organization_id=4821)
        self.pulseway.add("c2", organization_id=4821)
        self.reconcile()

    def work_off(self):
        self.account.fields_tried_on = False
        self.env["ipai.pulseway.account"]._cron_work()
        self.env.flush_all()

    def ticket(self, identifier="c1"):
        return self.env["helpdesk.ticket"].create(
            {"name": "Broken", "description": "x", "partner_id": self.customer.id, "asset_id": self.asset(identifier).id}
        )  # fmt: skip

    def told(self, number=850):
        return {key[2]: value for key, value in self.pulseway.assigned.items() if key[0] == str(number)}  # fmt: skip

    def writes(self):
        return [call for call in self.pulseway.calls if call[0] != "GET" and call[1].startswith("customFields")]  # fmt: skip

    def test_nothing_is_told_unless_it_is_asked_for(self):
        self.ticket()
        self.work_off()
        self.assertFalse([call for call in self.pulseway.calls if "customFields" in call[1]])

    def test_open_tickets_of_a_device_follow(self):
        first, second = self.ticket(), self.ticket()
        self.account.ticket_field = "Odoo Tickets"
        self.work_off()
        self.assertEqual(self.told(), {"c1": f"{first.number}, {second.number}"})
        count = len(self.writes())
        self.work_off()
        self.assertEqual(len(self.writes()), count, "nothing is told twice")
        closed = self.env["helpdesk.ticket.stage"].search([("closed", "=", True)], limit=1)
        first.stage_id = closed
        self.work_off()
        self.assertEqual(self.told(), {"c1": second.number})
        second.stage_id = closed
        self.work_off()
        self.assertEqual(self.told(), {})

    def test_a_value_that_is_there_already_or_no_more_is_no_obstacle(self):
        self.pulseway.assigned["850", "Device", "c1"] = "by hand"
        self.account.ticket_field = "Odoo Tickets"
        one = self.ticket()
        self.work_off()
        self.assertEqual(self.told(), {"c1": one.number})
        self.pulseway.assigned.clear()
        other = self.ticket()
        self.work_off()
        self.assertEqual(self.told(), {"c1": f"{one.number}, {other.number}"})

    def test_a_lost_answer_is_told_again(self):
        self.account.ticket_field = "Odoo Tickets"
        one = self.ticket()
        self.pulseway.fail(("POST", "assign", "lost"))
        self.work_off()
        self.work_off()
        self.assertEqual((self.told(), self.device("c1").told_tickets), ({"c1": one.number}, one.number))  # fmt: skip

    def test_a_field_that_cannot_hold_it_is_said_and_stops_nothing_else(self):
        self.account.ticket_field = "Not There"
        self.ticket()
        for name in ("Not There", "Odoo Contract", "Numbers", "Fixed"):
            with self.subTest(name):
                self.pulseway.add_field(860, "Numbers", "Device", Type="Number")
                self.pulseway.add_field(861, "Fixed", "Device", IsReadOnly=True)
                self.account.write({"ticket_field": name, "polled_on": False})
                self.work_off()
                self.assertIn(name, self.account.fields_error)
                self.assertIn(name, self.account.health_reason)
                self.assertTrue(self.account.polled_on, "the poll goes on")
                self.assertFalse(self.writes())
        self.account.ticket_field = "Odoo Tickets"
        self.work_off()
        self.assertFalse(self.account.fields_error)

    def test_one_device_that_is_refused_holds_nobody_up(self):
        self.account.ticket_field = "Odoo Tickets"
        self.ticket("c1")
        other = self.ticket("c2")
        self.pulseway.fail(("POST", "assign", 400), ("PUT", "updateAssigned", 400))
        self.work_off()
        self.assertEqual(self.told(), {"c2": other.number})
        self.assertIn("PC-c1", self.account.fields_error)

    def test_a_server_without_custom_fields(self):
        self.account.ticket_field = "Odoo Tickets"
        self.ticket()
        self.pulseway.fail(("GET", "customFields", 404))
        self.work_off()
        self.assertTrue(self.account.fields_error)

    def test_how_a_contract_stands_is_told_of_the_organization(self):
        status = {self.customer: "Gold until 2027-01-31"}
        self.patch(type(self.account), "_contract_status", lambda account, partners: status)
        self.account.contract_field = "Odoo Contract"
        self.work_off()
        self.assertEqual(self.told(851), {"4821": "Gold until 2027-01-31"})
        status.clear()
        self.work_off()
        self.assertEqual(self.told(851), {})

    def test_two_values_do_not_share_a_field(self):
        with self.assertRaises(ValidationError):
            self.account.write({"ticket_field": "Odoo Tickets", "contract_field": "Odoo Tickets"})
