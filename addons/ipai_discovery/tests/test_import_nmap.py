# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import shutil
import subprocess
import threading
from socketserver import StreamRequestHandler, ThreadingTCPServer

from odoo.tests import tagged

from .import_common import ImportCase

SCAN = """<?xml version="1.0"?>
<!DOCTYPE nmaprun>
<nmaprun scanner="nmap" start="1795353664" version="7.93">
<host endtime="{seen}"><status state="up" reason="arp-response"/>
<address addr="192.0.2.50" addrtype="ipv4"/>
<address addr="BC:24:11:00:00:50" addrtype="mac" vendor="Scan Import GmbH"/>
<hostnames><hostname name="printer.scan.example" type="PTR"/></hostnames>
<ports><port protocol="tcp" portid="9100"><state state="open"/><service name="jetdirect"/></port>
<port protocol="tcp" portid="23"><state state="closed"/></port></ports>
<os><osmatch name="Scan print server" accuracy="96"><osclass type="printer" osfamily="Scan OS" osgen="3"/></osmatch></os>
</host>
<host><status state="down" reason="no-response"/><address addr="192.0.2.51" addrtype="ipv4"/></host>
<host><status state="up" reason="user-set"/><address addr="192.0.2.52" addrtype="ipv4"/>
<ports><extraports state="filtered" count="2"/></ports></host>
<runstats><finished time="{seen}"/><hosts up="2" down="1" total="3"/></runstats>
</nmaprun>
"""


class MailServer(StreamRequestHandler):
    """Says who it is at once: nmap waits six seconds for a server that does not."""

    def handle(self):
        self.wfile.write(b"220 mail.scan.example ESMTP Postfix\r\n")


@tagged("post_install", "-at_install")
class TestImportNmap(ImportCase):
    def test_report_becomes_an_asset(self):
        run = self.preview(SCAN.format(seen=1795353671), file_name="scan.xml")
        self.assertEqual((run.found_format, run.create_count), ("nmap", 1))
        self.assertIn("did not answer: 2", run.file_warnings)
        line = self.apply(run).line_ids
        asset = line.asset_id
        self.assertEqual((asset.name, asset.hostname), ("printer", "printer.scan.example"))
        self.assertEqual(asset.mac_addresses, "bc:24:11:00:00:50")
        self.assertEqual(asset.type_id, self.env.ref("ipai_asset.type_printer"))
        self.assertEqual(asset.operating_system_id.name, "Scan OS 3")
        self.assertEqual(asset.manufacturer_id.name, "Scan Import GmbH")
        self.assertEqual(str(asset.last_seen), "2026-11-22 13:21:11")
        self.assertIn("9100/tcp jetdirect", line.report)
        self.assertNotIn("23/tcp", line.report)
        self.assertFalse(asset.notes, "Ports are observed, not written down")
        self.assertEqual(asset.source, "nmap")

    def test_later_scan_only_sees_and_earlier_scan_nothing(self):
        self.apply(self.preview(SCAN.format(seen=1795353671)))
        run = self.preview(SCAN.format(seen=1795353672))
        self.assertEqual((run.seen_count, run.update_count), (1, 0))
        asset = self.apply(run).line_ids.asset_id
        self.assertEqual(str(asset.last_seen), "2026-11-22 13:21:12")
        self.assertEqual(self.preview(SCAN.format(seen=1795353600)).unchanged_count, 1)

    def test_scan_fills_gaps_and_replaces_nothing(self):
        asset = self.asset(
            "Front Office",
            mac_addresses="bc:24:11:00:00:50",
            ip_addresses="192.0.2.40",
            hostname="printer",
        )
        self.apply(self.preview(SCAN.format(seen=1795353671)))
        self.assertEqual(
            (asset.name, asset.hostname, asset.type_id), ("Front Office", "printer", self.compute)
        )
        self.assertEqual(asset.ip_addresses, "192.0.2.40, 192.0.2.50")
        self.assertEqual(asset.operating_system_id.name, "Scan OS 3")

    def test_another_name_at_a_virtual_mac_is_a_question(self):
        self.asset("Front Office", mac_addresses="bc:24:11:00:00:50", hostname="fo")
        line = self.preview(SCAN.format(seen=1795353671)).line_ids
        self.assertEqual((line.action, line.candidate_ids.name), ("conflict", "Front Office"))
        self.assertIn("printer.scan.example is not fo", line.reason)

    def test_guess_that_may_not_be_created_is_left_alone(self):
        run = self.preview(SCAN.format(seen=1795353671), create_manufacturers=False)
        self.assertEqual(run.line_ids.action, "create")
        self.assertIn("Left alone", run.line_ids.warnings)

    def test_scan_of_this_machine(self):
        nmap = shutil.which("nmap")
        self.assertTrue(nmap, "This test needs nmap: apt-get install nmap")
        servers = [
            ThreadingTCPServer((address, 0), MailServer) for address in ("127.0.0.1", "127.0.0.2")
        ]
        ports = [server.server_address[1] for server in servers]
        for server in servers:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            self.addCleanup(server.server_close)
            self.addCleanup(server.shutdown)
        command = [
            nmap,
            "-sV",
            "-oX",
            "-",
            "-p",
            ",".join(map(str, ports)),
            "127.0.0.1",
            "127.0.0.2",
        ]

        def scan():
            return subprocess.run(command, capture_output=True, check=True, timeout=120).stdout

        run = self.preview(scan(), file_name="scan.xml")
        self.assertEqual(run.create_count, 2, run.line_ids.mapped("reason"))
        self.apply(run)
        assets = run.line_ids.asset_id
        self.assertEqual(sorted(assets.mapped("ip_addresses")), ["127.0.0.1", "127.0.0.2"])
        for port, address in zip(ports, ("127.0.0.1", "127.0.0.2"), strict=True):
            asset = assets.filtered(lambda asset, address=address: asset.ip_addresses == address)
            line = run.line_ids.filtered(lambda line, asset=asset: line.asset_id == asset)
            self.assertIn(f"{port}/tcp smtp", line.report)
            self.assertTrue(asset.last_seen)
        assets.last_seen = "2026-01-01 00:00:00"
        again = self.preview(scan(), file_name="scan.xml")
        self.assertEqual((again.seen_count, again.create_count, again.update_count), (2, 0, 0))
        self.assertEqual(
            {change["field"] for line in again.line_ids for change in line.changes}, {"last_seen"}
        )
