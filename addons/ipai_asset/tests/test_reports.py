# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from lxml.html import fromstring

from odoo.tests import tagged

from .common import AssetCase


@tagged("post_install", "-at_install")
class TestReports(AssetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # wkhtmltopdf asks this server for style sheets, which answers nobody while a test runs;
        # where nothing listens it gets its refusal at once.
        cls.env["ir.config_parameter"].set_param("report.url", "http://127.0.0.1:9")

    def test_the_label_carries_tag_name_and_the_address_of_the_asset(self):
        asset = self.new_asset("pve01", serial_number="SN42", customer_id=self.acme.id)
        html, kind = self.env["ir.actions.report"]._render_qweb_html(
            "ipai_asset.asset_label", asset.ids
        )
        text = html.decode()
        self.assertEqual(kind, "html")
        for expected in (asset.asset_tag, "pve01", "SN42", "Acme", "data:image/png;base64,"):
            self.assertIn(expected, text)
        self.assertIn(f'alt="{asset.get_base_url()}/odoo/assets/{asset.id}"', text)

    def test_both_reports_print_as_pdf(self):
        assets = self.new_asset("<b>pve01</b>") + self.new_asset("pve02")
        for name in ("ipai_asset.asset_label", "ipai_asset.asset_sheet"):
            with self.subTest(report=name):
                pdf, kind = (
                    self.env["ir.actions.report"]
                    .with_context(force_report_rendering=True)
                    ._render_qweb_pdf(name, assets.ids)
                )
                self.assertEqual(kind, "pdf")
                self.assertTrue(pdf.startswith(b"%PDF"))

    def test_the_sheet_tells_what_is_known_and_leaves_out_what_is_not(self):
        host = self.new_asset("pve01")
        asset = self.new_asset("dc01", host_id=host.id)
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "ipai_asset.asset_sheet", asset.ids
        )
        text = html.decode()
        for expected in ("dc01", "Runs On", "pve01", "History", "Planned"):
            self.assertIn(expected, text)
        self.assertNotIn("Serial Number", text)

    def test_the_history_on_the_sheet_has_a_cell_for_each_column(self):
        asset = self.new_asset("dc01")
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "ipai_asset.asset_sheet", asset.ids
        )
        [history] = fromstring(html).xpath("//h4[text()='History']/following-sibling::table")
        _head, row = history.xpath(".//tr")
        cells = [cell.text_content().strip() for cell in row.xpath("td")]
        self.assertEqual(cells[1:], ["", "", "Compute", "Planned"])

    def test_the_sheet_tells_dates_and_extra_fields_as_a_person_reads_them(self):
        self.env.user.tz = "Asia/Tokyo"
        self.env["res.lang"]._lang_get("en_US").write(
            {"date_format": "%d.%m.%Y", "time_format": "%H:%M:%S"}
        )
        self.compute.properties_definition = [
            {"name": "a", "string": "Raid", "type": "selection", "selection": [["r1", "RAID 1"]]},
            {"name": "b", "string": "Managed", "type": "boolean"},
            {"name": "c", "string": "Keeper", "type": "many2one", "comodel": "res.partner"},
            {"name": "d", "string": "Uses", "type": "tags", "tags": [["w", "Web", 1]]},
        ]
        asset = self.new_asset(
            "pve01",
            purchase_date="2026-03-01",
            last_seen="2026-03-02 20:30:00",
            criticality="high",
            properties={"a": "r1", "b": True, "c": self.ada.id, "d": ["w"]},
        )
        rows = dict(asset.with_user(self.env.user)._sheet_rows())
        told = {
            "Purchase Date": "01.03.2026",
            "Last Seen": "03.03.2026 05:30:00",
            "Criticality": "High",
            "Raid": "RAID 1",
            "Managed": "Yes",
            "Keeper": self.ada.display_name,
            "Uses": "Web",
        }
        self.assertEqual({label: rows.get(label) for label in told}, told)
