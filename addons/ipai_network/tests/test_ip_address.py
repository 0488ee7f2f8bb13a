# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .ip_common import NetworkCase


class TestIpAddress(NetworkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pve = cls.new_asset("pve01")
        cls.eth0 = cls.interface(cls.pve)

    def test_one_spelling(self):
        self.assertEqual(self.address("2001:DB8:0::1/64").name, "2001:db8::1/64")
        self.assertEqual(self.address("::ffff:192.0.2.10/120").name, "192.0.2.10/24")

    def test_bad_input_is_refused(self):
        for name, reason in (
            ("0.0.0.0/8", "no address"),
            ("192.0.2.1/0", "whole Internet"),
            ("192.0.2.010/24", "leading zeros"),
            ("fe80::1%eth0/64", "zone"),
            (False, "not an IP address"),
        ):
            with self.subTest(name=name), self.assertRefused(ValidationError, reason):
                self.address(name)
        with self.assertRefused(ValidationError, "not an IP address"):
            self.address("192.0.2.1").name = "pve01"

    def test_without_a_mask_takes_that_of_its_prefix(self):
        self.prefix("192.0.2.0/24", status="container")
        self.assertEqual(self.address("192.0.2.1").name, "192.0.2.1/32")
        self.prefix("192.0.2.0/25")
        self.assertEqual(self.address("192.0.2.2").name, "192.0.2.2/25")
        other = self.address("198.51.100.1/24")
        other.name = "192.0.2.3"
        self.assertEqual(other.name, "192.0.2.3/25")

    def test_taken_host_is_refused_naming_the_holder(self):
        self.address("192.0.2.10/24", interface_id=self.eth0.id)
        with self.assertRefused(ValidationError, "192.0.2.10 is already taken .*pve01: eth0"):
            self.address("192.0.2.10/25")
        with self.assertRefused(ValidationError, "198.51.100.1 is already taken"):
            self.addresses.create([{"name": "198.51.100.1/24"}, {"name": "198.51.100.1/32"}])
        other = self.address("192.0.2.11/24")
        with self.assertRefused(ValidationError, "pve01: eth0"):
            other.name = "192.0.2.10/24"
        elsewhere = self.env["ipai.ip.address"].create({"name": "192.0.2.10/24"})
        self.env.flush_all()
        with self.assertRefused(ValidationError, "pve01: eth0"):
            elsewhere.scope_id = self.scope

    def test_mapped_address_is_the_same_host(self):
        self.address("192.0.2.10/24")
        with self.assertRefused(ValidationError, "already taken"):
            self.address("::ffff:192.0.2.10")

    def test_families_do_not_collide(self):
        self.address("192.0.2.10")
        self.assertTrue(self.address("::c000:20a"))

    def test_index_refuses_what_the_check_cannot_see(self):
        first, second = self.address("192.0.2.10/24"), self.address("192.0.2.11/24")
        self.env.flush_all()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.cr.execute(
                "UPDATE ipai_ip_address SET unique_key = %s WHERE id = %s",
                [first.unique_key, second.id],
            )

    def test_shared_when_all_holders_have_such_a_role(self):
        twins = [self.address("192.0.2.10/24", role=role) for role in ("vip", "carp", "anycast")]
        self.env.flush_all()
        with self.assertRefused(ValidationError, "give each of its holders"):
            self.address("192.0.2.10/24")
        with self.assertRefused(ValidationError, "already taken"):
            self.address("192.0.2.10/24", role="secondary")
        with self.assertRefused(ValidationError, "already taken"):
            twins[0].role = "loopback"
        plain = self.address("192.0.2.11/24")
        with self.assertRefused(ValidationError, "already taken"):
            self.address("192.0.2.11/24", role="vip")
        plain.role = "vip"
        self.assertTrue(self.address("192.0.2.11/24", role="vip"))

    def test_scope_that_enforces_nothing(self):
        self.scope.enforce_unique = False
        twins = self.addresses.create([{"name": "192.0.2.10/24"}, {"name": "192.0.2.10/24"}])
        self.env.flush_all()
        with self.assertRefused(ValidationError, "192.0.2.10 is already taken"):
            self.scope.enforce_unique = True
        twins[1].unlink()
        self.scope.enforce_unique = True
        with self.assertRefused(ValidationError, "already taken"):
            self.address("192.0.2.10/24")

    def test_copy_is_refused(self):
        address = self.address("192.0.2.10/24")
        with self.assertRefused(ValidationError, "already taken"):
            address.copy()

    def test_network_and_broadcast_are_refused_on_an_interface(self):
        for name, kind in (
            ("192.0.2.0/24", "network"),
            ("192.0.2.255/24", "broadcast"),
            ("2001:db8::/64", "network"),
        ):
            with self.subTest(name=name), self.assertRefused(ValidationError, kind):
                self.address(name, interface_id=self.eth0.id)
        for name in ("198.51.100.2/31", "198.51.100.255/32", "2001:db8::/127", "2001:db8:1::/128"):
            self.assertTrue(self.address(name, interface_id=self.eth0.id))
        loose = self.address("198.51.100.0/24")
        with self.assertRefused(ValidationError, "network"):
            loose.interface_id = self.eth0

    def test_decommissioned_asset_frees_its_addresses(self):
        kept = self.address("192.0.2.10/24", interface_id=self.eth0.id)
        self.pve.status = "decommissioned"
        successor = self.new_asset("pve02")
        taken = self.address("192.0.2.10/24", interface_id=self.interface(successor).id)
        self.env.flush_all()
        self.assertEqual(kept.asset_id, self.pve)
        with self.assertRefused(ValidationError, "pve02: eth0"):
            self.pve.status = "active"
        taken.asset_id.primary_ip4_id = False
        taken.unlink()
        self.pve.status = "active"
        with self.assertRefused(ValidationError, "pve01: eth0"):
            self.address("192.0.2.10/24")

    def test_primary_address_cannot_leave(self):
        first = self.address("192.0.2.10/24", interface_id=self.eth0.id)
        second = self.address("192.0.2.11/24", interface_id=self.eth0.id)
        self.assertEqual(self.pve.primary_ip4_id, first)
        other = self.interface(self.new_asset("pve02"))
        for leave in (
            lambda: first.write({"interface_id": other.id}),
            lambda: first.write({"interface_id": False}),
            lambda: first.write({"name": "2001:db8::1/64"}),
            first.unlink,
            self.eth0.unlink,
            lambda: self.eth0.write({"asset_id": other.asset_id.id}),
        ):
            with self.assertRefused(UserError, "192.0.2.10 is the primary address of pve01"):
                leave()
        first.interface_id = self.interface(self.pve, "eth1")
        self.pve.primary_ip4_id = second
        first.interface_id = other
        self.assertEqual(self.pve.primary_ip4_id, second)
        self.assertEqual(other.asset_id.primary_ip4_id, first)

    def test_primary_address_is_one_of_its_own_family(self):
        mine = self.address("2001:db8::10/64", interface_id=self.eth0.id)
        foreign = self.address(
            "192.0.2.10/24", interface_id=self.interface(self.new_asset("pve02")).id
        )
        for field, address in (("primary_ip4_id", mine), ("primary_ip4_id", foreign)):
            with self.assertRefused(ValidationError, "cannot be the primary IPv4 address of pve01"):
                self.pve[field] = address

    def test_shared_address_is_the_last_to_be_primary(self):
        self.address("192.0.2.1/24", interface_id=self.eth0.id, role="vip")
        self.assertEqual(self.pve.primary_ip4_id.host, "192.0.2.1")
        other = self.new_asset("pve02")
        eth0 = self.interface(other)
        self.addresses.create(
            [
                {"name": "192.0.2.1/24", "interface_id": eth0.id, "role": "vip"},
                {"name": "192.0.2.12/24", "interface_id": eth0.id},
            ]
        )
        self.assertEqual(other.primary_ip4_id.host, "192.0.2.12")

    def test_dns_name(self):
        self.address("192.0.2.10/24", dns_name="*.example.com")
        with self.assertRefused(ValidationError, "cannot be a DNS name"):
            self.address("192.0.2.11/24", dns_name="not a name")
        self.assertEqual(
            self.address("192.0.2.12/24", dns_name="WWW.Example.com.").dns_name, "www.example.com"
        )

    def test_slaac_is_of_ipv6(self):
        self.assertTrue(self.address("2001:db8::1/64", status="slaac"))
        with self.assertRefused(ValidationError, "SLAAC"):
            self.address("192.0.2.10/24", status="slaac")

    def test_filed_in_the_scope_of_the_customer(self):
        customer = self.env["res.partner"].create({"name": "Customer A", "is_company": True})
        theirs = self.interface(self.new_asset("dc01", customer_id=customer.id))
        addresses = self.env["ipai.ip.address"]
        own = addresses.create({"name": "10.9.8.7/24", "interface_id": self.eth0.id})
        other = addresses.create({"name": "10.9.8.7/24", "interface_id": theirs.id})
        self.assertEqual(own.scope_id, self.env.ref("ipai_network.scope_global"))
        self.assertEqual(other.scope_id.customer_id, customer)
        self.assertEqual(other.customer_id, customer)

    def test_global_scope_stays(self):
        with self.assertRefused(ValidationError, "Global"):
            self.env.ref("ipai_network.scope_global").unlink()

    def test_scope_of_a_customer_has_a_company(self):
        customer = self.env["res.partner"].create({"name": "Customer A", "is_company": True})
        with self.assertRefused(ValidationError, "Choose the company that serves Customer A"):
            self.env["ipai.ip.scope"].create(
                {"name": "Theirs", "customer_id": customer.id, "company_id": False}
            )

    def test_scopes_are_told_apart(self):
        customer = self.env["res.partner"].create({"name": "Customer A", "is_company": True})
        theirs = {"customer_id": customer.id, "company_id": self.env.company.id}
        self.env["ipai.ip.scope"].create({"name": "Theirs", **theirs})
        with self.assertConstraint("This customer already has an address scope"):
            self.env["ipai.ip.scope"].create({"name": "Theirs too", **theirs})
        with self.assertConstraint("There already is an address scope of this name"):
            self.env["ipai.ip.scope"].create({"name": "test SCOPE"})

    def test_next_free_of_one_prefix_only(self):
        near, far = self.prefix("192.0.2.0/24"), self.prefix("198.51.100.0/24")
        here, there = self.address("192.0.2.10/24"), self.address("198.51.100.10/24")
        self.assertEqual((here.prefix_id, there.prefix_id), (near, far))
        with self.assertRefused(UserError, "Choose addresses of one prefix"):
            (here | there).action_next_free()
        self.assertEqual(here.action_next_free()["context"]["default_name"], "192.0.2.1/24")

    def test_duplicates_report(self):
        self.scope.enforce_unique = False
        twins = self.addresses.create([{"name": "192.0.2.10/24"}, {"name": "192.0.2.10/25"}])
        self.addresses.create([{"name": "192.0.2.11/24", "role": "vip"}] * 2)
        self.eth0.mac_address = "00:1b:2c:3d:4e:5f"
        clone = self.interface(self.new_asset("clone"), mac_address="001B.2C3D.4E5F")
        self.env.flush_all()
        rows = self.env["ipai.network.duplicate"].search([])
        by_name = rows.grouped("name")
        self.assertEqual(by_name["192.0.2.10"].address_id, twins)
        self.assertFalse(any(by_name["192.0.2.10"].mapped("is_by_design")))
        self.assertTrue(all(by_name["192.0.2.11"].mapped("is_by_design")))
        self.assertEqual(by_name["00:1b:2c:3d:4e:5f"].interface_id, self.eth0 | clone)
        self.assertEqual(
            by_name["00:1b:2c:3d:4e:5f"][0].action_open()["res_model"], "ipai.interface"
        )

    def test_macs_held_twice_are_marked_as_they_come_and_go(self):
        def twice():
            self.env.flush_all()
            rows = self.env["ipai.network.duplicate"].search([("kind", "=", "mac")])
            return rows.interface_id & interfaces

        interfaces = self.eth0
        for number in range(3):
            interfaces |= self.interface(self.new_asset(f"mac{number}"))
        first, second, third, fourth = interfaces
        interfaces.mac_address = "02:1b:2c:3d:4e:5f"
        self.assertEqual(twice(), interfaces)
        (third | fourth).mac_address = "02:1b:2c:3d:4e:60"
        self.assertEqual(twice(), interfaces)
        second.mac_address = False
        self.assertEqual(twice(), third | fourth)
        fourth.asset_id.company_id = self.env["res.company"].create({"name": "Other of MACs"})
        self.assertFalse(twice())
        third.copy({"mac_address": third.mac_address, "name": "eth9"}).unlink()
        self.env["ipai.interface"]._gc_mac_twice()
        self.assertFalse(any(interfaces.mapped("mac_twice")), "who is alone is let go")
        # Two who came at one moment did not see each other.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ipai_interface SET mac_address = '02:1b:2c:3d:4e:61' WHERE id = ANY(%s)",
            [(first | second).ids],
        )
        self.env.invalidate_all()
        self.env["ipai.interface"]._gc_mac_twice()
        self.assertEqual(twice(), first | second)


class TestNetworkAccess(NetworkCase):
    def test_other_company_is_not_seen_and_does_not_collide(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        user = new_test_user(
            self.env, "h5_reader", groups="ipai_base.group_user", company_id=self.env.company.id
        )
        mine = self.address("192.0.2.10/24")
        foreign = self.address("192.0.2.10/24", company_id=other.id)
        net = self.prefix("192.0.2.0/24", company_id=other.id)
        self.assertEqual(foreign.prefix_id, net)
        self.assertFalse(mine.prefix_id)
        self.scope.enforce_unique = False
        self.address("192.0.2.10/24", company_id=other.id)
        self.env.flush_all()
        addresses = self.env["ipai.ip.address"].with_user(user)
        self.assertEqual(addresses.search([("host", "=", "192.0.2.10")]), mine)
        self.assertEqual(addresses.name_search("192.0.2.10"), [(mine.id, mine.name)])
        self.assertFalse(self.env["ipai.prefix"].with_user(user).search([("id", "=", net.id)]))
        self.assertFalse(self.env["ipai.network.duplicate"].with_user(user).search([]))
        with self.assertRaises(AccessError):
            foreign.with_user(user).read(["name"])

    def test_reader_changes_nothing_and_technician_does(self):
        reader = new_test_user(self.env, "h5_reader2", groups="ipai_base.group_user")
        technician = new_test_user(self.env, "h5_tech", groups="ipai_base.group_technician")
        with self.assertRaises(AccessError):
            self.prefixes.with_user(reader).create({"name": "192.0.2.0/24"})
        prefix = self.prefixes.with_user(technician).create({"name": "192.0.2.0/24"})
        address = self.addresses.with_user(technician).create({"name": "192.0.2.1"})
        self.assertEqual(address.prefix_id, prefix)
        self.assertEqual(prefix.with_user(reader).utilization, prefix.utilization)
        prefix.unlink()
        self.assertFalse(address.prefix_id)
