# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What users of other tools reported of theirs, as a machine of ours would meet it."""

from odoo.tests import tagged

from .snapshot_common import SnapshotCase

SCAN = """<?xml version="1.0"?><nmaprun scanner="nmap" version="7.95">%s<runstats><finished time="1790000100"/>
<hosts up="1" down="0" total="1"/></runstats></nmaprun>"""
HOST = """<host endtime="1790000000"><status state="up" reason="arp-response"/><address addr="%s" addrtype="ipv4"/>
<address addr="%s" addrtype="mac"/><hostnames>%s</hostnames></host>"""


def scan(*hosts):
    """Return the report of a scan that met (address, MAC, name or nothing) each."""
    names = '<hostname name="%s" type="PTR"/>'
    return SCAN % "".join(
        HOST % (address, mac, names % name if name else "") for address, mac, name in hosts
    )


@tagged("post_install", "-at_install")
class TestCases(SnapshotCase):
    def run_file(self, content, **options):
        run = self.preview(content, default_type_id=self.compute.id, **options)
        if run.line_ids.filtered(lambda line: line.action in ("create", "update", "seen")):
            self.apply(run)
        return run

    def hosts(self, *names):
        return self.env["ipai.asset"].search([("hostname", "in", names)])

    def card(self, name, number, *addresses):
        interface = {"name": name, "mac": f"02:00:00:00:00:{number:02x}"}
        return {**interface, "addresses": list(addresses)} if addresses else interface

    def test_a_dock_joins_no_laptops(self):
        for laptop in "ab":
            cards = [self.card("wifi", ord(laptop)), self.card("dock", 0x99)]
            self.report(
                {
                    "id": laptop,
                    "hostname": f"lap{laptop}",
                    "serial": f"LS-{laptop}",
                    "interfaces": cards,
                },
                complete=False,
            )
        self.assertEqual(self.hosts("lapa", "lapb").mapped("serial_number"), ["LS-a", "LS-b"])

    def test_a_vlan_of_another_site_is_another_network(self):
        """There is a group for all sites, in which an ID is taken once."""
        self.env["ipai.vlan.group"].create({"name": "All", "company_id": self.company.id})
        sites = self.env["ipai.site"].create(
            [{"name": name, "company_id": self.company.id} for name in ("East", "West")]
        )
        self.run_file("Name,Hostname,Site,Interface,VLAN\neast1,east1,East,e0,777\n")
        run = self.preview(
            "Name,Hostname,Site,Interface,VLAN\nwest0,west0,West,e0,777\n",
            default_type_id=self.compute.id,
        )
        self.assertIn("New besides: VLAN 777", run.line_ids.changes_text)
        for number in (1, 2):
            self.report(
                {
                    "id": f"{number}",
                    "hostname": f"west{number}",
                    "site": "West",
                    "interfaces": [{"name": "e0", "vlan": 777, "tagged": [778]}],
                },
                complete=False,
            )
        cards = self.hosts("east1", "west1", "west2").interface_ids.sorted("id")
        self.assertEqual(cards.mapped("vlan_id.site_id"), sites)
        self.assertEqual(cards[1].vlan_id, cards[2].vlan_id)
        self.assertEqual(cards[1].vlan_id.site_id, sites[1])

    def test_of_an_asset_without_a_site_no_vlan_is_guessed(self):
        for site in ("East", "West"):
            self.env["ipai.site"].create({"name": site, "company_id": self.company.id})
            self.run_file(f"Name,Hostname,Site,Interface,VLAN\n{site},{site},{site},e0,555\n")
            self.report(
                {
                    "id": f"near {site}",
                    "hostname": f"near{site}".lower(),
                    "interfaces": [{"name": "e0", "vlan": 555}],
                },
                complete=False,
            )
        near, nowhere = self.hosts("neareast", "nearwest").sorted("id").interface_ids
        self.assertEqual(near.vlan_id.site_id.name, "East")
        self.assertFalse(nowhere.vlan_id.site_id)

    def test_no_asset_tag_is_no_identity(self):
        self.run_file("Name,Hostname,Asset Tag,Serial Number\nn1,n1,N/A,SA1\n")
        run = self.run_file("Name,Hostname,Asset Tag,Serial Number\nn2,n2,N/A,SB1\n")
        self.assertIn("“N/A” is no asset tag", run.line_ids.warnings)
        self.assertEqual(self.hosts("n1", "n2").mapped("serial_number"), ["SA1", "SB1"])

    def test_a_lease_goes_from_machine_to_machine_and_undo_takes_it_back(self):
        self.run_file(scan(("10.1.1.50", "02:00:00:00:00:0a", "annas-phone")))
        run = self.run_file(scan(("10.1.1.50", "02:00:00:00:00:0b", "bens-laptop")))
        phone, laptop = self.hosts("annas-phone"), self.hosts("bens-laptop")
        self.assertFalse(phone.ip_addresses)
        self.assertEqual(laptop.ip_addresses, "10.1.1.50")
        self.assertIn("is now on bens-laptop", run.line_ids[0].reason)
        self.undo(run)
        self.assertEqual(phone.ip_addresses, "10.1.1.50")

    def test_an_address_that_a_person_documents_is_taken_from_nobody(self):
        holder = self.asset("Server", hostname="srv", ip_addresses="10.1.1.50")
        answer = self.report({"hostname": "other", "interfaces": [self.card("e0", 1, "10.1.1.50")]})
        self.assertEqual(self.results(answer), ["created"])
        self.assertIn("already taken by Server", answer["objects"][0]["warnings"][0])
        self.assertFalse(self.hosts("other").ip_addresses)
        self.assertEqual(holder.ip_addresses, "10.1.1.50")

    def test_a_lease_moves_within_a_source(self):
        self.report(
            {"id": "A", "hostname": "a", "interfaces": [self.card("e0", 1, "10.1.1.50/24")]},
            {"id": "Z", "hostname": "z"},
        )
        answer = self.report(
            {"id": "B", "hostname": "b", "interfaces": [self.card("e0", 2, "10.1.1.50/24")]},
            {"id": "Z", "hostname": "z"},
        )
        self.assertEqual(self.results(answer), ["created", "unchanged"])
        self.assertEqual(self.hosts("b").ip_addresses, "10.1.1.50")
        self.assertFalse(self.hosts("a").ip_addresses)

    def test_a_resolvers_name_joins_no_routers(self):
        for number in (1, 2):
            self.run_file(scan((f"10.{number}.0.1", f"02:00:00:00:00:0{number}", "_gateway")))
        interfaces = self.env["ipai.interface"].search(
            [("mac_address", "in", ["02:00:00:00:00:01", "02:00:00:00:00:02"])]
        )
        self.assertEqual(len(interfaces.asset_id), 2)

    def test_an_export_with_two_tags_is_one_asset(self):
        self.run_file('Name,Hostname,Tags\nex,ex,"lab, backup"\n', create_tags=True)
        run = self.run_file('"Name","Hostname","Tags"\n"ex","ex","lab"\n"","","backup"\n')
        self.assertEqual(run.line_ids.mapped("action"), ["unchanged"])

    def test_an_address_that_a_person_corrects_by_file_is_the_persons(self):
        told = {
            "id": "1",
            "hostname": "lk",
            "interfaces": [{"name": "eth0", "addresses": ["10.1.1.40/24"]}],
        }
        self.report(told)
        self.run_file("Hostname,IP Addresses\nlk,10.1.1.41\n")
        self.report(told)
        self.assertEqual(self.hosts("lk").ip_addresses, "10.1.1.41")
        self.assertEqual(len(self.open_drift()), 1)

    def test_a_decommissioned_machine_frees_its_name(self):
        self.asset("old", hostname="re", serial_number="OLD-1").status = "decommissioned"
        new = self.asset("new", hostname="re", serial_number="NEW-1")
        self.run_file("Hostname,Room or Rack\nre,Rack 9\n")
        self.assertEqual(new.location, "Rack 9")
        line = self.preview("Serial Number\nOLD-1\n").line_ids
        self.assertIn("Is it back?", line.reason)

    def test_an_address_moves_to_the_interface_reported_and_keeps_its_record(self):
        self.run_file("Name,Hostname,IP Addresses\np,p,10.1.1.10\n")
        address = self.hosts("p").address_ids
        address.dns_name = "p.example"
        self.report(
            {"id": "n/1", "hostname": "p", "interfaces": [self.card("ens18", 1, "10.1.1.10/24")]}
        )
        self.assertEqual(self.hosts("p").address_ids, address)
        self.assertEqual((address.interface_id.name, address.dns_name), ("ens18", "p.example"))
        self.assertEqual(self.hosts("p").interface_ids.mapped("name"), ["ens18"])

    def test_what_every_host_has_is_on_every_host(self):
        self.report(
            *(
                {
                    "id": f"h{number}",
                    "hostname": f"lx{number}",
                    "interfaces": [
                        {"name": "lo", "mac": "00:00:00:00:00:00", "addresses": ["127.0.0.1/8"]},
                        self.card("eth0", number, f"10.1.1.{number}/24", "fe80::1/64"),
                        {"name": "docker0", "addresses": ["172.17.0.1/16"]},
                    ],
                }
                for number in (1, 2, 3)
            )
        )
        hosts = self.hosts("lx1", "lx2", "lx3")
        self.assertEqual(len(hosts), 3)
        for host in hosts:
            self.assertLessEqual({"127.0.0.1", "172.17.0.1"}, set(host.address_ids.mapped("host")))

    def test_short_and_qualified_name_are_one_machine(self):
        self.report({"id": "1", "hostname": "fq"})
        answer = self.report({"id": "x", "hostname": "fq.corp.example"}, source="other")
        self.assertEqual(self.asset_of(answer), self.found("fq"))

    def test_a_relation_finds_an_object_of_the_snapshot_by_its_host_name(self):
        relation = {"type": "depends on", "target": "nas.example.lan"}
        self.report(
            {"id": "1", "name": "nas", "hostname": "nas.example.lan"},
            {"id": "2", "hostname": "app", "relations": [relation]},
        )
        found = self.env["ipai.relation"].search([("source_asset_id.hostname", "=", "app")])
        self.assertEqual(found.target_asset_id.name, "nas")

    def test_a_row_without_any_name_is_refused(self):
        run = self.preview("Name,Room or Rack\n,Rack 1\n", default_type_id=self.compute.id)
        self.assertEqual(run.line_ids.action, "error")

    def test_a_name_is_known_again(self):
        for _time in range(2):
            self.run_file("Name\nFront Desk\n")
        self.assertEqual(len(self.found("Front Desk")), 1)

    def test_what_several_firewalls_report_is_shared(self):
        self.report(
            *(
                {
                    "id": str(node),
                    "hostname": f"fw{node}",
                    "interfaces": [self.card("igb0", node, f"10.1.1.{node}/24", "10.1.1.9/24")],
                }
                for node in (1, 2)
            )
        )
        shared = self.env["ipai.ip.address"].search([("host", "=", "10.1.1.9")])
        self.assertEqual(shared.mapped("role"), ["vip", "vip"])
        self.assertEqual(shared.asset_id, self.hosts("fw1", "fw2"))

    def test_several_addresses_of_one_mac_in_a_scan_are_one_asset(self):
        mac = "02:00:00:00:00:05"
        run = self.run_file(scan(("10.1.1.5", mac, "srv"), ("10.1.1.6", mac, None)))
        self.assertEqual(run.line_ids.asset_id.ip_addresses, "10.1.1.5, 10.1.1.6")

    def test_a_row_for_each_interface_is_one_asset(self):
        rows = "Name,Hostname,Interface,IP Addresses\nii,ii,eth0,10.1.1.1/25\nii,ii,eth1,10.1.1.129/25\n"
        self.run_file(rows)
        self.assertEqual(self.hosts("ii").interface_ids.mapped("name"), ["eth0", "eth1"])

    def test_a_mistyped_mask_is_nobody_elses(self):
        told = {
            "id": "1",
            "hostname": "wm",
            "interfaces": [{"name": "e0", "addresses": ["44.1.1.5/8"]}],
        }
        self.report(told)
        self.run_file("Name,Hostname,IP Addresses\nwn,wn,44.2.2.9\n")
        self.assertEqual(self.hosts("wn").address_ids.name, "44.2.2.9/32")

    def test_rounded_and_placeholder_serials_identify_nothing(self):
        for number in (1, 2):
            self.run_file(f"Name,Serial Number\ns{number},8.93901E+18\n")
            self.report(
                {"id": str(number), "hostname": f"ph{number}", "serial": "SystemSerialNumb"}
            )
        self.assertEqual(len(self.found("s1") + self.found("s2")), 2)
        self.assertEqual(len(self.hosts("ph1", "ph2")), 2)
