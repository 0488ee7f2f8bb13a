# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import tagged
from odoo.tools import file_open

from ..importing.reading import rows as limits
from .import_common import ImportCase

LAUGHS = "\n".join(
    f'<!ENTITY {new} "{f"&{old};" * 10}">'
    for old, new in zip("abcdefghi", "bcdefghij", strict=True)
)
BILLION_LAUGHS = f"""<?xml version="1.0"?>
<!DOCTYPE nmaprun [
  <!ENTITY a "ha">
  {LAUGHS}
]>
<nmaprun><host><status state="up"/><address addr="&j;" addrtype="ipv4"/></host></nmaprun>
"""

EXTERNAL_ENTITY = """<?xml version="1.0"?>
<!DOCTYPE nmaprun [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<nmaprun><host><status state="up"/><hostnames><hostname name="&x;"/></hostnames></host></nmaprun>
"""


@tagged("post_install", "-at_install")
class TestImportFiles(ImportCase):
    def assertUnreadable(self, content, *words, **options):
        before = self.env["ipai.asset"].search_count([])
        run = self.preview(content, **options)
        self.assertEqual(run.state, "failed")
        for word in words:
            self.assertIn(word, run.message)
        self.assertFalse(run.line_ids)
        self.assertEqual(self.env["ipai.asset"].search_count([]), before)
        return run

    def test_billion_laughs(self):
        self.assertUnreadable(BILLION_LAUGHS, "entities", "was not read")

    def test_external_entity(self):
        self.assertUnreadable(EXTERNAL_ENTITY, "entities")

    def test_truncated_xml(self):
        self.assertUnreadable('<?xml version="1.0"?><nmaprun><host>', "broken", "run it again")

    def test_other_xml(self):
        self.assertUnreadable("<inventory/>", "<inventory>", "nmap -sV -oX")

    def test_scan_without_an_answer(self):
        self.assertUnreadable(
            '<nmaprun><host><status state="down" reason="no-response"/></host></nmaprun>',
            "No host answered",
        )

    def test_wrong_encoding_names_byte_and_line(self):
        content = "name\nok\nMünchen\n".encode("latin-1")
        run = self.assertUnreadable(content, "Line 3", "0xFC", "Latin-1")
        run.encoding = "latin-1"
        run.action_preview()
        run.run_to_end()
        self.assertEqual(run.line_ids[1].title, "München")

    def test_utf16_with_its_mark_and_utf8_with_its_mark(self):
        for codec in ("utf-16", "utf-8-sig"):
            run = self.preview("name;location\nMünchen;Rack\n".encode(codec))
            self.assertEqual(
                (run.line_ids.title, run.line_ids.action), ("München", "create"), codec
            )

    def test_utf16_without_mark(self):
        self.assertUnreadable("name,location\nx,y\n".encode("utf-16-le"), "Line 1", "NUL")

    def test_empty_file_and_headings_only(self):
        self.assertUnreadable("\n", "empty")
        self.assertUnreadable(b"\xef\xbb\xbf\n", "empty")
        self.assertEqual(self.preview("\n\nname\nx\n").line_ids.label, "Row 4")
        self.assertUnreadable("name,hostname\n", "no rows")

    def test_unknown_columns_are_named_and_ignored(self):
        run = self.preview("name,favorite color\nx,red\n")
        self.assertIn("favorite color", run.file_warnings)
        self.assertUnreadable("color,shape\nred,round\n", "No column is known", "color, shape")

    def test_column_twice(self):
        self.assertUnreadable(
            "name,Host Name,hostname,Hostname\nx,a,b,c\n", "hostname", "Hostname", "Remove one"
        )

    def test_too_many_cells_stop_their_row_only(self):
        run = self.preview("name,location\na,b,c\nd,e\n")
        self.assertEqual(run.line_ids.mapped("action"), ["error", "create"])
        self.assertIn("3 cells where the headings name 2", run.line_ids[0].reason)

    def test_formula_is_text_and_flagged(self):
        run = self.apply(
            self.preview("name,location,purpose\nx,\"=cmd|' /C calc'!A0\",+43 1 234\n")
        )
        asset = run.line_ids.asset_id
        self.assertEqual(asset.location, "=cmd|' /C calc'!A0")
        self.assertIn("Room or Rack: starts like a formula", run.line_ids.warnings)
        self.assertNotIn("Purpose", run.line_ids.warnings)
        self.assertEqual(run.warning_count, 1)

    def test_huge_cell_is_cut_and_flagged(self):
        run = self.preview(f"name,notes\nx,{'n' * (limits.MAX_CELL + 5)}\n")
        self.assertIn("only the first 10,000", run.line_ids.warnings)

    def test_quote_never_closed(self):
        self.assertUnreadable('name,notes\nx,"' + "line\n" * 5, "quotation mark")

    def test_html_in_cells_is_no_markup(self):
        run = self.apply(self.preview("name,notes\n<b>x</b>,a <script>alert(1)</script>\n"))
        self.assertEqual(run.line_ids.asset_id.name, "<b>x</b>")
        self.assertNotIn("<script", run.line_ids.asset_id.notes)

    def test_netbox_table_export(self):
        with file_open("ipai_discovery/tests/data/netbox4_devices.csv", "rb") as file:
            run = self.preview(file.read(), create_sites=True, create_customers=True)
        self.assertEqual((run.found_format, run.error_count, run.create_count), ("netbox", 0, 4))
        self.assertIn("Airflow", run.file_warnings)
        self.apply(run)
        switch = self.found("sw-core-1")
        self.assertEqual(switch.type_id, self.env.ref("ipai_asset.type_network"))
        self.assertEqual(
            (switch.location, switch.ip_addresses), ("Room 1 / Rack R1 U40", "10.77.0.2")
        )
        self.assertEqual((switch.purpose, switch.status), ("Core Switch", "active"))
        self.assertEqual(
            (switch.model_id.name, switch.manufacturer_id.name), ("ICX 7150", "Ruckus Import")
        )
        self.assertEqual(
            (switch.customer_id.name, switch.site_id.name), ("Initech NetBox", "Vienna Import")
        )
        tags = {name.lower() for name in switch.tag_ids.mapped("name")}
        self.assertEqual(tags, {"core", "lan"}, "a tag that exists is taken whatever its case")
        statuses = [self.found(name).status for name in ("srv-1", "srv-2", "old-1")]
        self.assertEqual(statuses, ["planned", "maintenance", "decommissioned"])

    def test_netbox_field_names(self):
        run = self.preview(
            "name,device_role,tenant,manufacturer,device_type,serial,asset_tag,status,site,rack,position,primary_ip4\n"
            "nb1,Firewall,,Import Maker,FW1,NB-S1,NB-T1,offline,,R7,3,10.78.0.1/24\n"
        )
        self.assertEqual((run.found_format, run.create_count), ("netbox", 1))
        asset = self.apply(run).line_ids.asset_id
        self.assertEqual(
            (asset.asset_tag, asset.status, asset.location), ("NB-T1", "maintenance", "Rack R7 U3")
        )

    def test_netbox_address_is_added_to_the_known_ones(self):
        asset = self.asset("nb1", serial_number="NB-S1", ip_addresses="10.78.0.9")
        self.apply(
            self.preview("name,role,tenant,serial,primary_ip4\nnb1,Server,,NB-S1,10.78.0.1/24\n")
        )
        self.assertEqual(asset.ip_addresses, "10.78.0.9, 10.78.0.1")
