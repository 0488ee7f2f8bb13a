# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import new_test_user

from .ip_common import NetworkCase


class TestFind(NetworkCase):
    """What is shown is found: an address with its mask, all inside a prefix, in the box of Ctrl+K too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.site = cls.prefix("10.99.0.0/16", status="container")
        cls.lan = cls.prefix("10.99.20.0/24")
        cls.six = cls.prefix("2001:db8:99::/64")
        cls.dc01 = cls.new_asset("findme01")
        cls.web = cls.new_asset("findweb01")
        cls.near = cls.new_asset("other")
        cls.on(cls.dc01, "10.99.20.10/24")
        cls.on(cls.web, "10.99.20.11/24")
        cls.on(cls.web, "2001:db8:99::11/64")
        cls.on(cls.near, "10.99.21.10/24")

    @classmethod
    def on(cls, asset, address):
        interface = cls.interface(asset, name=f"eth-{address}")
        return cls.address(address, interface_id=interface.id)

    def names(self, model, text):
        records = self.env[model].with_user(self.reader).search([("in_network", "=", text)])
        return sorted(records.mapped("name"))

    def found(self, text, model, user=None):
        rows = self.env["ipai.find"].with_user(user or self.reader).find(text)
        return sorted(row["name"] for row in rows if row["model"] == model)

    def test_an_address_finds_its_asset_with_and_without_mask(self):
        for text in ("10.99.20.10", "10.99.20.10/24", "10.99.20.10/32", " 10.99.20.10/24 "):
            with self.subTest(text):
                self.assertEqual(self.names("ipai.asset", text), ["findme01"])
                self.assertEqual(self.names("ipai.ip.address", text), ["10.99.20.10/24"])
        for text in ("2001:DB8:99:0::11/64", "2001:db8:99::11"):
            with self.subTest(text):
                self.assertEqual(self.names("ipai.asset", text), ["findweb01"])

    def test_a_prefix_finds_all_inside(self):
        self.assertEqual(self.names("ipai.asset", "10.99.20.0/24"), ["findme01", "findweb01"])
        self.assertEqual(
            self.names("ipai.asset", "10.99.0.0/16"), ["findme01", "findweb01", "other"]
        )
        self.assertEqual(self.names("ipai.asset", "2001:db8:99::/64"), ["findweb01"])
        self.assertEqual(len(self.names("ipai.ip.address", "10.99.20.0/23")), 3)
        self.assertEqual(
            self.names("ipai.prefix", "10.99.0.0/16"), ["10.99.0.0/16", "10.99.20.0/24"]
        )

    def test_an_address_finds_the_prefixes_around_it(self):
        self.assertEqual(
            self.names("ipai.prefix", "10.99.20.77"), ["10.99.0.0/16", "10.99.20.0/24"]
        )

    def test_what_is_no_address_finds_nothing_there(self):
        for text in ("findme01", "10", "300.1.1.1", "", "/24", "10.99.20.10/99"):
            with self.subTest(text):
                self.assertEqual(self.names("ipai.asset", text), [])
        others = self.env["ipai.asset"].search([("in_network", "!=", "10.99.20.10")])
        self.assertNotIn(self.dc01, others)
        self.assertIn(self.web, others)

    def test_the_many2one_finds_it_too(self):
        rows = self.env["ipai.asset"].name_search("10.99.20.10/24", [])
        self.assertEqual([row[0] for row in rows], self.dc01.ids)

    def test_one_box_finds_each_kind(self):
        self.assertEqual(self.found("10.99.20.10/24", "ipai.asset"), ["findme01"])
        self.assertEqual(self.found("10.99.20.0/24", "ipai.asset"), ["findme01", "findweb01"])
        self.assertIn("10.99.20.0/24", " ".join(self.found("10.99.20.0/24", "ipai.prefix")))
        self.assertEqual(self.found("findweb01", "ipai.asset"), ["findweb01"])
        self.assertEqual(self.found(" ", "ipai.asset"), [])
        self.assertEqual(self.found("x", "ipai.asset"), [])

    def test_it_finds_what_the_user_may_read(self):
        stranger = new_test_user(self.env, "find_stranger", groups="base.group_user")
        self.assertEqual(self.found("10.99.20.0/24", "ipai.asset", stranger), [])
        other = self.env["res.company"].create({"name": "Find Elsewhere"})
        self.env["ipai.asset"].create(
            {"name": "findme01-elsewhere", "type_id": self.compute.id, "company_id": other.id}
        )
        self.assertEqual(self.found("findme01", "ipai.asset"), ["findme01"])
