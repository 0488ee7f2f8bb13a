# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError

from .common import AlertCase, told


class TestMatching(AlertCase):
    def test_by_our_own_number_before_all_else(self):
        self.receive(told("a1", asset_id=str(self.vm2.id), instance="al-vm1:9100"))
        self.assertEqual(self.alert("a1").asset_id, self.vm2)

    def test_the_number_of_another_company_is_none(self):
        other = self.env["res.company"].create({"name": "Elsewhere Alerts"})
        foreign = self.asset("al-foreign", company_id=other.id)
        self.receive(told("a1", asset_id=str(foreign.id), instance="nobody-knows"))
        self.assertFalse(self.alert("a1").asset_id)

    def test_by_host_name_and_by_address(self):
        self.vm2.ip_addresses = "192.0.2.77"
        self.receive(
            told("a1", instance="AL-VM1.lan:9100"),
            told("a2", instance="192.0.2.77:9100"),
            told("a3", instance="https://al-host/health"),
        )
        found = [self.alert(name).asset_id for name in ("a1", "a2", "a3")]
        self.assertEqual(found, [self.vm1, self.vm2, self.host])

    def test_a_name_that_two_have_is_a_question(self):
        self.asset("al-dc", customer_id=self.customer.id)
        self.asset("al-dc2", hostname="al-dc")
        self.receive(told("a1", host="al-dc"))
        self.assertTrue(self.alert("a1").is_unmatched)

    def test_a_customers_label_decides_between_two(self):
        mine = self.asset("al-dc", customer_id=self.customer.id)
        self.asset("al-dc2", hostname="al-dc")
        self.receive(told("a1", host="al-dc", customer="Acme Alerts"))
        self.assertEqual(self.alert("a1").asset_id, mine)
        self.assertEqual(self.alert("a1").customer_id, self.customer)

    def test_by_the_service(self):
        self.receive(told("a1", service="Al Mail"))
        self.assertEqual(self.alert("a1").service_id, self.service)
        self.assertFalse(self.alert("a1").is_unmatched)

    def test_a_word_is_remembered_and_what_waits_moves_along(self):
        self.receive(told("a1", host="old-name"), told("a2", host="OLD-NAME"), told("a3", host="x"))
        first = self.alert("a1")
        match = (
            self.env["ipai.alert.match"]
            .with_user(self.technician)
            .create({"alert_ids": [(6, 0, first.ids)], "asset_id": self.vm1.id})
        )
        match.action_match()
        self.assertEqual(first.asset_id, self.vm1)
        self.assertEqual(self.alert("a2").asset_id, self.vm1, "it waited under the same name")
        self.assertTrue(self.alert("a3").is_unmatched)
        self.receive(told("a4", host="Old-Name"), after=5)
        self.assertEqual(self.alert("a4").asset_id, self.vm1, "and from now on")

    def test_not_remembered_is_for_these_only(self):
        self.receive(told("a1", host="old-name"), told("a2", host="old-name"))
        match = self.env["ipai.alert.match"].create(
            {
                "alert_ids": [(6, 0, self.alert("a1").ids)],
                "asset_id": self.vm1.id,
                "is_remembered": False,
            }
        )
        match.action_match()
        self.assertTrue(self.alert("a2").is_unmatched)
        self.assertFalse(self.env["ipai.alert.host"].search([("host", "=", "old-name")]))

    def test_suggestions_name_who_it_may_be(self):
        one = self.asset("al-dc", customer_id=self.customer.id)
        two = self.asset("al-dc2", hostname="al-dc")
        self.receive(told("a1", host="al-dc"))
        match = self.env["ipai.alert.match"].create({"alert_ids": [(6, 0, self.alert("a1").ids)]})
        self.assertEqual(match.suggested_ids, one | two)

    def test_a_word_of_another_source_is_not_asked(self):
        other = self.source.copy({"name": "Other Alerts"})
        self.env["ipai.alert.host"].create(
            {"host": "old-name", "source_id": other.id, "asset_id": self.vm1.id}
        )
        self.receive(told("a1", host="old-name"))
        self.assertFalse(self.alert("a1").asset_id)
        self.env["ipai.alert.host"].create({"host": "old-name", "asset_id": self.vm2.id})
        self.assertEqual(self.alert("a1").asset_id, self.vm2)

    def test_nothing_is_matched_to_nothing(self):
        self.receive(told("a1", host="x"))
        match = self.env["ipai.alert.match"].create({"alert_ids": [(6, 0, self.alert("a1").ids)]})
        with self.assertRaisesRegex(UserError, "Choose the asset or the service"):
            match.action_match()

    def test_who_only_reads_does_not_place(self):
        self.receive(told("a1", host="x"))
        with self.assertRaises(AccessError):
            self.alert("a1").with_user(self.reader).action_match()
