# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command
from odoo.exceptions import UserError

from .ip_common import NetworkCase


class TestAssetClone(NetworkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.net = cls.prefix("192.0.2.0/24", gateway="192.0.2.1")
        cls.web = cls.new_asset(
            "web09",
            hostname="web09.lab",
            serial_number="SN-9",
            status="active",
            interface_ids=[
                Command.create({"name": "mgmt"}),
                Command.create({"name": "ens18", "mac_address": "00:1b:2c:3d:4e:09"}),
            ],
        )
        card = cls.web.interface_ids.filtered(lambda i: i.name == "ens18")
        cls.address("192.0.2.2/24", interface_id=card.id)

    def cloned(self, **values):
        clone = self.env["ipai.asset.clone"].with_context(active_id=self.web.id).create(values)
        action = clone.action_clone()
        return self.env["ipai.asset"].search(action["domain"], order="id")

    def test_each_has_the_next_name_and_the_next_free_address(self):
        self.address("192.0.2.4/24")
        made = self.cloned(count=2)
        self.assertEqual(made.mapped("hostname"), ["web10.lab", "web11.lab"])
        self.assertEqual(made.mapped("name"), ["web10", "web11"])
        self.assertEqual(made.mapped("ip_addresses"), ["192.0.2.3", "192.0.2.5"])
        self.assertEqual(made.address_ids.mapped("name"), ["192.0.2.3/24", "192.0.2.5/24"])
        self.assertEqual(made[0].interface_ids.mapped("name"), ["ens18", "mgmt"])
        self.assertEqual(made.address_ids.interface_id.mapped("name"), ["ens18", "ens18"])
        self.assertEqual(set(made.mapped("status")), {"planned"})
        self.assertFalse(any(made.mapped("serial_number")) or any(made.mapped("mac_addresses")))
        self.assertEqual(made[0].primary_ip4_id.host, "192.0.2.3")

    def test_the_pattern_is_a_persons(self):
        made = self.cloned(count=2, pattern="db-{n}", start=7, prefix_id=False)
        self.assertEqual(made.mapped("name"), ["db-7", "db-8"])
        self.assertFalse(any(made.mapped("ip_addresses")))

    def test_several_of_one_name_are_refused(self):
        with self.assertRaisesRegex(UserError, "Write {n} where the number stands"):
            self.cloned(count=2, pattern="same")
        with self.assertRaisesRegex(UserError, "Between 1 and 50"):
            self.cloned(count=51)

    def test_a_name_that_is_taken_is_refused_and_nothing_is_made(self):
        self.new_asset("x", hostname="web10.lab")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.cloned(count=1)
