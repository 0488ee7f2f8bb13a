# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command

from .ip_common import NetworkCase


class TestMask(NetworkCase):
    """An address of which only the host is known has the mask of the network that it lies in."""

    def test_a_prefix_that_appears_over_addresses_gives_them_its_mask(self):
        asset = self.new_asset("pve01")
        card = self.interface(asset)
        one = self.address("192.0.2.10", interface_id=card.id)
        other = self.address("192.0.2.11/28")
        outside = self.address("198.51.100.1")
        self.assertEqual(one.name, "192.0.2.10/32")
        prefix = self.prefix("192.0.2.0/24")
        self.assertEqual(one.name, "192.0.2.10/24")
        self.assertEqual(other.name, "192.0.2.11/28", "What told its own mask keeps it")
        self.assertEqual(outside.name, "198.51.100.1/32")
        self.assertEqual(one.prefix_id, prefix)
        self.assertEqual(asset.primary_ip4_id, one)

    def test_what_stands_alone_by_design_stays_so(self):
        card = self.interface(self.new_asset("router"), "lo", kind="loopback")
        loopback = self.address("192.0.2.1", interface_id=card.id)
        other = self.address("192.0.2.2", role="loopback")
        self.prefix("192.0.2.0/24")
        self.assertEqual((loopback + other).mapped("name"), ["192.0.2.1/32", "192.0.2.2/32"])

    def test_a_container_lends_no_mask_until_it_is_none(self):
        address = self.address("192.0.2.10")
        prefix = self.prefix("192.0.2.0/24", status="container")
        self.assertEqual(address.name, "192.0.2.10/32")
        prefix.status = "active"
        self.assertEqual(address.name, "192.0.2.10/24")

    def test_the_smallest_prefix_gives_the_mask(self):
        address = self.address("2001:db8::10")
        self.prefix("2001:db8::/32")
        self.assertEqual(address.name, "2001:db8::10/32")
        inner = self.address("2001:db8:1::10")
        self.prefix("2001:db8:1::/48")
        self.assertEqual(inner.name, "2001:db8:1::10/32", "It had a mask by then")

    def test_a_prefix_to_confirm_lends_its_mask_to_nobody(self):
        prefix = self.prefix("192.0.0.0/16")
        prefix.sudo().to_confirm = True
        self.assertEqual(self.address("192.0.2.10").name, "192.0.2.10/32")
        self.prefix("192.0.0.0/15")
        address = self.address("192.0.2.11")
        self.assertEqual(address.name, "192.0.2.11/15", "The next one that is sure does")
        prefix.action_confirm()
        self.assertFalse(prefix.to_confirm)
        self.assertEqual(self.address("192.0.2.12").name, "192.0.2.12/16")

    def test_it_holds_in_the_form(self):
        address = self.address("192.0.2.10")
        values = {"name": "192.0.2.0/24", "scope_id": self.scope.id}
        self.env["ipai.prefix"].web_save(values, {})
        self.assertEqual(address.name, "192.0.2.10/24")
        cards = [
            Command.create(
                {
                    "name": "eth0",
                    "address_ids": [
                        Command.create({"name": "192.0.2.20", "scope_id": self.scope.id})
                    ],
                }
            )
        ]
        asset = self.new_asset("vm", interface_ids=cards)
        self.assertEqual(asset.address_ids.name, "192.0.2.20/24")
