# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import time

from .common import AlertCase, told


class TestStorm(AlertCase):
    def test_many_of_one_machine_become_one(self):
        self.source.alert_storm_limit = 5
        self.receive(*(told(f"s{n}", instance="al-vm2", severity="warning") for n in range(6)))
        self.follow_up()
        storm = self.alert("s0").parent_id
        self.assertEqual(
            (storm.storm_kind, storm.asset_id, storm.child_count), ("asset", self.vm2, 6)
        )
        self.assertEqual(storm.name, "Many alerts at once: al-vm2")
        self.assertTrue(storm.noticed_at)
        self.assertFalse(storm.child_ids.filtered("noticed_at"))

    def test_as_many_as_the_limit_are_no_storm(self):
        self.source.alert_storm_limit = 5
        self.receive(*(told(f"s{n}", instance="al-vm2", severity="warning") for n in range(5)))
        self.follow_up()
        self.assertFalse(self.alert("s0").parent_id)

    def test_of_a_customer_and_of_what_nobody_knows(self):
        self.source.alert_storm_limit = 3
        for number in range(4):
            self.asset(f"al-c{number}", customer_id=self.customer.id)
        self.receive(
            *(told(f"c{n}", instance=f"al-c{n}", severity="warning") for n in range(4)),
            *(told(f"u{n}", instance=f"unknown{n}", severity="warning") for n in range(4)),
        )
        self.follow_up()
        self.assertEqual(self.alert("c0").parent_id.customer_id, self.customer)
        self.assertEqual(self.alert("c0").parent_id.storm_kind, "customer")
        self.assertEqual(self.alert("u0").parent_id.storm_kind, "source")

    def test_of_a_site(self):
        self.source.alert_storm_limit = 3
        site = self.env["ipai.site"].create({"name": "Al Basement"})
        for number in range(4):
            self.asset(f"al-s{number}", site_id=site.id)
        self.receive(*(told(f"s{n}", instance=f"al-s{n}", severity="warning") for n in range(4)))
        self.follow_up()
        storm = self.alert("s0").parent_id
        self.assertEqual((storm.storm_kind, storm.site_id), ("site", site))

    def test_what_comes_in_slowly_is_no_storm(self):
        self.source.alert_storm_limit = 3
        for number in range(6):
            message = told(f"s{number}", instance="al-vm2", severity="warning")
            self.receive(message, after=25 * number)
        self.follow_up()
        self.assertFalse(self.alert("s0").parent_id)

    def test_what_comes_later_joins_and_the_end_of_all_is_its_end(self):
        self.source.alert_storm_limit = 3
        alerts = [told(f"s{n}", instance="al-vm2", severity="warning") for n in range(4)]
        self.receive(*alerts)
        self.follow_up()
        storm = self.alert("s0").parent_id
        self.receive(told("s9", instance="al-vm2", severity="warning"), after=100)
        self.follow_up()
        self.assertEqual(self.alert("s9").parent_id, storm)
        self.receive(*(one | {"status": "resolved"} for one in alerts), after=200)
        self.follow_up()
        self.assertEqual(storm.state, "open")
        self.receive(told("s9", firing=False, instance="al-vm2"), after=210)
        self.follow_up()
        self.assertEqual((storm.state, storm.closed_by), ("closed", "storm"))
        again = [one | {"startsAt": "2026-03-01T13:00:00Z"} for one in alerts]
        self.receive(*again, after=300)
        self.follow_up()
        self.assertEqual((storm.state, storm.count), ("open", 2))

    def test_five_thousand_of_one_failing_hypervisor(self):
        guests = self.env["ipai.asset"].create(
            [
                {
                    "name": f"al-g{n}",
                    "hostname": f"al-g{n}",
                    "type_id": self.vm1.type_id.id,
                    "status": "active",
                    "host_id": self.host.id,
                }
                for n in range(250)
            ]
        )
        self.assertEqual(len(guests), 250)
        began = time.monotonic()
        for part in range(10):
            alerts = [
                told(
                    f"g{part}-{n}",
                    instance=f"al-g{n % 250}:9100",
                    alertname=f"Check{part}{n // 250}",
                    severity="critical",
                )
                for n in range(500)
            ]
            if part == 7:
                alerts[0] = told("root", instance="al-host", severity="critical")
            self.receive(*alerts, after=part)
            if part in (2, 6, 9):
                self.follow_up()
        took = time.monotonic() - began
        standing = self.env["ipai.alert"].search(
            [("source_id", "=", self.source.id), ("is_standing", "=", True)]
        )
        leading = standing.filtered(lambda alert: not alert.parent_id)
        self.assertEqual(leading, self.alert("root"))
        self.assertEqual(len(leading.child_ids & standing), 4999)
        storm = self.env["ipai.alert"].search([("storm_kind", "!=", False)])
        self.assertEqual(storm.mapped("state"), ["closed"], "the root explains it")
        self.assertLess(took, 60)
