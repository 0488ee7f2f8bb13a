# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import tagged

from .import_common import ImportCase

HOST = (
    '{ "ip": "10.66.0.%s", "timestamp": "1790000000", "ports": [ {"port": %s, "proto": "tcp", "status": "open",'
    ' "reason": "syn-ack", "ttl": 64} ] }'
)


@tagged("post_install", "-at_install")
class TestImportMasscan(ImportCase):
    def imported(self, content, name="scan.json"):
        run = self.apply(self.preview(content, file_name=name))
        self.assertEqual(run.found_format, "nmap")
        found = run.line_ids.asset_id.sorted("name")
        self.assertEqual(found.mapped("ip_addresses"), ["10.66.0.1", "10.66.0.2"])
        return run

    def test_json_is_read_with_all_ports_of_a_host(self):
        objects = [HOST % (1, 22), HOST % (2, 80), HOST % (1, 443)]
        run = self.imported("[\n" + ",\n".join(objects) + "\n]\n")
        self.assertEqual(run.line_ids[0].report, "22/tcp\n443/tcp")
        self.assertFalse(run.file_warnings)

    def test_json_of_older_versions_and_a_line_each_are_read(self):
        run = self.imported(
            "[\n" + HOST % (1, 22) + ",\n" + HOST % (2, 80) + ",\n{finished: 1}\n]\n"
        )
        self.assertFalse(run.file_warnings)
        self.undo(run)
        self.imported(HOST % (1, 22) + "\n" + HOST % (2, 80) + "\n")

    def test_a_list_is_read(self):
        lines = "open tcp 22 10.66.0.1 1790000000\nopen udp 53 10.66.0.2 1790000001\n"
        self.imported("#masscan\n" + lines + "# end\n", "scan.txt")

    def test_of_a_file_that_breaks_off_what_is_whole_is_read(self):
        run = self.imported("[\n" + HOST % (1, 22) + ",\n" + HOST % (2, 80) + ',\n{ "ip": "10.66')
        self.assertIn("cut off", run.file_warnings)
