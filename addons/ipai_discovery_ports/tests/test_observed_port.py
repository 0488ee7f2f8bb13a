# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.ipai_discovery.tests.snapshot_common import SnapshotCase

PORT = (
    '<port protocol="tcp" portid="%s"><state state="open"/><service name="%s" product="%s"/></port>'
)


@tagged("post_install", "-at_install")
class TestObservedPort(SnapshotCase):
    def scan(self, *ports, asked="1-1000"):
        """Apply a scan that met one host with these (port, name, product)."""
        content = (
            f'<?xml version="1.0"?><nmaprun><scaninfo type="syn" protocol="tcp" services="{asked}"/>'
            '<host><status state="up" reason="arp-response"/><address addr="10.44.0.9" addrtype="ipv4"/>'
            '<address addr="3c:52:82:0a:0a:0a" addrtype="mac"/><hostnames><hostname name="scanned"/></hostnames>'
            f"<ports>{''.join(PORT % port for port in ports)}</ports></host>"
            '<runstats><finished time="1790000100"/></runstats></nmaprun>'
        )
        return self.apply(self.preview(content, file_name="scan.xml"))

    def ports(self, **states):
        found = self.env["ipai.observed.port"].search([("company_id", "=", self.company.id)])
        return {port.number: port.state for port in found}

    def port(self, number):
        domain = [("number", "=", number), ("company_id", "=", self.company.id)]
        return self.env["ipai.observed.port"].search(domain)

    def services(self):
        asset = self.found("scanned")
        carried = self.env["ipai.relation"].search([("target_asset_id", "=", asset.id)])
        return sorted(carried.source_service_id.mapped("name"))

    def test_ports_are_observed_and_no_text_in_the_notes(self):
        self.scan((22, "ssh", "OpenSSH"), (443, "https", "nginx"))
        self.assertEqual(self.ports(), {22: "open", 443: "open"})
        self.assertEqual((self.port(22).name, self.port(22).product), ("ssh", "OpenSSH"))
        self.assertFalse(self.found("scanned").notes)
        self.assertFalse(self.open_drift(), "What is met for the first time differs from nothing")

    def test_one_click_makes_a_service(self):
        self.scan((22, "ssh", "OpenSSH"), (443, "https", "nginx"))
        self.port(443).action_make_service()
        self.assertEqual(self.services(), ["https"])
        self.assertEqual(self.port(443).service_id.name, "https")
        self.port(443).action_make_service()
        (self.port(22) | self.port(443)).action_make_service()
        self.assertEqual(self.services(), ["https", "ssh"])

    def test_a_new_port_is_drift_and_accepted_a_service(self):
        self.scan((22, "ssh", "OpenSSH"))
        self.scan((22, "ssh", "OpenSSH"), (8080, "http", "x"), asked="1-9000")
        drift = self.open_drift()
        self.assertEqual(
            (drift.field, drift.documented, drift.observed), ("service:http", "-", "http")
        )
        drift.with_user(self.person).action_accept()
        self.assertEqual(self.services(), ["http"])
        self.scan((22, "ssh", "OpenSSH"), (8080, "http", "x"), asked="1-9000")
        self.assertEqual(self.port(8080).service_id.name, "http")
        self.assertFalse(self.open_drift())

    def test_a_documented_port_that_is_gone_is_drift_until_it_is_back(self):
        self.scan((22, "ssh", "OpenSSH"), (443, "https", "nginx"))
        (self.port(22) | self.port(443)).action_make_service()
        self.scan((22, "ssh", "OpenSSH"))
        self.assertEqual(self.ports(), {22: "open", 443: "gone"})
        drift = self.open_drift()
        self.assertEqual(
            (drift.field, drift.documented, drift.observed), ("service:https", "https", "-")
        )
        self.scan((22, "ssh", "OpenSSH"), (443, "https", "nginx"))
        self.assertEqual(self.ports(), {22: "open", 443: "open"})
        self.assertFalse(self.open_drift())

    def test_a_scan_says_nothing_of_ports_that_it_did_not_ask(self):
        self.scan((22, "ssh", "OpenSSH"), (443, "https", "nginx"))
        self.port(443).action_make_service()
        self.scan((22, "ssh", "OpenSSH"), asked="22,80-90")
        self.assertEqual(self.ports(), {22: "open", 443: "open"})
        self.assertFalse(self.open_drift())

    def test_undo_takes_what_only_this_scan_saw(self):
        run = self.scan((22, "ssh", "OpenSSH"))
        self.undo(run)
        self.assertFalse(self.found("scanned"))
        self.assertFalse(self.ports())

    def test_what_is_gone_becomes_no_service_and_a_reader_makes_none(self):
        self.scan((22, "ssh", "OpenSSH"), (23, "telnet", "x"))
        self.scan((22, "ssh", "OpenSSH"))
        with self.assertRaisesRegex(UserError, "What is gone is no service"):
            self.port(23).action_make_service()
        with self.assertRaises(AccessError):
            self.port(22).with_user(self.user).action_make_service()
