# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tools import mute_logger

from .ip_common import NetworkCase


class TestInterface(NetworkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pve = cls.new_asset("pve01")
        cls.switch = cls.new_asset("sw01")

    def test_four_spellings_are_one_mac(self):
        spellings = ("00:1B:2C:3D:4E:5F", "00-1b-2c-3d-4e-5f", "001b.2c3d.4e5f", "001b2c3d4e5f")
        interfaces = [
            self.interface(self.pve, f"eth{n}", mac_address=mac) for n, mac in enumerate(spellings)
        ]
        self.assertEqual({interface.mac_address for interface in interfaces}, {"00:1b:2c:3d:4e:5f"})
        self.assertEqual(
            self.interface(self.pve, "ib0", mac_address="001b2c3d4e5f6071").mac_address,
            "00:1b:2c:3d:4e:5f:60:71",
        )
        with self.assertRefused(ValidationError, "is not a MAC address"):
            interfaces[0].mac_address = "00:1b"

    def test_name_is_unique_on_its_asset(self):
        self.interface(self.pve, "eth0")
        with self.assertRefused(ValidationError, "pve01 already has an interface ETH0"):
            self.interface(self.pve, "ETH0")
        other = self.interface(self.switch, "eth0")
        self.env.flush_all()
        with self.assertRefused(ValidationError, "pve01 already has an interface eth0"):
            other.asset_id = self.pve

    def test_sorted_as_people_count(self):
        for name in ("eth10", "eth2", "eth1"):
            self.interface(self.pve, name)
        found = self.env["ipai.interface"].search([("asset_id", "=", self.pve.id)])
        self.assertEqual(found.mapped("name"), ["eth1", "eth2", "eth10"])

    def test_cable_has_two_ends(self):
        eth0, port = self.interface(self.pve), self.interface(self.switch, "Gi1/0/1")
        eth0.peer_id = port
        self.assertEqual(port.peer_id, eth0)
        other = self.interface(self.switch, "Gi1/0/2")
        eth0.peer_id = other
        self.assertFalse(port.peer_id)
        self.assertEqual(other.peer_id, eth0)
        eth0.peer_id = False
        self.assertFalse(other.peer_id)
        born = self.interface(self.pve, "eth1", peer_id=port.id)
        self.assertEqual(port.peer_id, born)

    def test_taken_end_is_refused_naming_the_other(self):
        eth0, port = self.interface(self.pve), self.interface(self.switch, "Gi1/0/1")
        eth0.peer_id = port
        with self.assertRefused(UserError, "sw01: Gi1/0/1 is already connected to pve01: eth0"):
            self.interface(self.pve, "eth1", peer_id=port.id)
        with self.assertRefused(UserError, "cannot be connected to itself"):
            eth0.peer_id = eth0
        loose = self.interface(self.pve, "eth2")
        with self.assertRefused(UserError, "already connected to pve01: eth0"):
            loose.peer_id = port

    def test_cable_has_two_ends_whatever_happens_at_the_same_moment(self):
        eth0, port = self.interface(self.pve), self.interface(self.switch, "Gi1/0/1")
        loose = self.interface(self.pve, "eth2")
        eth0.peer_id = port
        self.env.flush_all()
        with self.assertConstraint("has just been connected to another one"):
            self.cr.execute(
                "UPDATE ipai_interface SET peer_id = %s WHERE id = %s", [port.id, loose.id]
            )

    def test_name_is_taken_once_whatever_happens_at_the_same_moment(self):
        eth0, eth1 = self.interface(self.pve), self.interface(self.pve, "eth1")
        self.env.flush_all()
        with self.assertConstraint("has just been added to the asset"):
            self.cr.execute(
                "UPDATE ipai_interface SET unique_key = %s WHERE id = %s",
                [eth0.unique_key, eth1.id],
            )

    def test_blank_mac_is_none(self):
        interface = self.interface(self.pve, mac_address="")
        self.assertFalse(interface.mac_address)

    def test_vlan_is_untagged_or_tagged(self):
        vlan = self.env["ipai.vlan"].create({"vid": 20, "name": "servers"})
        with self.assertRefused(ValidationError, "both untagged and tagged"):
            self.interface(self.pve, vlan_id=vlan.id, tagged_vlan_ids=[Command.link(vlan.id)])
        interface = self.interface(self.pve, tagged_vlan_ids=[Command.link(vlan.id)])
        self.assertEqual(vlan.tagged_interface_ids, interface)
        self.assertEqual(vlan.interface_count, 1)


class TestVlan(NetworkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group = cls.env["ipai.vlan.group"].create({"name": "Lab", "vid_ranges": "10-99, 200"})

    def vlan(self, vid, name, **vals):
        return self.env["ipai.vlan"].create({"vid": vid, "name": name, **vals})

    def test_reserved_ids_are_refused(self):
        for vid in (0, 4095, -1):
            with (
                self.subTest(vid=vid),
                mute_logger("odoo.sql_db"),
                self.assertRefused(IntegrityError, "vid_range"),
            ):
                self.vlan(vid, "bad")
        for vid in (1, 4094):
            self.assertTrue(self.vlan(vid, "good"))

    def test_id_and_name_are_unique_in_a_group(self):
        self.vlan(20, "servers", group_id=self.group.id)
        with self.assertRefused(ValidationError, "collides with VLAN 20 “servers”"):
            self.vlan(20, "clients", group_id=self.group.id)
        with self.assertRefused(ValidationError, "collides with VLAN 20 “servers”"):
            self.vlan(30, "Servers", group_id=self.group.id)
        loose = self.vlan(20, "servers")
        self.assertTrue(self.vlan(20, "servers"))
        with self.assertRefused(ValidationError, "collides with VLAN 20"):
            loose.group_id = self.group

    def test_index_refuses_what_the_check_cannot_see(self):
        vlan = self.vlan(20, "servers", group_id=self.group.id)
        other = self.vlan(30, "clients", group_id=self.group.id)
        self.env.flush_all()
        for column in ("vid_key", "name_key"):
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
                self.cr.execute(
                    f"UPDATE ipai_vlan SET {column} = %s WHERE id = %s", [vlan[column], other.id]
                )

    def test_groups_have_names_of_their_own(self):
        with self.assertConstraint("There already is a VLAN group of this name"):
            self.env["ipai.vlan.group"].create({"name": "LAB"})

    def test_id_is_in_the_ranges_of_its_group(self):
        self.vlan(200, "voice", group_id=self.group.id)
        with self.assertRefused(ValidationError, "outside of 10-99, 200"):
            self.vlan(100, "guests", group_id=self.group.id)
        with self.assertRefused(ValidationError, r"VLAN 200 \(voice\) is outside"):
            self.group.vid_ranges = "10-99"
        with self.assertRefused(ValidationError, "leaves the VLAN IDs"):
            self.group.vid_ranges = "1-5000"

    def test_vlan_in_use_is_not_deleted(self):
        vlan = self.vlan(20, "servers")
        self.prefix("192.0.2.0/24", vlan_id=vlan.id)
        with self.assertRefused(UserError, "VLAN 20 servers is used by 192.0.2.0/24"):
            vlan.unlink()

    def test_found_by_its_id(self):
        vlan = self.vlan(77, "voice", group_id=self.group.id)
        self.assertIn(vlan.id, [row[0] for row in self.env["ipai.vlan"].name_search("77")])
        self.assertIn(vlan.id, [row[0] for row in self.env["ipai.vlan"].name_search("voic")])
