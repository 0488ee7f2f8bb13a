# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import tagged

from .snapshot_common import SnapshotCase


@tagged("post_install", "-at_install")
class TestPrefixToConfirm(SnapshotCase):
    """One host's wrong mask does not become everybody's."""

    def told(self, number, address):
        card = {"name": "eth0", "addresses": [address]}
        return {"id": str(number), "hostname": f"masked{number}", "interfaces": [card]}

    def prefixes(self):
        found = self.env["ipai.prefix"].search([("company_id", "=", self.company.id)])
        return {prefix.name: prefix.to_confirm for prefix in found}

    def address(self, host):
        domain = [("host", "=", host), ("company_id", "=", self.company.id)]
        return self.env["ipai.ip.address"].search(domain).name

    def test_a_second_host_confirms_the_network(self):
        self.report(self.told(1, "10.61.1.1/16"), complete=False)
        self.assertEqual(self.prefixes(), {"10.61.0.0/16": True})
        self.report(self.told(2, "10.61.2.1"), complete=False)
        self.assertEqual(self.address("10.61.2.1"), "10.61.2.1/32")
        self.report(self.told(3, "10.61.1.3/16"), complete=False)
        self.assertEqual(self.prefixes(), {"10.61.0.0/16": False})
        self.assertEqual(self.address("10.61.2.1"), "10.61.2.1/16")

    def test_the_right_network_stands_beside_the_wrong_one(self):
        self.report(self.told(1, "10.61.1.1/16"), complete=False)
        self.report(self.told(2, "10.61.1.2/24"), self.told(3, "10.61.1.3/24"), complete=False)
        self.assertEqual(self.prefixes(), {"10.61.0.0/16": True, "10.61.1.0/24": False})
        self.report(self.told(4, "10.61.1.4"), complete=False)
        self.assertEqual(self.address("10.61.1.4"), "10.61.1.4/24")

    def test_a_mask_that_a_prefix_gives_locks_nothing(self):
        told = self.told(1, "10.61.1.1")
        self.report(told, complete=False)
        self.env["ipai.prefix"].create({"name": "10.61.1.0/24", "company_id": self.company.id})
        self.assertEqual(self.address("10.61.1.1"), "10.61.1.1/24")
        self.assertEqual(self.results(self.report(told, complete=False)), ["unchanged"])
        self.assertFalse(self.open_drift())
        origins = self.env["ipai.field.origin"].search([("field", "=", "interface:eth0")])
        self.assertFalse(any(origins.mapped("locked")))
