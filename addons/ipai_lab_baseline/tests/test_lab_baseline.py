# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta
from urllib.parse import urlsplit

from odoo import fields
from odoo.modules.module import get_manifest
from odoo.tests import TransactionCase, tagged
from odoo.tools import convert

MODULE = "ipai_lab_baseline"
SERVICE_VMS = {"dc01", "odoo01", "vault01", "mon01", "n8n01"}
VLANS = {
    10: {"pfSense", "switchOTS", "pve01"},
    20: SERVICE_VMS,
    30: {"OptiPlex 3080", "hdg-lt-01", "cha-lt-01"},
}


@tagged("post_install", "-at_install")
class TestLabBaseline(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        data = cls.env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "=", "ipai.asset")]
        )
        cls.assets = cls.env["ipai.asset"].browse(data.mapped("res_id"))

    def _asset(self, key):
        return self.env.ref(f"{MODULE}.asset_{key}")

    def _upgrade(self):
        """Load the data files as an upgrade of the addon does."""
        self.env.flush_all()
        for path in get_manifest(MODULE)["data"]:
            convert.convert_file(self.env, MODULE, path, {}, mode="update")
        self.env.invalidate_all()

    def test_the_homelab_is_complete(self):
        self.assertEqual(set(self.assets.mapped("name")), set.union(*VLANS.values()))
        self.assertEqual(self.assets.site_id.name, "Homelab")

    def test_the_service_machines_run_on_pve01(self):
        guests = self._asset("pve01").guest_ids
        self.assertEqual(set(guests.mapped("name")), SERVICE_VMS)
        self.assertEqual(guests.type_id, self.env.ref("ipai_asset.type_virtual_machine"))
        planned = guests.filtered(lambda guest: guest.status == "planned")
        self.assertEqual(set(planned.mapped("name")), {"vault01", "mon01", "n8n01"})

    def test_each_asset_is_in_the_vlan_of_its_address(self):
        found = {}
        for asset in self.assets:
            interface = asset.interface_ids.filtered("address_ids")
            vlan = interface.vlan_id.vid
            found.setdefault(vlan, set()).add(asset.name)
            self.assertTrue(asset.ip_addresses.startswith(f"10.0.{vlan}."), asset.name)
            self.assertIn(interface.vlan_id, asset.address_ids.prefix_id.vlan_id, asset.name)
        self.assertEqual(found, VLANS)

    def test_each_network_lies_in_the_homelab(self):
        homelab = self.env.ref(f"{MODULE}.prefix_homelab")
        self.assertEqual(homelab.child_ids.vlan_id.mapped("vid"), [10, 20, 30, 40])
        addresses = self.assets.address_ids
        self.assertEqual(addresses.prefix_id, homelab.child_ids)
        self.assertEqual(addresses.scope_id, self.env.ref("ipai_asset.scope_global"))

    def test_the_extra_fields_are_those_of_the_type(self):
        for asset in self.assets:
            known = {field["name"] for field in asset.type_id.properties_definition}
            told = {
                field["name"]
                for field in asset.read(["properties"])[0]["properties"]
                if field.get("value")
            }
            self.assertTrue(told, asset.name)
            self.assertLessEqual(told, known, asset.name)

    def test_somebody_answers_for_each_asset_and_says_what_it_is_for(self):
        self.assertEqual(self.assets.owner_id, self.env.ref("base.user_admin"))
        for asset in self.assets:
            self.assertTrue(asset.purpose, asset.name)
            self.assertEqual(asset.environment, "lab")
            self.assertTrue(asset.criticality, asset.name)
            self.assertIn("repository", asset.link_ids.mapped("kind"), asset.name)

    def test_three_articles_say_how_the_lab_works(self):
        articles = self.assets.kb_link_ids
        self.assertEqual(
            set(articles.mapped("name")),
            {"Network Overview", "Change Control Process", "Service Deployment Runbook"},
        )
        self.assertIn(
            "Service Deployment Runbook", self._asset("vault01").kb_link_ids.mapped("name")
        )
        self.assertEqual(
            articles.filtered("is_stale"), self.env.ref(f"{MODULE}.article_deployment")
        )

    def test_the_laptops_belong_to_mock_customers_and_their_people(self):
        laptops = self.assets.filtered("customer_id")
        self.assertEqual(
            set(laptops.customer_id.mapped("name")),
            {"Harbor Dental Group", "Cedar Hill Accounting"},
        )
        for laptop in laptops:
            self.assertEqual(laptop.assigned_partner_id.parent_id, laptop.customer_id)

    def test_pve01_opens_its_dashboard_and_its_web_console(self):
        buttons = self._asset("pve01").link_buttons
        self.assertIn("https://grafana.lab.example/d/host?var-host=pve01", buttons)
        self.assertIn("https://10.0.10.11:8006/", buttons)

    def test_no_link_leads_out_of_the_lab(self):
        urls = self.assets.link_ids.mapped("url") + self.assets.kb_link_ids.mapped("url")
        hosts = {urlsplit(url).hostname for url in urls}
        self.assertFalse(
            {host for host in hosts if not host.endswith((".lab.example", ".home.arpa"))}
        )

    def test_something_expires_within_sixty_days_of_the_installation(self):
        installed = fields.Date.to_date(self._asset("pve01").create_date)
        expiries = self.env["ipai.expiry"].search(
            [("date", ">=", installed), ("date", "<=", installed + timedelta(days=60))]
        )
        expected = {
            ("warranty", "pve01"),
            ("warranty", "hdg-lt-01"),
            ("end_of_life", "OptiPlex 3080"),
            ("review", "Network Overview"),
        }
        self.assertLessEqual(expected, {(expiry.kind, expiry.name) for expiry in expiries})

    def test_an_upgrade_keeps_what_the_user_changed(self):
        self._asset("dc01").write({"purpose": "Samba", "ip_addresses": "10.0.20.11"})
        self.env.ref(f"{MODULE}.article_network").url = "https://wiki.home.arpa/network"
        self._upgrade()
        self.assertEqual(self._asset("dc01").purpose, "Samba")
        self.assertEqual(self._asset("dc01").ip_addresses, "10.0.20.11")
        self.assertEqual(
            self.env.ref(f"{MODULE}.article_network").url, "https://wiki.home.arpa/network"
        )

    def test_an_upgrade_does_not_bring_back_what_the_user_deleted(self):
        self._asset("n8n01").unlink()
        self._upgrade()
        self.assertFalse(self.env["ipai.asset"].search([("hostname", "=", "n8n01")]))
        self.assertEqual(len(self._asset("pve01").guest_ids), 4)
