# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError

from odoo.addons.ipai_alert.tests.common import told

from .common import TicketAlertCase

AGAIN = {"began": "2026-03-01T12:00:00Z"}


class TestTickets(TicketAlertCase):
    def fire(self, fingerprint="a1", after=0, **labels):
        labels = {"instance": "al-vm1", "severity": "critical", **labels}
        self.receive(told(fingerprint, **labels), after=after)
        self.follow_up()

    def end(self, fingerprint="a1", after=60, **labels):
        self.receive(told(fingerprint, firing=False, **labels), after=after)
        self.follow_up()

    def test_an_alert_becomes_the_ticket_that_its_rule_says(self):
        self.rule.user_id = self.technician
        self.team.user_ids = self.technician
        self.fire()
        ticket = self.ticket("a1")
        self.assertEqual(
            (ticket.name, ticket.team_id, ticket.user_id, ticket.priority),
            ("a1 is wrong", self.team, self.technician, "3"),
        )
        self.assertEqual((ticket.asset_id, ticket.partner_id), (self.vm1, self.customer))
        self.assertEqual(ticket.alert_rule_id, self.rule)
        self.assertFalse(ticket._is_touched(), "an assignment by a rule is no touch")

    def test_many_at_once_look_for_their_stage_once_and_are_counted_in_a_row(self):
        looks, teams = [], self.registry["helpdesk.ticket.team"]
        look = teams._get_applicable_stages
        self.patch(teams, "_get_applicable_stages", lambda team: looks.append(team) or look(team))
        names = ["a1", "a2", "a3"]
        labels = {"severity": "critical"}
        self.receive(*(told(one, instance=f"al-nowhere-{one}", **labels) for one in names))
        self.follow_up()
        tickets = self.alert("a1").ticket_id | self.alert("a2").ticket_id | self.alert("a3").ticket_id  # fmt: skip
        self.assertEqual(looks, [self.team])
        self.assertEqual(tickets.stage_id, look(self.team)[:1])
        numbers = sorted(int(ticket.number.strip("HT")) for ticket in tickets)
        self.assertEqual(numbers, list(range(numbers[0], numbers[0] + 3)))

    def test_without_a_rule_there_is_none(self):
        self.fire(severity="warning")
        self.assertFalse(self.ticket("a1"))
        self.rule.is_on = False
        self.fire("a2")
        self.assertFalse(self.ticket("a2"))

    def test_a_rule_may_say_none(self):
        self.new_rule("Not these", sequence=1, labels="job=backup", makes_ticket=False)
        self.fire(job="backup")
        self.fire("a2", job="node", instance="al-vm2")
        self.assertFalse(self.ticket("a1"))
        self.assertTrue(self.ticket("a2"))

    def test_what_makes_none_hides_nothing_below_it(self):
        self.new_rule("Not these", sequence=1, labels="job=backup", makes_ticket=False)
        self.fire("root", instance="al-host", job="backup")
        self.fire("c1", after=5)
        self.assertEqual(self.alert("c1").parent_id, self.alert("root"))
        self.assertEqual(self.ticket("c1").name, "c1 is wrong")
        self.fire("c2", instance="al-vm2", after=10)
        self.assertEqual(self.ticket("c2"), self.ticket("c1"), "one ticket all the same")

    def test_nobody_is_mailed_and_nobody_follows(self):
        stage = self.team._get_applicable_stages()[:1]
        template = self.env["mail.template"].create(
            {
                "name": "New",
                "model_id": self.env["ir.model"]._get_id("helpdesk.ticket"),
                "email_to": "customer@example.com",
                "subject": "x",
                "body_html": "x",
            }
        )
        stage.mail_template_id = template
        closing = self.team._get_applicable_stages().filtered("closed")[:1]
        closing.mail_template_id = template
        self.customer.email = "customer@example.com"
        before = self.env["mail.mail"].search_count([])
        self.env = self.env(context={**self.env.context, "tracking_disable": False})
        self.fire()
        ticket = self.ticket("a1")
        self.cr.precommit.run()  # what is tracked becomes messages before a commit
        self.end()
        self.assertTrue(ticket.closed)
        self.cr.precommit.run()
        self.assertEqual(self.env["mail.mail"].search_count([]), before)
        self.assertFalse(ticket.message_partner_ids)

    def test_texts_of_others_are_escaped(self):
        self.fire(
            annotations={"summary": "<img src=x onerror=y>", "description": "<script>z</script>"}
        )
        ticket = self.ticket("a1")
        self.assertNotIn("<script", ticket.description)
        self.assertNotIn("<img", ticket.description)
        self.assertEqual(ticket.name, "<img src=x onerror=y>")

    def test_repeats_join_the_open_ticket(self):
        self.fire()
        ticket = self.ticket("a1")
        self.receive(told("a1", firing=False), after=60)
        self.receive(told("a1", instance="al-vm1", severity="critical", **AGAIN), after=61)
        self.follow_up()
        self.assertEqual(self.ticket("a1"), ticket)
        self.assertEqual((ticket.alert_times, ticket.alert_state), (2, "open"))
        self.assertTrue(ticket.message_ids.filtered(lambda m: "2 times by now" in m.body))
        self.assertEqual(ticket.alert_last_seen, self.now + timedelta(seconds=61))

    def test_the_same_check_of_the_same_machine_joins_too(self):
        self.fire("a1")
        self.fire("a2", after=400)
        self.assertEqual(self.ticket("a2"), self.ticket("a1"))
        self.fire("a3", after=800, alertname="DiskFull")
        self.assertNotEqual(self.ticket("a3"), self.ticket("a1"))

    def test_the_priority_rises_with_the_severity(self):
        self.fire(severity="high")
        self.assertEqual(self.ticket("a1").priority, "2")
        self.fire(severity="critical", after=60)
        self.assertEqual(self.ticket("a1").priority, "3")

    def test_the_priority_of_a_rule_stays_and_nothing_lowers_one(self):
        self.fire(severity="critical")
        self.fire("a2", after=5, severity="high")
        self.assertEqual(self.ticket("a2"), self.ticket("a1"))
        self.assertEqual(self.ticket("a1").priority, "3")
        self.rule.priority = "1"
        self.fire("b1", instance="al-vm2", severity="high")
        self.fire("b1", instance="al-vm2", severity="critical", after=60)
        self.assertEqual(self.ticket("b1").priority, "1")

    def test_back_less_severe_it_keeps_its_priority(self):
        self.rule.reopen_hours = 24
        self.fire()
        ticket = self.ticket("a1")
        self.end()
        self.fire(severity="high", after=120, **AGAIN)
        self.assertEqual((self.alert("a1").severity, self.ticket("a1")), ("high", ticket))
        self.assertEqual((ticket.closed, ticket.priority), (False, "3"))

    def test_a_rule_may_keep_it_from_the_customer(self):
        self.rule.for_customer = False
        self.fire()
        self.assertEqual(
            (self.ticket("a1").asset_id, self.ticket("a1").partner_id.id), (self.vm1, False)
        )

    def test_over_and_untouched_it_closes(self):
        self.fire()
        ticket = self.ticket("a1")
        self.end()
        self.assertTrue(ticket.closed)
        self.assertEqual(ticket.alert_state, "closed")

    def test_what_the_system_does_is_no_touch(self):
        self.fire()
        ticket = self.ticket("a1")
        ticket.with_user(SUPERUSER_ID).write({"user_id": self.technician.id})
        self.assertFalse(ticket._is_touched())
        self.end()
        self.assertTrue(ticket.closed)

    def test_what_a_person_touched_stays(self):
        touches = {
            "comment": lambda ticket: ticket.message_post(body="I look", message_type="comment"),
            "stage": lambda ticket: ticket.write(
                {"stage_id": ticket.team_id._get_applicable_stages().filtered(lambda s: not s.closed)[1].id}
            ),
            "assigned": lambda ticket: ticket.write({"user_id": self.technician.id}),
            "priority": lambda ticket: ticket.write({"priority": "0"}),
        }  # fmt: skip
        self.team.user_ids = self.technician
        for number, (name, touch) in enumerate(touches.items()):
            with self.subTest(name):
                self.fire(f"t{number}", after=number * 1000, alertname=name)
                ticket = self.ticket(f"t{number}")
                touch(ticket.with_user(self.technician))
                self.end(f"t{number}", after=number * 1000 + 60, alertname=name)
                self.assertFalse(ticket.closed)
                self.assertTrue(ticket.message_ids.filtered(lambda m: "It is over" in m.body))

    def test_a_mail_of_the_customer_is_a_touch(self):
        self.fire()
        ticket = self.ticket("a1")
        ticket.message_post(body="And now?", message_type="email", author_id=self.customer.id)
        self.end()
        self.assertFalse(ticket.closed)

    def test_a_rule_may_leave_it_open(self):
        self.rule.close_on_recovery = False
        self.fire()
        self.end()
        self.assertFalse(self.ticket("a1").closed)

    def test_it_closes_with_the_last_of_its_alerts(self):
        self.fire("root", instance="al-host")
        self.fire("c1", after=5)
        ticket = self.ticket("root")
        self.assertEqual(self.ticket("c1"), ticket)
        self.end("root")
        self.assertFalse(ticket.closed)
        self.end("c1", after=70)
        self.assertTrue(ticket.closed)

    def test_back_within_the_hours_it_opens_again(self):
        self.fire()
        ticket = self.ticket("a1")
        self.end()
        self.fire(after=120, **AGAIN)
        self.assertEqual(self.ticket("a1"), ticket)
        self.assertFalse(ticket.closed)
        self.assertFalse(ticket.closed_date)

    def test_back_later_it_is_a_new_one(self):
        self.fire()
        ticket = self.ticket("a1")
        self.end()
        ticket.closed_date = self.now - timedelta(hours=25)
        self.fire(after=120, **AGAIN)
        self.assertNotEqual(self.ticket("a1"), ticket)
        self.assertTrue(ticket.closed)

    def test_closed_by_a_person_while_it_burns_it_stays_closed(self):
        self.fire()
        ticket = self.ticket("a1")
        ticket.stage_id = self.team._get_applicable_stages().filtered("closed")[:1]
        self.fire(after=300)
        self.assertEqual((self.ticket("a1"), ticket.closed), (ticket, True))
        self.rule.reopen_hours = 24
        self.alert("a1").to_follow = True
        self.follow_up()
        self.assertEqual((self.ticket("a1"), ticket.closed), (ticket, True))

    def test_the_root_that_comes_later_takes_over(self):
        self.fire("c1", instance="al-vm1")
        self.fire("c2", instance="al-vm2", after=2)
        first, second = self.ticket("c1"), self.ticket("c2")
        self.assertNotEqual(first, second)
        self.fire("root", instance="al-host", after=60)
        self.assertEqual(self.ticket("root"), first)
        self.assertEqual((first.name, first.closed), ("root is wrong", False))
        self.assertTrue(second.closed)
        self.assertEqual(self.ticket("c2"), first)

    def test_it_does_not_take_over_what_a_person_works_on(self):
        self.fire("c1", instance="al-vm1")
        mine = self.ticket("c1")
        mine.with_user(self.technician).message_post(body="I look", message_type="comment")
        self.fire("root", instance="al-host", after=60)
        self.assertNotEqual(self.ticket("root"), mine)
        self.assertTrue(self.ticket("root"))
        self.assertEqual((self.ticket("c1"), mine.closed), (mine, False))

    def test_a_child_that_outlives_its_root_keeps_the_ticket_open(self):
        self.fire("root", instance="al-host")
        self.fire("c1", instance="al-vm2", after=1)
        self.end("root")
        self.assertFalse(self.alert("c1").parent_id)
        self.assertFalse(self.ticket("c1").closed)

    def test_acknowledged_on_the_ticket_and_given_back_with_its_end(self):
        self.fire()
        ticket = self.ticket("a1")
        ticket.with_user(self.technician).action_acknowledge_alerts()
        alert = self.alert("a1")
        self.assertEqual((alert.state, alert.user_id), ("acknowledged", self.technician))
        self.assertIn(ticket.number, alert._silence_reason())
        with self.assertRaisesRegex(UserError, "None of its alerts is open"):
            ticket.with_user(self.technician).action_acknowledge_alerts()
        closing = self.team._get_applicable_stages().filtered("closed")[:1]
        ticket.with_user(self.technician).stage_id = closing
        self.assertEqual(alert.state, "open")

    def test_what_goes_along_is_not_taken_on_with_it(self):
        self.fire("root", instance="al-host")
        self.fire("c1", after=5)
        self.ticket("root").with_user(self.technician).action_acknowledge_alerts()
        self.assertEqual(
            (self.alert("root").state, self.alert("c1").state), ("acknowledged", "open")
        )

    def test_one_bad_ticket_costs_that_one_only(self):
        self.fire("fine", alertname="Fine", instance="al-vm2")
        prepare = self.registry["ipai.alert"]._prepare_ticket

        def refuse(alert, rule):
            if alert.fingerprint == "bad":
                raise AccessError(alert.env._("no"))
            return prepare(alert, rule)

        self.patch(self.registry["ipai.alert"], "_prepare_ticket", refuse)
        with self.assertLogs("odoo.addons.ipai_alert_ticket", "WARNING"):
            self.receive(
                told("bad", instance="al-vm1", severity="critical"),
                told("good", instance="al-vm2", severity="critical", alertname="Other"),
            )
            self.follow_up()
        self.assertFalse(self.ticket("bad"))
        self.assertTrue(self.ticket("good"))

    def test_a_storm_is_one_ticket(self):
        self.source.alert_storm_limit = 5
        self.receive(
            *(told(f"s{n}", instance=f"unknown{n}", severity="critical") for n in range(30))
        )
        self.follow_up()
        tickets = self.env["helpdesk.ticket"].search([("alert_rule_id", "=", self.rule.id)])
        self.assertEqual(len(tickets), 1)
        self.assertEqual(tickets.name, "Many alerts at once: Lab Alerts")
        self.assertEqual(tickets.alert_count, 31)

    def test_a_ticket_of_before_goes_into_the_storm(self):
        self.source.alert_storm_limit = 5
        self.receive(told("s0", instance="unknown0", severity="critical"))
        self.follow_up()
        first = self.ticket("s0")
        self.receive(
            *(told(f"s{n}", instance=f"unknown{n}", severity="critical") for n in range(1, 9)),
            after=1,
        )
        self.follow_up()
        self.assertEqual(self.alert("s0").parent_id.ticket_id, first)
        self.assertEqual(self.ticket("s5"), first)
