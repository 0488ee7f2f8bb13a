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
        self.assertEqual([call[1] for call in self.writes()], ["customFields/850/assign"])
        self.work_off()
        self.assertEqual(len(self.writes()), 1, "nothing is told twice")
        closed = self.env["helpdesk.ticket.stage"].search([("closed", "=", True)], limit=1)
        first.stage_id = closed
        self.work_off()
        self.assertEqual(self.told(), {"c1": second.number})
        self.assertEqual(len(self.writes()), 2, "what is told already is changed by one call")
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

    def test_what_a_server_that_is_unwell_did_not_take_is_told_again(self):
        self.account.ticket_field = "Odoo Tickets"
        one = self.ticket()
        self.pulseway.fail(("POST", "assign", 503))
        self.work_off()
        self.assertFalse(self.told())
        self.work_off()
        self.assertEqual(self.told(), {"c1": one.number})

    def test_what_is_gone_there_already_is_taken_away(self):
        self.account.ticket_field = "Odoo Tickets"
        one = self.ticket()
        self.work_off()
        self.pulseway.assigned.clear()
        one.active = False
        self.work_off()
        self.assertEqual((self.device("c1").told_tickets, self.account.fields_error), (False, False))  # fmt: skip

    def test_another_field_is_told_all_of_it_at_once(self):
        self.pulseway.add_field(852, "More Tickets", "Device")
        self.account.ticket_field = "Not There"
        one = self.ticket()
        self.env["ipai.pulseway.account"]._cron_work()
        self.assertTrue(self.account.fields_error)
        self.account.ticket_field = "Odoo Tickets"
        self.env["ipai.pulseway.account"]._cron_work()
        self.assertEqual(self.told(), {"c1": one.number}, "a quarter of an hour is not waited for")
        self.account.ticket_field = "More Tickets"
        self.env["ipai.pulseway.account"]._cron_work()
        self.assertEqual(self.told(852), {"c1": one.number})

    def test_a_field_that_is_wrong_is_asked_for_again_after_a_while_only(self):
        self.account.ticket_field = "Not There"
        self.ticket()
        for _turn in range(2):
            self.env["ipai.pulseway.account"]._cron_work()
        asked = [call for call in self.pulseway.calls if call[1] == "customFields"]
        self.assertEqual(len(asked), 1)

    def test_without_a_token_nothing_is_tried(self):
        self.account.write({"ticket_field": "Odoo Tickets", "token_id_name": False, "poll_minutes": 0})  # fmt: skip
        self.ticket()
        self.work_off()
        self.assertFalse(self.account.api_error)

    def test_devices_of_another_account_and_those_that_are_gone_are_left_alone(self):
        second = self.env["ipai.pulseway.account"].create({"name": "Second", "base_url": self.server.url})  # fmt: skip
        self.device("c2").account_id = second
        self.account.ticket_field = "Odoo Tickets"
        one = self.ticket("c1")
        theirs = self.env["ipai.pulseway.device"].search([("account_id", "=", second.id)])
        self.env["helpdesk.ticket"].create(
            {"name": "Broken", "description": "x", "asset_id": theirs.asset_id.id}
        )
        self.work_off()
        self.assertEqual(self.told(), {"c1": one.number})
        self.device("c1").state = "missing"
        self.ticket("c1")
        self.work_off()
        self.assertEqual(self.told(), {"c1": one.number})

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

    def test_one_device_that_is_not_there_holds_nobody_up(self):
        self.account.ticket_field = "Odoo Tickets"
        self.ticket("c1")
        other = self.ticket("c2")
        self.pulseway.fail(("POST", "assign", 404))
        self.work_off()
        self.assertEqual(self.told(), {"c2": other.number})

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
        count = len(self.writes())
        self.work_off()
        self.assertEqual(len(self.writes()), count, "nothing is told twice")
        self.pulseway.add_field(853, "Contract", "Organization")
        self.account.contract_field = "Contract"
        self.work_off()
        self.assertEqual(self.told(853), self.told(851))
        status.clear()
        self.work_off()
        self.assertEqual(self.told(853), {})

    def test_of_an_organization_that_is_left_alone_nothing_is_told(self):
        self.patch(type(self.account), "_contract_status", lambda account, partners: dict.fromkeys(partners, "Gold"))  # fmt: skip
        self.env["ipai.pulseway.client"].search([("external_id", "=", "4821")]).state = "ignored"
        self.account.contract_field = "Odoo Contract"
        self.work_off()
        self.assertEqual(self.told(851), {})

    def test_so_many_in_one_turn(self):
        for number in range(1, 26):
            self.env["ipai.pulseway.client"].create(
                {"account_id": self.account.id, "level": "organization", "external_id": f"{9000 + number}",
                 "name": f"O{number}", "partner_id": self.customer.id, "state": "mapped"}
            )  # fmt: skip
        self.patch(type(self.account), "_contract_status", lambda account, partners: dict.fromkeys(partners, "Gold"))  # fmt: skip
        self.account.contract_field = "Odoo Contract"
        self.work_off()
        self.assertEqual(len(self.told(851)), 20)
        self.work_off()
        self.assertEqual(len(self.told(851)), 26)

    def test_two_values_do_not_share_a_field(self):
        with self.assertRaises(ValidationError):
            self.account.write({"ticket_field": "Odoo Tickets", "contract_field": "Odoo Tickets"})
