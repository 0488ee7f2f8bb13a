# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.addons.ipai_asset.tests.api_common import InventoryApiCase


class TestTopologyApi(InventoryApiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dc01 = cls.new_asset("dc4711", hostname="dc4711", serial_number="5CG4711")
        cls.dns, cls.shop = cls.env["ipai.service"].create(
            [
                {"name": "Resolver 4711", "ports": "53/udp, 53/tcp", "criticality": "high"},
                {"name": "Shop 4711", "customer_id": cls.acme.id, "url": "https://shop.example"},
            ]
        )
        runs_on = cls.env.ref("ipai_topology.relation_type_runs_on")
        cls.needs = cls.env.ref("ipai_topology.relation_type_depends_on")
        cls.dns_on_dc01, cls.shop_needs_dns = cls.env["ipai.relation"].create(
            [
                {
                    "source_service_id": cls.dns.id,
                    "type_id": runs_on.id,
                    "target_asset_id": cls.dc01.id,
                    "role": "primary",
                },
                {
                    "source_service_id": cls.shop.id,
                    "type_id": cls.needs.id,
                    "target_service_id": cls.dns.id,
                },
            ]
        )

    def test_services_are_found_and_told(self):
        for parameters in ("name=resolver%204711", "name=Resolver%204711&criticality=high"):
            [row] = self.found("services", parameters)
            self.assertEqual(row["id"], self.dns.id)
        self.assertEqual(row["ports"], ["53/tcp", "53/udp"])
        self.assertEqual(self.names("services", f"customer={self.acme.id}"), ["Shop 4711"])
        one = self.get(f"services/{self.shop.id}")[1]
        self.assertEqual(
            (one["address"], one["customer"]["name"]), ("https://shop.example", "Acme 4711")
        )
        self.assert_parameter("services?criticality=highest", "criticality")
        self.shop.active = False
        self.assertEqual(self.names("services", f"customer={self.acme.id}"), [])

    def test_relations_name_both_ends(self):
        one = self.get(f"relations/{self.dns_on_dc01.id}")[1]
        self.assertEqual(
            one["source"], {"kind": "service", "id": self.dns.id, "name": "Resolver 4711"}
        )
        self.assertEqual((one["target"]["kind"], one["target"]["id"]), ("asset", self.dc01.id))
        self.assertEqual((one["role"], one["redundancy_group"]), ("primary", None))

    def test_relations_are_found_from_either_end(self):
        both, first = {self.dns_on_dc01.id, self.shop_needs_dns.id}, {self.dns_on_dc01.id}
        for parameters, expected in (
            (f"asset={self.dc01.id}", first),
            ("hostname=DC4711", first),
            ("serial=5cg4711", first),
            (f"service={self.dns.id}", both),
            ("service=resolver%204711", both),
            (f"service={self.dns.id}&type={self.needs.id}", {self.shop_needs_dns.id}),
            ("hostname=none4711", set()),
        ):
            with self.subTest(parameters):
                self.assertEqual(set(self.names("relations", parameters, "id")), expected)
        self.assert_parameter("relations?serial=none", "serial", "placeholder")
