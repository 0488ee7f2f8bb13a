# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta
from urllib.parse import urlsplit

from odoo import Command, fields
from odoo.modules.module import get_manifest
from odoo.tests import TransactionCase, tagged
from odoo.tools import convert

MODULE = "ipai_lab_baseline"
SERVICE_VMS = {"dc01", "odoo01", "vault01", "mon01", "n8n01"}
STANDING_VMS = {"dc01", "odoo01"}
"""Those that are there already: the others are planned, and do not fail."""
VLANS = {
    10: {"pfSense", "switchOTS", "pve01"},
    20: {"pfSense", *SERVICE_VMS},
    30: {"pfSense", "OptiPlex 3080", "hdg-lt-01", "cha-lt-01"},
    40: {"pfSense"},
}
ADDRESSES = {
    "pfSense": "10.0.10.1, 10.0.20.1, 10.0.30.1, 10.0.40.1",
    "switchOTS": "10.0.10.2",
    "pve01": "10.0.10.11",
    "dc01": "10.0.20.10",
    "odoo01": "10.0.20.20",
    "vault01": "10.0.20.30",
    "mon01": "10.0.20.40",
    "n8n01": "10.0.20.50",
    "OptiPlex 3080": "10.0.30.10",
    "hdg-lt-01": "10.0.30.101",
    "cha-lt-01": "10.0.30.102",
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

    def _service(self, key):
        return self.env.ref(f"{MODULE}.service_{key}")

    def _outage(self, assets):
        """The outage of these assets, as Simulate Outage shows it."""
        outage = self.env["ipai.outage"].create({"asset_ids": [Command.set(assets.ids)]})
        outage.action_simulate()
        return outage

    def _in_state(self, outage, state):
        """What the outage lists in a state: name → why."""
        lines = outage.line_ids.filtered(lambda line: line.state == state)
        return {line.name: line.reason for line in lines}

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
        for address in self.assets.address_ids:
            vlan = address.interface_id.vlan_id
            self.assertEqual(address.prefix_id.vlan_id, vlan, address.name)
            self.assertEqual(address.name, f"{address.host}/24")
            found.setdefault(vlan.vid, set()).add(address.asset_id.name)
        self.assertEqual(found, VLANS)

    def test_the_list_of_assets_shows_the_addresses_of_the_interfaces(self):
        shown = {asset.name: asset.ip_addresses for asset in self.assets}
        self.assertEqual(shown, ADDRESSES)
        for asset in self.assets:
            self.assertEqual(asset.primary_ip4_id.host, ADDRESSES[asset.name].split(",")[0])
            self.assertRegex(asset.mac_addresses, "^00:00:5e:00:53:[0-9]{2}$")

    def test_the_tree_of_prefixes_has_one_for_each_vlan(self):
        homelab = self.env.ref(f"{MODULE}.prefix_homelab")
        self.assertEqual(
            {
                (prefix.name, prefix.vlan_id.display_name, prefix.address_count)
                for prefix in homelab.child_ids
            },
            {
                ("10.0.10.0/24", "10 management", 3),
                ("10.0.20.0/24", "20 servers", 6),
                ("10.0.30.0/24", "30 clients", 4),
                ("10.0.40.0/24", "40 IoT", 1),
            },
        )
        self.assertEqual(homelab.child_ids.site_id.name, "Homelab")
        self.assertEqual(homelab.child_ids.vlan_id.group_id.name, "Homelab")

    def test_the_next_server_gets_the_next_free_address(self):
        servers = self.env.ref(f"{MODULE}.prefix_servers")
        action = servers.action_next_free_address()
        self.assertEqual(action["context"]["default_name"], "10.0.20.2/24")

    def test_the_trunks_of_the_switch_end_at_the_firewall_and_the_hypervisor(self):
        ports = self._asset("switchots").interface_ids
        trunks = {
            port.peer_id.display_name: port.tagged_vlan_ids.mapped("vid")
            for port in ports.filtered("tagged_vlan_ids")
        }
        self.assertEqual(trunks, {"pfSense: igc0": [10, 20, 30, 40], "pve01: eno1": [20]})
        self.assertEqual(
            self._asset("optiplex").interface_ids.peer_id.display_name, "switchOTS: Gi1/0/5"
        )

    def test_each_service_says_who_answers_when_where_and_how(self):
        services = self.env["ipai.service"].search([("environment", "=", "lab")])
        self.assertEqual(
            set(services.mapped("name")), {"DNS", "Identity", "Odoo", "Vault", "Monitoring"}
        )
        self.assertEqual(services.owner_id, self.env.ref("base.user_admin"))
        for service in services:
            for field in ("purpose", "criticality", "hours", "ports", "kb_link_ids"):
                self.assertTrue(service[field], f"{service.name}: {field}")
            self.assertIn("runs on", service.relation_line_ids.mapped("name"), service.name)

    def test_an_outage_of_pve01_lists_its_machines_their_services_and_whom_to_tell(self):
        outage = self._outage(self._asset("pve01"))
        failed = self._in_state(outage, "failed")
        self.assertEqual(set(failed), {*STANDING_VMS, "Identity", "Odoo", "hdg-lt-01"})
        self.assertEqual(
            failed["Odoo"], "odoo01 runs on pve01, Odoo runs on odoo01 (application and database)"
        )
        owners = outage.line_ids.owner_id
        self.assertEqual(owners, self.env.ref("base.user_admin"))
        told = {notice.name: notice.partner_ids for notice in outage.notice_ids}
        self.assertEqual(told["Our own people"], owners.partner_id)
        self.assertEqual(
            set(told["Harbor Dental Group"].mapped("name")), {"Harbor Dental Group", "Maya Ortiz"}
        )

    def test_names_are_still_found_when_one_of_two_dns_servers_fails(self):
        outage = self._outage(self._asset("pve01"))
        self.assertEqual(set(self._in_state(outage, "weakened")), {"DNS"})
        outage = self._outage(self._asset("pve01") | self._asset("pfsense"))
        self.assertIn("DNS", self._in_state(outage, "failed"))

    def test_the_map_of_the_homelab_shows_all_that_hangs_together(self):
        site = self.env.ref(f"{MODULE}.site_homelab")
        graph = self.env["ipai.map.layout"].load_graph("site", site.id, 2)
        services = {"DNS", "Identity", "Odoo", "Vault", "Monitoring"}
        self.assertLessEqual(
            {*self.assets.mapped("name"), *services}, {node["name"] for node in graph["nodes"]}
        )

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

    def test_the_change_control_process_is_a_template_that_waits_for_its_approval(self):
        template = self.env.ref(f"{MODULE}.change_template_control")
        self.assertIn("Change Control Process", template.kb_link_ids.mapped("name"))
        self.assertFalse(template.is_valid)
        template._check_complete()

    def test_the_upgrade_of_the_hypervisor_is_a_normal_change_in_its_window(self):
        change = self.env.ref(f"{MODULE}.change_proxmox")
        self.assertEqual((change.type, change.state, change.risk), ("normal", "draft", "high"))
        self.assertEqual(
            set(change.affected_asset_ids.mapped("name")), {*STANDING_VMS, "hdg-lt-01"}
        )
        self.assertEqual(
            set(change.affected_service_ids.mapped("name")),
            {"Identity", "Odoo"},
        )
        change._check_complete()

    def test_a_standard_change_after_the_template_meets_it_on_the_same_night(self):
        standard = self.env.ref(f"{MODULE}.change_certificate")
        self.assertFalse(standard._departures())
        self.assertEqual((standard.risk, standard.state), ("medium", "draft"))
        normal = self.env.ref(f"{MODULE}.change_proxmox")
        for change, other in ((normal, standard), (standard, normal)):
            (conflict,) = change._conflicts()
            self.assertEqual((conflict.kind, conflict.record), ("change", other))

    def test_in_the_freeze_the_upgrade_has_to_wait(self):
        freeze = self.env.ref(f"{MODULE}.change_freeze")
        change = self.env.ref(f"{MODULE}.change_proxmox")
        change.write(
            {
                "planned_start": freeze.starts_at + timedelta(hours=2),
                "planned_end": freeze.starts_at + timedelta(hours=3),
            }
        )
        self.assertEqual(
            [conflict.kind for conflict in change._conflicts()][0], "freeze", change.conflicts
        )

    def test_one_person_decides_alone_only_where_the_company_says_so(self):
        change = self.env.ref(f"{MODULE}.change_proxmox")
        policy = self.env.ref(f"{MODULE}.policy_lab_of_one")
        company, find = change.company_id, self.env["ipai.approval.policy"]._for
        self.assertNotEqual(find(change._approval_facts()), policy)
        company.write({"ipai_self_approval": True, "ipai_self_approval_reason": "A lab of one"})
        self.assertEqual(find(change._approval_facts()), policy)

    def test_an_upgrade_keeps_what_the_user_changed(self):
        self._asset("dc01").write({"purpose": "Samba", "ip_addresses": "10.0.20.11"})
        self._service("dns").hours = "Mon–Fri 8–18"
        self.env.ref(f"{MODULE}.article_network").url = "https://wiki.home.arpa/network"
        self._upgrade()
        self.assertEqual(self._asset("dc01").purpose, "Samba")
        self.assertEqual(self._asset("dc01").ip_addresses, "10.0.20.11")
        self.assertEqual(self._service("dns").hours, "Mon–Fri 8–18")
        self.assertEqual(
            self.env.ref(f"{MODULE}.article_network").url, "https://wiki.home.arpa/network"
        )

    def test_an_upgrade_does_not_bring_back_what_the_user_deleted(self):
        self._asset("n8n01").unlink()
        self._service("monitoring").unlink()
        self._upgrade()
        self.assertFalse(self.env["ipai.asset"].search([("hostname", "=", "n8n01")]))
        self.assertFalse(self.env["ipai.ip.address"].search([("host", "=", "10.0.20.50")]))
        self.assertFalse(self.env["ipai.service"].search([("name", "=", "Monitoring")]))
        self.assertEqual(len(self._asset("pve01").guest_ids), 4)

    def test_six_secrets_are_referred_to_and_none_is_here(self):
        data = self.env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "=", "ipai.credential.ref")]
        )
        references = self.env["ipai.credential.ref"].browse(data.mapped("res_id"))
        self.assertEqual(len(references), 6)
        admin = self.env.ref(f"{MODULE}.credential_pfsense_admin")
        self.assertEqual(admin.locator, "vaultwarden://Collections/Homelab/pfsense_admin")
        self.assertEqual((admin.policy_id.interval, admin.asset_ids.name), (90, "pfSense"))
        for reference in references:
            self.assertTrue(reference.due_on and reference.asset_ids, reference.name)
        rotation = self.env.ref(f"{MODULE}.rotation_backup_ssh_key")
        self.assertEqual((rotation.state, rotation.progress), ("running", "1 of 3 changed"))
