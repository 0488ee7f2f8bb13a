# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import ipaddress
import random

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger

from .ip_common import NetworkCase


class TestPrefix(NetworkCase):
    def test_name_is_canonical(self):
        self.assertEqual(self.prefix(" 2001:DB8:0::/48 ").name, "2001:db8::/48")

    def test_host_bits_are_refused_with_the_right_prefix(self):
        with self.assertRefused(ValidationError, "it lies in is 192.0.2.0/24"):
            self.prefix("192.0.2.10/24")
        prefix = self.prefix("192.0.2.0/24")
        with self.assertRefused(ValidationError, "it lies in is 192.0.2.0/25"):
            prefix.name = "192.0.2.1/25"

    def test_whole_internet_is_refused(self):
        for name in ("0.0.0.0/0", "::/0"):
            with self.assertRefused(ValidationError, "whole Internet"):
                self.prefix(name)

    def test_second_one_is_refused_naming_the_first(self):
        self.prefix("192.0.2.0/24", role="servers")
        with self.assertRefused(ValidationError, r"192.0.2.0/24 \(servers\)"):
            self.prefix("192.0.2.0/24")
        other = self.env["ipai.prefix"].create({"name": "192.0.2.0/24"})
        self.env.flush_all()
        with self.assertRefused(ValidationError, r"192.0.2.0/24 \(servers\)"):
            other.scope_id = self.scope
        with self.assertRefused(ValidationError, "198.51.100.0/24 is already"):
            self.prefixes.create([{"name": "198.51.100.0/24"}, {"name": "198.51.100.0/24"}])

    def test_index_refuses_what_the_check_cannot_see(self):
        first, second = self.prefix("192.0.2.0/24"), self.prefix("198.51.100.0/24")
        self.env.flush_all()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.cr.execute(
                "UPDATE ipai_prefix SET unique_key = %s WHERE id = %s",
                [first.unique_key, second.id],
            )

    def test_may_repeat_in_another_scope_and_where_not_enforced(self):
        self.prefix("192.0.2.0/24")
        loose = self.env["ipai.ip.scope"].create({"name": "Loose", "enforce_unique": False})
        twins = self.prefixes.create([{"name": "192.0.2.0/24", "scope_id": loose.id}] * 2)
        self.env.flush_all()
        with self.assertRefused(ValidationError, "already in the scope Loose"):
            loose.enforce_unique = True
            self.env.flush_all()
        self.assertEqual(len(twins), 2)

    def test_parent_is_the_smallest_that_contains_it(self):
        net = self.prefix("10.0.0.0/8")
        leaf = self.prefix("10.1.2.0/24")
        self.assertEqual(leaf.parent_id, net)
        middle = self.prefix("10.1.0.0/16")
        self.assertEqual((leaf.parent_id, leaf.depth), (middle, 2))
        self.assertEqual((middle.parent_id, middle.depth), (net, 1))
        middle.name = "10.2.0.0/16"
        self.assertEqual((leaf.parent_id, leaf.depth), (net, 1))
        self.assertEqual((net.parent_id.id, net.depth), (False, 0))
        middle.name = "10.0.0.0/12"
        self.assertEqual(leaf.parent_id, middle)

    def test_parent_is_of_the_same_family_and_scope(self):
        self.prefix("::/1")
        self.prefix("0.0.0.0/1", scope_id=self.env.ref("ipai_network.scope_global").id)
        self.assertFalse(self.prefix("10.0.0.0/8").parent_id)
        self.assertTrue(self.prefix("2001:db8::/32").parent_id)

    def test_deleted_leaves_its_members_to_the_one_above(self):
        net, middle, leaf = (
            self.prefix(name) for name in ("10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24")
        )
        address = self.address("10.1.3.4/16")
        self.assertEqual(address.prefix_id, middle)
        middle.unlink()
        self.assertEqual(leaf.parent_id, net)
        self.assertEqual(leaf.depth, 1)
        self.assertEqual(address.prefix_id, net)

    def test_address_moves_into_a_new_prefix(self):
        address = self.address("192.0.2.130/24")
        self.assertFalse(address.prefix_id)
        net = self.prefix("192.0.2.0/24")
        self.assertEqual(address.prefix_id, net)
        half = self.prefix("192.0.2.128/25")
        self.assertEqual(address.prefix_id, half)
        half.scope_id = self.env.ref("ipai_network.scope_global")
        self.assertEqual(address.prefix_id, net)

    def test_tree_in_the_order_of_the_list(self):
        for name in ("10.0.0.0/24", "9.0.0.0/8", "10.0.0.0/8", "100.0.0.0/8", "10.0.0.0/16"):
            self.prefix(name)
        shown = self.prefixes.search([("scope_id", "=", self.scope.id)]).mapped("tree_name")
        self.assertEqual(
            shown,
            [
                "9.0.0.0/8",
                "10.0.0.0/8",
                "\u200310.0.0.0/16",
                "\u2003\u200310.0.0.0/24",
                "100.0.0.0/8",
            ],
        )

    def test_many_are_placed_in_a_fixed_number_of_queries(self):
        def queries(second):
            vals_list = [{"name": f"10.{second}.{third}.0/24"} for third in range(count)]
            self.env.flush_all()
            before = self.cr.sql_log_count
            self.prefixes.create(vals_list)
            self.env.flush_all()
            return self.cr.sql_log_count - before

        self.prefix("10.0.0.0/8")
        count = 2
        few = queries(1)
        count = 200
        # Rows are inserted by the hundred.
        self.assertLessEqual(queries(2), few + 5)

    def places(self):
        """Where each prefix and address of the scope stands."""
        self.env.flush_all()
        self.env.invalidate_all()
        prefixes = self.prefixes.search([("scope_id", "=", self.scope.id)])
        addresses = self.addresses.search([("scope_id", "=", self.scope.id)])
        return (
            {one: (one.parent_id, one.depth) for one in prefixes},
            {one: one.prefix_id for one in addresses},
        )

    def places_computed(self):
        """Where each must stand, asked one by one of those that cover it."""
        prefixes = self.prefixes.search([("scope_id", "=", self.scope.id)])
        addresses = self.addresses.search([("scope_id", "=", self.scope.id)])
        members = [*prefixes, *addresses]
        covering = self.prefixes._covering(
            [(one, one.scope_id, one.company_id, one._parsed()) for one in members]
        )
        above = {one: covering.get(one, self.prefixes.browse()) for one in members}
        return (
            {one: (above[one][:1], len(set(above[one].mapped("length")))) for one in prefixes},
            {one: above[one][:1] for one in addresses},
        )

    def test_placing_by_sets_comes_to_what_each_would_find(self):
        self.scope.enforce_unique = False
        elsewhere = self.env["ipai.ip.scope"].create({"name": "Elsewhere", "enforce_unique": False})
        dice = random.Random(25)
        for number in range(20):
            self.address(f"10.{number % 2}.{number % 3}.{number}/24")

        def name():
            length = dice.choice([7, 8, 12, 15, 16, 20, 22, 24, 24, 28])
            number = (10 << 24) + dice.randrange(2) * (1 << 16) + dice.randrange(4) * 256
            return str(ipaddress.ip_network((number, length), strict=False))

        for step in range(60):
            known = self.prefixes.search([("scope_id", "in", (self.scope | elsewhere).ids)])
            some = known.browse(dice.sample(known.ids, min(len(known), dice.randint(1, 3))))
            act = dice.choice(["create", "create", "name", "scope", "unlink"])
            if act == "create" or len(known) < 4:
                self.prefixes.create([{"name": name()} for _one in range(dice.randint(1, 4))])
            elif act == "name":
                some.write({"name": name()})
            elif act == "scope":
                some.write({"scope_id": dice.choice([self.scope, elsewhere]).id})
            else:
                some.unlink()
            with self.subTest(step=step, act=act):
                self.assertEqual(self.places(), self.places_computed())

    def written(self, change):
        """Rows that a change writes anew, by table."""
        rows = {}
        for table in ("ipai_prefix", "ipai_ip_address"):
            self.cr.execute(f"SELECT id, ctid::text FROM {table}")
            rows[table] = dict(self.cr.fetchall())
        change()
        self.env.flush_all()
        counts = []
        for table, before in rows.items():
            self.cr.execute(f"SELECT id, ctid::text FROM {table}")
            after = dict(self.cr.fetchall())
            counts.append(
                sum(before[id_] != place for id_, place in after.items() if id_ in before)
            )
        return counts

    def test_only_what_moves_is_written(self):
        self.prefixes.create([{"name": f"10.1.{third}.0/24"} for third in range(20)])
        self.addresses.create([{"name": f"10.1.{n % 20}.{n}/24"} for n in range(1, 101)])
        self.env.flush_all()
        big = []
        self.assertEqual(self.written(lambda: big.append(self.prefix("10.0.0.0/9"))), [20, 0])
        self.assertEqual(self.written(lambda: big[0].unlink()), [20, 0])
        self.assertEqual(
            self.written(lambda: setattr(self.scope, "enforce_unique", False)), [20, 100]
        )
        self.assertEqual(self.written(lambda: setattr(self.scope, "enforce_unique", False)), [0, 0])
        self.scope.company_id = self.env.company
        self.assertEqual(
            self.written(lambda: setattr(self.scope, "customer_id", self.acme)), [20, 100]
        )
        self.assertEqual(
            self.addresses.search([("scope_id", "=", self.scope.id)]).customer_id, self.acme
        )

    def test_utilization_by_hosts_in_use(self):
        prefix = self.prefix("192.0.2.0/29")
        inner = self.prefix("192.0.2.4/30")
        self.address("192.0.2.1/29")
        self.address("192.0.2.5/30")
        self.assertEqual(prefix.address_count, 2)
        self.assertAlmostEqual(prefix.utilization, 100 * 2 / 6, 1)
        self.assertAlmostEqual(inner.utilization, 50)

    def test_shared_host_counts_once_and_decommissioned_not(self):
        prefix = self.prefix("192.0.2.0/30")
        self.address("192.0.2.1/30", role="vip")
        self.address("192.0.2.1/30", role="vip")
        old = self.new_asset("old")
        self.address("192.0.2.2/30", interface_id=self.interface(old).id)
        self.assertEqual(prefix.utilization, 100)
        old.status = "decommissioned"
        prefix.invalidate_recordset()
        self.assertEqual(prefix.address_count, 1)

    def test_container_is_filled_by_prefixes(self):
        container = self.prefix("2001:db8::/32", status="container")
        self.prefix("2001:db8::/34")
        self.prefix("2001:db8::/48")
        self.address("2001:db8:ffff::1/64")
        self.assertEqual(container.utilization, 25)
        self.assertEqual(container.child_count, 1)

    def test_utilization_of_many_in_one_query(self):
        prefixes = self.prefixes.create([{"name": f"10.9.{third}.0/24"} for third in range(50)])
        self.env.flush_all()
        prefixes.invalidate_recordset()
        prefixes.mapped("name")
        with self.assertQueryCount(1):
            prefixes.mapped("utilization")

    def test_next_free_address(self):
        prefix = self.prefix("192.0.2.0/29")
        self.assertEqual(str(prefix._next_free_address()), "192.0.2.1/29")
        self.address("192.0.2.1/29")
        self.address("192.0.2.3/29")
        self.assertEqual(str(prefix._next_free_address()), "192.0.2.2/29")
        self.address("192.0.2.2/29")
        inner = self.prefix("192.0.2.4/31")
        self.assertEqual(str(prefix._next_free_address()), "192.0.2.6/29")
        self.assertEqual(str(inner._next_free_address()), "192.0.2.4/31")
        self.address("192.0.2.6/29")
        with self.assertRefused(UserError, "192.0.2.0/29 is full"):
            prefix._next_free_address()

    def test_next_free_address_of_ipv6(self):
        prefix = self.prefix("2001:db8::/64")
        self.addresses.create([{"name": f"2001:db8::{n:x}/64"} for n in range(1, 40)])
        self.assertEqual(str(prefix._next_free_address()), "2001:db8::28/64")

    def test_form_of_next_free_address_is_filled(self):
        prefix = self.prefix("192.0.2.0/24")
        action = prefix.action_next_free_address()
        with Form(self.env["ipai.ip.address"].with_context(**action["context"])) as form:
            form.dns_name = "www.example.com"
        address = form.save()
        self.assertEqual(
            (address.name, address.scope_id, address.prefix_id),
            ("192.0.2.1/24", self.scope, prefix),
        )

    def test_next_free_prefix(self):
        net = self.prefix("10.0.0.0/16", status="container")
        self.prefix("10.0.0.0/24")
        action = net.action_next_free_prefix()
        form = Form(self.env["ipai.prefix.allocation"].with_context(**action["context"]))
        self.assertEqual(form.length, 20)
        form.length = 23
        self.assertEqual(form.proposal, "10.0.2.0/23")
        created = self.prefixes.browse(form.save().action_create()["res_id"])
        self.assertEqual((created.name, created.parent_id), ("10.0.2.0/23", net))
        with self.assertRefused(UserError, "from 17 to 32, not 16"):
            net._next_free_prefix(16)
        self.prefixes.create([{"name": "10.0.4.0/22"}, {"name": "10.0.128.0/17"}])
        with self.assertRefused(UserError, "no room for another /17"):
            net._next_free_prefix(17)

    def test_addresses_of_a_prefix_are_those_at_any_depth(self):
        prefix = self.prefix("192.0.2.0/24")
        self.prefix("192.0.2.0/25")
        mine = self.address("192.0.2.200/24") | self.address("192.0.2.2/25")
        self.address("198.51.100.1/24")
        found = self.env["ipai.ip.address"].search(prefix.action_view_addresses()["domain"])
        self.assertEqual(found, mine)
