# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo.exceptions import AccessError, ValidationError

from odoo.addons.ipai_alert.tests.common import told

from ..wizards import ipai_alert_simulation
from .common import TicketAlertCase


class TestRules(TicketAlertCase):
    def first(self, fingerprint, rules=None):
        alert = self.alert(fingerprint)
        rules = rules or self.env["ipai.alert"]._ticket_rules()
        return rules._first_for(alert).get(alert)

    def test_the_first_that_fits_decides(self):
        first = self.new_rule("First", sequence=1, text="disk")
        self.receive(
            told("a1", severity="high", annotations={"summary": "Disk full"}),
            told("a2", severity="high"),
        )
        self.assertEqual(self.first("a1"), first)
        self.assertEqual(self.first("a2"), self.rule)
        first.sequence = 99
        self.assertEqual(self.first("a1"), self.rule)

    def test_by_customer_type_and_source(self):
        kind = self.env["ipai.asset.type"].create({"name": "Al Printer"})
        self.asset("al-printer", type_id=kind.id)
        other = self.source.copy({"name": "Other Alerts"})
        rules = {
            "customer": self.new_rule("C", sequence=1, customer_ids=[(6, 0, self.customer.ids)]),
            "type": self.new_rule("T", sequence=2, type_ids=[(6, 0, kind.ids)]),
            "source": self.new_rule("S", sequence=3, source_ids=[(6, 0, other.ids)]),
        }
        self.receive(told("customer", instance="al-vm1"), told("type", instance="al-printer"))
        self.receive(told("source"), source=other)
        self.receive(told("none", severity="info"))
        for name, rule in rules.items():
            self.assertEqual(self.first(name), rule)
        self.assertIsNone(self.first("none"))

    def test_by_organization(self):
        rule = self.new_rule("O", sequence=1, organization="acme*")
        self.receive(told("a1", tenant="Acme GmbH"), told("a2", tenant="Bolt"), told("a3"))
        self.assertEqual(self.first("a1"), rule)
        self.assertFalse([name for name in ("a2", "a3") if self.first(name)])

    def test_by_hours(self):
        calendar = self.env["resource.calendar"].create(
            {
                "name": "Al Sunday noon",
                "tz": "UTC",
                "attendance_ids": [
                    (5, 0, 0),
                    (
                        0,
                        0,
                        {"name": "n", "dayofweek": "6", "hour_from": 10, "hour_to": 14, "day_period": "morning"},
                    ),
                ],
            }
        )  # fmt: skip
        inside = self.new_rule("In", sequence=1, calendar_id=calendar.id)
        outside = self.new_rule("Out", sequence=2, calendar_id=calendar.id, hours="outside")
        self.receive(told("a1"))
        alert = self.alert("a1")
        alert.opened_at = "2026-03-01 11:00:00"
        self.assertEqual(self.first("a1"), inside)
        alert.opened_at = "2026-03-01 15:00:00"
        self.assertEqual(self.first("a1"), outside)

    def test_a_rule_of_another_company_decides_nothing(self):
        other = self.env["res.company"].create({"name": "Elsewhere Alerts"})
        self.env.user.company_ids |= other
        self.rule.is_on = False
        self.new_rule("Theirs", company_id=other.id)
        self.receive(told("a1", severity="critical"))
        self.follow_up()
        self.assertFalse(self.ticket("a1"))

    def test_labels_that_cannot_be_read_are_refused(self):
        with self.assertRaisesRegex(ValidationError, "write name=pattern"):
            self.rule.labels = "job"

    def test_the_simulator_says_what_would_have_become_and_makes_nothing(self):
        new = self.new_rule("Warnings", is_on=False, min_severity="warning", sequence=50)
        self.receive(
            told("a1", severity="critical", instance="al-host"),
            told("a2", severity="warning"),
            told("a3", severity="info"),
            told("a4", severity="critical", instance="al-vm2"),
        )
        self.env["ipai.alert"]._regroup(self.env.company)
        tickets = self.env["helpdesk.ticket"].search_count([])
        action = new.action_simulate()
        simulation = self.env["ipai.alert.simulation"].browse(action["res_id"])
        lines = {line.alert_id.fingerprint: line for line in simulation.line_ids}
        self.assertEqual(lines["a1"].rule_id, self.rule)
        self.assertFalse(lines["a1"].is_changed)
        self.assertEqual(
            (lines["a2"].rule_now_id.id, lines["a2"].rule_id, lines["a2"].is_changed),
            (False, new, True),
        )
        self.assertRegex(lines["a3"].result, "no rule fits")
        self.assertRegex(lines["a4"].result, "goes with a1 is wrong")
        self.assertEqual(self.env["helpdesk.ticket"].search_count([]), tickets)
        self.assertFalse(new.is_on)
        simulation.action_switch_on()
        self.assertTrue(new.is_on)

    def test_the_simulator_looks_at_the_last_of_this_company(self):
        other = self.env["res.company"].create({"name": "Elsewhere Alerts"})
        self.env.user.company_ids |= other
        source = self.source.copy({"name": "Theirs", "company_id": other.id, "user_id": self.env.uid})
        self.receive(told("old"), told("new", instance="x"))
        self.receive(told("theirs"), source=source)
        self.alert("old").opened_at = self.now - timedelta(days=400)
        self.patch(ipai_alert_simulation, "LOOKED_AT", 1)
        self.env["ipai.alert"].search([("fingerprint", "not in", ["old", "new", "theirs"])]).opened_at = (
            self.now - timedelta(days=900)
        )
        action = self.rule.action_simulate()
        simulation = self.env["ipai.alert.simulation"].browse(action["res_id"])
        self.assertEqual(simulation.line_ids.alert_id, self.alert("new"))

    def test_technicians_simulate_managers_decide(self):
        rule = self.rule.with_user(self.technician)
        self.assertTrue(rule.action_simulate())
        with self.assertRaises(AccessError):
            rule.action_switch_off()
