# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import ValidationError

from .ip_common import NetworkCase


class TestAssetExtensions(NetworkCase):
    """What the network adds to an asset's spelling, search, templated links, copy and sheet."""

    def test_addresses_are_kept_in_one_spelling(self):
        asset = self.new_asset(
            "pve01",
            mac_addresses="00-1B-2C-3D-4E-5F; 001b.2c3d.4e5f",
            ip_addresses="192.0.2.10, ::ffff:192.0.2.10 2001:DB8::1",
        )
        self.assertEqual(asset.mac_addresses, "00:1b:2c:3d:4e:5f")
        self.assertEqual(asset.ip_addresses, "192.0.2.10, 2001:db8::1")

    def test_what_is_no_address_is_refused_with_the_spelling_to_use(self):
        for field, value, hint in (
            ("ip_addresses", "192.0.2.010", "192.0.2.10"),
            ("ip_addresses", "192.0.2.0/24", "without a mask"),
            ("mac_addresses", "00:1b:2c", "00:1b:2c:3d:4e:5f"),
        ):
            with self.subTest(value=value), self.assertRefused(ValidationError, hint):
                self.new_asset("x", **{field: value})

    def test_one_box_finds_by_any_address(self):
        self.new_asset("Other", ip_addresses="198.51.100.1")
        firewall = self.new_asset(
            "Firewall", mac_addresses="00:1b:2c:3d:4e:5f", ip_addresses="192.0.2.1"
        )
        assets = self.env["ipai.asset"].with_user(self.reader)
        for text in ("192.0.2", "1b:2c", "1B-2C-3D", "2c3d.4e5f", "2c3d4e5f"):
            with self.subTest(text=text):
                self.assertEqual(assets.search([("search_text", "ilike", text)]), firewall)
                found = [row[0] for row in assets.name_search(text, [])]
                self.assertEqual(found, firewall.ids)

    def test_the_box_follows_an_address_that_moves(self):
        asset = self.new_asset("pc", ip_addresses="192.0.2.1")
        asset.address_ids.name = "192.0.2.77/24"
        self.assertIn("192.0.2.77", asset.search_text)

    def test_a_template_knows_the_address_and_the_mac(self):
        self.env["ipai.link.template"].with_user(self.manager).create(
            {
                "name": "Grafana",
                "url_template": "https://grafana.example/?ip={{ ip }}&mac={{ mac }}",
            }
        )
        asset = self.new_asset(
            "pc", ip_addresses="2001:db8::1, 192.0.2.1", mac_addresses="00:1b:2c:3d:4e:5f"
        )
        self.assertIn(
            "https://grafana.example/?ip=2001%3Adb8%3A%3A1&amp;mac=00%3A1b%3A2c%3A3d%3A4e%3A5f",
            asset.link_buttons,
        )

    def test_a_copy_has_no_address_of_the_original(self):
        twin = self.new_asset("pc", ip_addresses="192.0.2.1").copy()
        self.assertFalse(twin.ip_addresses or twin.interface_ids)

    def test_the_sheet_tells_addresses_and_interfaces(self):
        asset = self.new_asset("dc01", ip_addresses="192.0.2.7")
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "ipai_asset.asset_sheet", asset.ids
        )
        for expected in ("IP Addresses", "192.0.2.7", "eth0", "Connected To"):
            self.assertIn(expected, html.decode())

    def test_a_form_just_opened_has_no_name_yet(self):
        self.assertFalse(self.env["ipai.interface"].new({}).display_name)
