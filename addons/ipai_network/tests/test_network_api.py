# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json
import warnings

from odoo.tests import new_test_user

from odoo.addons.ipai_asset.tests.api_common import InventoryApiCase
from odoo.addons.ipai_base.http import openapi


class TestNetworkApi(InventoryApiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.technician = new_test_user(cls.env, "allocates", groups="ipai_base.group_technician")
        cls.writes, cls.secret_to_write = cls.new_key("Writes", cls.technician, "assets")
        cls.scope = cls.env["ipai.ip.scope"].create({"name": "Scope 4711"})
        cls.prefixes = cls.env["ipai.prefix"].with_context(default_scope_id=cls.scope.id)
        cls.addresses = cls.env["ipai.ip.address"].with_context(default_scope_id=cls.scope.id)
        cls.net = cls.prefixes.create(
            {"name": "10.47.0.0/16", "status": "container", "site_id": cls.hall.id}
        )
        cls.lan = cls.prefixes.create({"name": "10.47.11.0/24", "role": "servers 4711"})
        cls.six = cls.prefixes.create({"name": "2001:db8:4711::/48"})
        cls.web, cls.mail = (
            cls.new_asset("Web 4711", hostname="web4711"),
            cls.new_asset("Mail 4711"),
        )
        cls.eth0 = cls.new_interface(cls.web, "02:00:00:47:11:01", "10.47.11.10/24")
        cls.eth1 = cls.new_interface(cls.mail, "02:00:00:47:11:02", "10.47.200.7/16")

    @classmethod
    def new_interface(cls, asset, mac, address):
        interface = cls.env["ipai.interface"].create(
            {"asset_id": asset.id, "name": "eth0", "mac_address": mac}
        )
        cls.addresses.create(
            {"name": address, "interface_id": interface.id, "scope_id": cls.scope.id}
        )
        return interface

    def test_assets_are_found_by_what_the_network_knows_of_them(self):
        for parameters in (
            "mac=0200.0047.1101",
            "mac=02-00-00-47-11-01",
            "address=10.47.11.10",
            "address=10.47.11.10/24",
            "prefix=10.47.11.0/24",
            "prefix=10.47.0.0/16&hostname=web4711",
        ):
            with self.subTest(parameters):
                self.assertEqual(self.names("assets", parameters), ["Web 4711"])
        self.assertEqual(self.names("assets", "prefix=10.47.0.0/16"), ["Web 4711", "Mail 4711"])
        self.assertEqual(self.found("assets", "prefix=10.47.12.0/24"), [])

    def test_a_row_of_an_asset_has_its_addresses(self):
        row = self.get(f"assets/{self.web.id}?fields=ip_addresses,mac_addresses,primary_ip4")[1]
        self.assertEqual(row["ip_addresses"], ["10.47.11.10"])
        self.assertEqual(row["mac_addresses"], ["02:00:00:47:11:01"])
        self.assertEqual(row["primary_ip4"]["id"], self.eth0.address_ids.id)
        bare = self.new_asset("Bare 4711")
        row = self.get(f"assets/{bare.id}?fields=ip_addresses,primary_ip4")[1]
        self.assertEqual(row, {"id": bare.id, "ip_addresses": [], "primary_ip4": None})

    def test_prefixes_are_found_by_themselves_and_by_what_lies_in_them(self):
        def names(parameters):
            return self.names("prefixes", f"scope=Scope%204711&{parameters}", "prefix")

        self.assertEqual(names("prefix=10.47.11.0/24"), ["10.47.11.0/24"])
        self.assertEqual(names("within=10.47.0.0/16"), ["10.47.0.0/16", "10.47.11.0/24"])
        self.assertEqual(names("within=10.47.11.0/24"), ["10.47.11.0/24"])
        self.assertEqual(names("address=10.47.11.10/24"), ["10.47.0.0/16", "10.47.11.0/24"])
        self.assertEqual(names("address=10.48.0.1"), [])
        self.assertEqual(names("site=Hall"), ["10.47.0.0/16"])
        self.assertEqual(names("role=SERVERS%204711"), ["10.47.11.0/24"])
        self.assertEqual(names("family=6"), ["2001:db8:4711::/48"])
        self.assertEqual(names("status=container"), ["10.47.0.0/16"])
        [row] = self.found("prefixes", "prefix=10.47.11.0/24&scope=scope%204711")
        self.assertEqual(row["parent"]["id"], self.net.id)
        self.assertEqual((row["length"], row["utilization"]), (24, self.lan.utilization))
        self.assertGreater(row["utilization"], 0)

    def test_addresses_are_found_by_any_identity(self):
        for parameters in (
            "address=10.47.11.10",
            "prefix=10.47.11.0/24",
            "hostname=WEB4711",
            "mac=020000471101",
            f"asset={self.web.id}",
            f"interface={self.eth0.id}",
        ):
            with self.subTest(parameters):
                self.assertEqual(self.names("addresses", parameters, "host"), ["10.47.11.10"])
        [row] = self.found("addresses", "address=10.47.11.10")
        self.assertEqual(row["asset"]["id"], self.web.id)
        self.assertEqual(row["interface"]["id"], self.eth0.id)
        self.assertEqual(row["prefix"], {"id": self.lan.id, "name": "10.47.11.0/24"})

    def test_interfaces_are_found_by_their_asset_and_their_addresses(self):
        for parameters in (
            "mac=02:00:00:47:11:01",
            "hostname=web4711",
            "address=10.47.11.10",
            "prefix=10.47.11.0/24",
            f"name=ETH0&asset={self.web.id}",
        ):
            with self.subTest(parameters):
                self.assertEqual(
                    self.names("interfaces", parameters, "id"), [self.eth0.id], parameters
                )
        one = self.get(f"interfaces/{self.eth0.id}")[1]
        self.assertEqual([address["name"] for address in one["addresses"]], ["10.47.11.10/24"])

    def test_what_is_no_address_is_refused_and_not_said_again(self):
        for path, name, told in (
            ("assets?mac=zz:4711", "mac", "a MAC address"),
            ("assets?address=10.47.11.300", "address", "an IP address"),
            ("assets?prefix=10.47.11.10/24", "prefix", "a prefix"),
            ("prefixes?within=4711", "within", "a prefix"),
            ("prefixes?address=x4711", "address", "an IP address"),
            ("addresses?asset=0", "asset", ""),
            ("interfaces?colour=4711", "colour", ""),
        ):
            with self.subTest(path):
                self.assert_parameter(path, name, told)
                self.assertNotIn("4711", str(self.get(path)[1]["detail"]))

    def test_the_document_is_one_that_generators_take(self):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            made = openapi.document(openapi.operations(self.env["ir.http"].routing_map()))
        self.assertNotIn('"default": null', json.dumps(made))
        asset = made["components"]["schemas"]["Asset"]
        self.assertEqual(asset["required"], ["id"])
        self.assertNotIn("default", asset["properties"]["status"])
        [status] = [
            parameter
            for parameter in made["paths"]["/ipai/assets"]["get"]["parameters"]
            if parameter["name"] == "status"
        ]
        self.assertEqual((status["explode"], status["schema"]["type"]), (False, "array"))
        self.assertIn("missing", status["schema"]["items"]["enum"])
        self.assertEqual(
            made["paths"]["/ipai/assets"]["get"]["x-ipai-scope"], "assets:read or assets"
        )

    def reserve(self, prefix, what="address", body=None):
        return self.call(
            "POST", f"/ipai/prefixes/{prefix.id}/next-{what}", body or {}, self.secret_to_write
        )

    def test_the_next_free_address_is_reserved(self):
        status, first, _headers = self.reserve(self.lan)
        self.assertEqual((status, first["address"]), (201, "10.47.11.1/24"))
        status, second, _headers = self.reserve(self.lan, body={"description": "New mail server"})
        self.assertEqual(second["address"], "10.47.11.2/24")
        record = self.env["ipai.ip.address"].browse(second["id"])
        self.assertEqual((record.status, record.description), ("reserved", "New mail server"))
        self.assertEqual((record.scope_id, record.prefix_id), (self.scope, self.lan))
        self.assertFalse(record.interface_id)
        audit = self.env["ipai.audit"].search([], order="id desc", limit=1)
        self.assertEqual(audit.target, f"ipai.prefix,{self.lan.id}")

    def test_a_full_prefix_is_a_conflict(self):
        small = self.prefixes.create({"name": "10.47.12.0/30"})
        self.assertEqual(self.reserve(small)[1]["address"], "10.47.12.1/30")
        self.assertEqual(self.reserve(small)[1]["address"], "10.47.12.2/30")
        problem = self.assert_problem(self.reserve(small), 409, "full")
        self.assertIn("10.47.12.0/30 is full", problem["detail"])
        self.assertEqual(len(small.address_ids), 2)

    def test_the_next_free_prefix_is_reserved(self):
        status, made, _headers = self.reserve(self.net, "prefix", {"length": 24, "role": "lab"})
        self.assertEqual((status, made["prefix"]), (201, "10.47.0.0/24"))
        record = self.env["ipai.prefix"].browse(made["id"])
        self.assertEqual((record.parent_id, record.role), (self.net, "lab"))
        self.assertEqual((record.status, record.site_id), ("reserved", self.hall))
        self.assertEqual(self.reserve(self.net, "prefix")[1]["prefix"], "10.47.16.0/20")
        self.assertEqual(self.reserve(self.six, "prefix")[1]["prefix"], "2001:db8:4711::/64")

    def test_no_room_for_a_prefix_is_a_conflict_and_a_length_that_cannot_be_is_refused(self):
        small = self.prefixes.create({"name": "10.47.12.0/30"})
        self.assertEqual(self.reserve(small, "prefix", {"length": 31})[0], 201)
        self.assertEqual(self.reserve(small, "prefix", {"length": 31})[0], 201)
        self.assert_problem(self.reserve(small, "prefix", {"length": 31}), 409, "full")
        for length in (30, 33):
            problem = self.assert_problem(
                self.reserve(small, "prefix", {"length": length}), 422, "refused"
            )
            self.assertIn("from 31 to 32", problem["detail"])

    def test_who_may_only_read_reserves_nothing(self):
        answer = self.call(
            "POST", f"/ipai/prefixes/{self.lan.id}/next-address", {}, self.read_secret
        )
        self.assert_problem(answer, 403, "scope-missing")
        _key, secret = self.new_key("Reads All", self.reading_user, "assets")
        answer = self.call("POST", f"/ipai/prefixes/{self.lan.id}/next-address", {}, secret)
        self.assert_problem(answer, 403, "access-denied")
        self.assertEqual(len(self.lan.address_ids), 1)

    def test_a_prefix_of_another_company_is_not_there(self):
        other = self.env["res.company"].create({"name": "Other 4711"})
        theirs = self.prefixes.create({"name": "10.99.0.0/24", "company_id": other.id})
        self.assert_problem(self.reserve(theirs), 404, "not-found")
        self.assertEqual(self.found("prefixes", "prefix=10.99.0.0/24"), [])
