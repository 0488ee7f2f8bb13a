# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestNetworkTour(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new_test_user(cls.env, "network_tourist", "ipai_base.group_technician")
        cls.env["ipai.prefix"].create(
            [{"name": "10.77.1.0/24"}, {"name": "10.77.0.0/16", "status": "container"}]
        )
        cls.asset = cls.env["ipai.asset"].create(
            {
                "name": "Tour Network",
                "type_id": cls.env.ref("ipai_asset.type_compute").id,
                "ip_addresses": "10.77.1.1",
            }
        )

    def test_next_free_address_and_prefix(self):
        self.start_tour(
            "/odoo/action-ipai_network.ipai_prefix_action",
            "ipai_network_prefixes",
            login="network_tourist",
        )
        address = self.env["ipai.ip.address"].search([("dns_name", "=", "tour.example.com")])
        self.assertEqual(address.name, "10.77.1.2/24")
        self.assertTrue(self.env["ipai.prefix"].search([("name", "=", "10.77.0.0/24")]))

    def test_interface_on_the_asset(self):
        self.start_tour(
            f"/odoo/assets/{self.asset.id}", "ipai_network_asset", login="network_tourist"
        )
        self.assertEqual(self.asset.interface_ids.mapped("name"), ["eth0", "eth7"])
        self.assertEqual(self.asset.ip_addresses, "10.77.1.1")

    def test_one_box_finds_by_address_prefix_and_name(self):
        self.start_tour("/odoo/assets", "ipai_find", login="network_tourist")
