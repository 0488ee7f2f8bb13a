# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Files as people and programs really write them: what is whole is read, what is not is named."""

import base64
import io

from openpyxl import Workbook

from odoo.tests import tagged

from .import_common import ImportCase

HEAD = '<?xml version="1.0"?><!DOCTYPE nmaprun><nmaprun scanner="{}">'
HOST = (
    '<host endtime="1790000001"><status state="{}" reason="arp-response"/>'
    '<address addr="{}" addrtype="ipv4"/><ports><port protocol="tcp" portid="{}">'
    '<state state="open"/><service name="x"/></port></ports></host>'
)
END = (
    '<runstats><finished time="1790000100"/><hosts up="1" down="0" total="1"/></runstats></nmaprun>'
)


@tagged("post_install", "-at_install")
class TestImportReading(ImportCase):
    def rows(self, content, **options):
        return self.preview(content, default_type_id=self.compute.id, **options).line_ids

    def changed(self, line):
        return {change["field"]: change["new"] for change in line.changes}

    def test_a_cut_off_scan_is_read_as_far_as_it_is_whole(self):
        hosts = "".join(HOST.format("up", f"10.1.1.{number}", 22) for number in range(1, 21))
        run = self.preview(HEAD.format("nmap") + hosts + '<host starttime="1"><status state="up"')
        self.assertEqual((run.state, run.create_count), ("previewed", 20))
        self.assertIn("cut off", run.file_warnings)
        self.assertIn("20 hosts", run.file_warnings)
        nothing = self.preview(HEAD.format("nmap") + '<host starttime="1">')
        self.assertEqual(nothing.state, "failed")

    def test_masscan_lists_a_host_for_each_port(self):
        hosts = [
            HOST.format("up", address, port).replace(
                '<status state="up" reason="arp-response"/>', ""
            )
            for address, port in (("10.1.1.5", 22), ("10.1.1.5", 443), ("10.1.1.6", 80))
        ]
        lines = self.rows(HEAD.format("masscan") + "".join(hosts) + END)
        self.assertEqual(lines.mapped("title"), ["10.1.1.5", "10.1.1.6"])
        self.assertEqual(lines[0].report.splitlines(), ["22/tcp x", "443/tcp x"])

    def test_hosts_that_are_down_do_not_count_as_rows(self):
        down = "".join(
            f'<host><status state="down"/><address addr="10.1.{n // 256}.{n % 256}" addrtype="ipv4"/></host>'
            for n in range(1, 50_100)
        )
        run = self.preview(
            HEAD.format("nmap") + down + HOST.format("up", "10.9.0.1", 22) + END,
            default_type_id=self.compute.id,
        )
        self.assertEqual((run.state, run.create_count), ("previewed", 1))

    def test_characters_that_xml_forbids_cost_themselves_only(self):
        host = HOST.format("up", "10.1.1.5", 445).replace('"x"', '"0M&#xec;&#x1;\x02"')
        lines = self.rows(HEAD.format("nmap") + host + END)
        self.assertEqual(lines.report, "445/tcp 0M\xec")

    def test_the_address_of_nobody_is_refused_in_the_preview(self):
        lines = self.rows(HEAD.format("nmap") + HOST.format("up", "0.0.0.0", 22) + END)
        self.assertEqual(lines.action, "error")
        self.assertEqual(self.rows("Name,IP Addresses\na,0.0.0.0\n").action, "error")

    def test_a_vlan_both_tagged_and_untagged_is_refused_in_the_preview(self):
        line = self.rows('Name,Interface,VLAN,Tagged VLANs\ntb1,eth0,20,"20,30"\n')
        self.assertEqual(line.action, "error")
        self.assertIn("both untagged and tagged", line.reason)

    def test_headings_below_a_title_and_behind_a_named_delimiter(self):
        run = self.preview("Asset report,,\nGenerated 2026-11-27,,\n,,\nName,Hostname\nt1,t1\n")
        self.assertEqual(run.line_ids.mapped("title"), ["t1"])
        self.assertEqual(run.line_ids.label, "Row 5")
        self.assertIn("not read: Asset report", run.file_warnings)
        line = self.rows("sep=;\r\nName;Serial Number\r\nsep01;SEP001\r\n")
        self.assertEqual(self.changed(line)["serial_number"], "SEP001")
        self.assertEqual(line.label, "Row 3")

    def test_what_a_spreadsheet_writes_around_a_text_is_taken_off(self):
        line = self.rows('Name,Serial Number\neq1,"=""001234"""\n')
        self.assertEqual(self.changed(line)["serial_number"], "001234")
        self.assertFalse(line.warnings)

    def test_what_odoo_exports_it_reads_unchanged(self):
        asset = self.asset("-48V rectifier", location="+1 floor", notes="<p>=see manual</p>")
        line = self.rows("Name,Room or Rack,Notes\n'-48V rectifier,'+1 floor,<p>=see manual</p>\n")
        self.assertEqual((line.asset_id, line.action), (asset, "unchanged"))

    def test_headings_of_other_tools_are_known(self):
        line = self.rows(
            "Asset Name,Host Name,Serial,MAC Address,IP Address,OS,Status,Category,Warranty\n"
            "s1,s1h,S1,02-aa-00-00-00-01,10.1.1.1,Debian,Ready to Deploy,Laptops,2028-01-02\n",
            create_operating_systems=True,
        )
        found = self.changed(line)
        self.assertEqual(found["hostname"], "s1h")
        self.assertEqual(found["serial_number"], "S1")
        self.assertEqual(found["mac_addresses"], "02:aa:00:00:00:01")
        self.assertEqual((found["status"], found["warranty_date"]), ("planned", "2028-01-02"))
        self.assertIn("Laptops", line.warnings)

    def test_an_alias_gives_way_to_the_name_itself(self):
        run = self.preview("Name,Model,Product\na,,X\n")
        self.assertIn("not known: Product", run.file_warnings)

    def test_virtual_machines_of_netbox(self):
        run = self.preview(
            "Name,Status,Site,Cluster,Device,Role,Tenant,vCPUs,Memory,Disk,IP Address\n"
            "vmx1,Active,,cl1,pve1,Web,,2,4096,50,10.101.3.1/24\n"
        )
        self.assertEqual(run.line_ids.action, "create")
        self.assertIn("pve1", run.line_ids.warnings)
        kind = self.env.ref("ipai_asset.type_virtual_machine")
        self.assertEqual(self.changed(run.line_ids)["type_id"], kind.id)

    def test_what_stands_behind_a_date_is_named(self):
        lines = self.rows(
            "Name,Purchase Date\na,2025-12-31 garbage\nb,2025-12-31T00:00:00Z\nc,20251231\n"
        )
        self.assertEqual(lines.mapped("action"), ["error", "create", "create"])
        self.assertEqual(self.changed(lines[1])["purchase_date"], "2025-12-31")

    def test_one_form_and_nothing_hidden(self):
        lines = self.rows(
            "Name,Hostname,Manufacturer\nnb\xa001,nf1,Soci\u00e9t\u00e9\n"
            "\u202egpj.exe,nf2,Socie\u0301te\u0301\n"
        )
        names = [self.changed(line)["name"] for line in lines]
        self.assertEqual(names, ["nb 01", "gpj.exe"])
        makers = [self.changed(line)["manufacturer_id"] for line in lines]
        self.assertEqual(makers[0], makers[1])
        self.assertIn("RIGHT-TO-LEFT OVERRIDE", lines[1].warnings)

    def test_a_workbook_is_read(self):
        book = Workbook()
        sheet = book.active
        sheet.append(["Our machines"])
        sheet.append(["Name", "Serial Number", "Purchase Date"])
        sheet.append(["x1", 1234567890123, None])
        content = io.BytesIO()
        book.save(content)
        run = self.env["ipai.import.run"].create(
            {
                "file": base64.b64encode(content.getvalue()),
                "file_name": "x.xlsx",
                "default_type_id": self.compute.id,
            }
        )
        run.action_preview()
        self.assertEqual(run.run_to_end(), "previewed")
        self.assertEqual(self.changed(run.line_ids)["serial_number"], "1234567890123")
        broken = self.preview(b"PK\x03\x04 no workbook at all")
        self.assertEqual(broken.state, "failed")
