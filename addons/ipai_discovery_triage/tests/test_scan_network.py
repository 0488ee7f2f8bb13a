# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.ipai_discovery.tests.import_common import ImportCase

SCAN = (
    '<?xml version="1.0"?><nmaprun><host><status state="up" reason="arp-response"/>'
    '<address addr="10.88.0.9" addrtype="ipv4"/></host>'
    '<runstats><finished time="1790000100"/></runstats></nmaprun>'
)


@tagged("post_install", "-at_install")
class TestScanNetwork(ImportCase):
    def scan(self, network):
        return self.preview(SCAN, file_name="scan.xml", scan_network=network)

    def prefix(self, name):
        domain = [("name", "=", name), ("company_id", "=", self.company.id)]
        return self.env["ipai.prefix"].search(domain)

    def test_the_network_of_the_scan_gives_the_mask(self):
        run = self.apply(self.scan(" 10.88.0.0/22 "))
        address = self.env["ipai.ip.address"].search(
            [("host", "=", "10.88.0.9"), ("company_id", "=", self.company.id)]
        )
        self.assertEqual(address.name, "10.88.0.9/22")
        self.assertEqual(address.prefix_id, self.prefix("10.88.0.0/22"))
        self.undo(run)
        self.assertFalse(self.prefix("10.88.0.0/22"), "What existed for the run goes with it")

    def test_a_network_that_is_documented_stays_when_the_run_is_undone(self):
        self.env["ipai.prefix"].create({"name": "10.88.0.0/22", "company_id": self.company.id})
        self.undo(self.apply(self.scan("10.88.0.0/22")))
        self.assertTrue(self.prefix("10.88.0.0/22"))

    def test_what_is_no_network_is_refused(self):
        for text in ("10.88.0.9/22", "10.88.0.0", "nonsense"):
            with self.assertRaisesRegex(ValidationError, "Network of This Scan"):
                self.scan(text)

    def test_a_network_without_any_of_the_hosts_is_refused(self):
        run = self.scan("10.89.0.0/22")
        with self.assertRaisesRegex(UserError, "None of the hosts of this file lies in"):
            run.action_apply()
