# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from .common import AssetCase


class TestAssetSearch(AssetCase):
    def found(self, text):
        assets = self.env["ipai.asset"].with_user(self.reader)
        names = assets.browse([row[0] for row in assets.name_search(text, [])]).mapped("name")
        box = assets.search([("search_text", "ilike", text)]).mapped("name")
        self.assertEqual(sorted(names), sorted(box), "the box and the many2one find the same")
        return sorted(names)

    def test_one_box_finds_by_any_identity(self):
        self.new_asset(
            "Firewall",
            hostname="pfsense.lab.example",
            serial_number="NTG1234",
            asset_tag="FW-1",
        )
        self.new_asset("Other", serial_number="ZZZ")
        for text in ("irewal", "SENSE.lab", "ntg12", "fw-1"):
            with self.subTest(text=text):
                self.assertEqual(self.found(text), ["Firewall"])

    def test_an_exact_name_is_found_by_import(self):
        asset = self.new_asset("Firewall")
        self.new_asset("Firewall 2")
        self.assertEqual(self.env["ipai.asset"].name_search("Firewall", [], "=")[0][0], asset.id)

    def test_the_fragment_is_answered_by_one_index(self):
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        query = self.env["ipai.asset"]._search([("search_text", "ilike", "sense")], order="id")
        self.env.cr.execute("EXPLAIN " + self.env.cr.mogrify(*self.code_of(query)).decode())
        plan = "\n".join(row[0] for row in self.env.cr.fetchall())
        self.assertIn("search_text", plan)
        self.assertNotIn("Seq Scan", plan)

    def code_of(self, query):
        sql = query.select("id")
        return sql.code, sql.params

    def test_display_name_tells_the_host_name_where_it_differs(self):
        self.assertEqual(self.new_asset("unit01", hostname="UNIT01").display_name, "unit01")
        self.assertEqual(self.new_asset("Mail", hostname="mx1").display_name, "Mail (mx1)")
