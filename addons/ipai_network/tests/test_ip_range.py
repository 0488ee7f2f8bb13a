# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import UserError, ValidationError
from odoo.tests import new_test_user

from .ip_common import NetworkCase


class TestRange(NetworkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.net = cls.prefix("192.0.2.0/28", gateway=" 192.0.2.1 ")

    def pool(self, first, last, prefix=None, **vals):
        prefix = prefix or self.net
        return self.env["ipai.ip.range"].create(
            {"prefix_id": prefix.id, "first_address": first, "last_address": last, **vals}
        )

    def test_next_address_skips_gateway_pools_and_reserved_ranges(self):
        self.assertEqual(str(self.net._next_free_address()), "192.0.2.2/28")
        self.pool("192.0.2.2", "192.0.2.5")
        self.pool("192.0.2.6", "192.0.2.7", kind="reserved")
        self.assertEqual(str(self.net._next_free_address()), "192.0.2.8/28")
        self.address("192.0.2.8")
        self.assertEqual(str(self.net._next_free_address()), "192.0.2.9/28")
        self.pool("192.0.2.9", "192.0.2.14")
        with self.assertRefused(UserError, "192.0.2.0/28 is full"):
            self.net._next_free_address()

    def test_a_pool_counts_after_its_prefix_was_cut_up(self):
        self.pool("192.0.2.9", "192.0.2.12")
        half = self.prefix("192.0.2.8/29")
        self.assertEqual(str(half._next_free_address()), "192.0.2.13/29")

    def test_lies_within_its_prefix_lowest_first(self):
        for first, last in (
            ("192.0.2.9", "192.0.2.3"),
            ("192.0.2.9", "192.0.2.15"),
            ("192.0.2.0", "192.0.2.3"),
            ("2001:db8::1", "2001:db8::2"),
        ):
            with self.assertRefused(ValidationError, "between 192.0.2.1 and 192.0.2.14"):
                self.pool(first, last)
        with self.assertRefused(ValidationError, "is not an IP address"):
            self.pool("here", "192.0.2.9")

    def test_overlaps_no_other(self):
        pool = self.pool("192.0.2.2", "192.0.2.5")
        self.assertRecordValues(self.pool("192.0.2.6", "192.0.2.7"), [{"size": 2}])
        with self.assertRefused(ValidationError, "overlaps 192.0.2.2 – 192.0.2.5"):
            self.pool("192.0.2.5", "192.0.2.5")
        with self.assertRefused(ValidationError, "overlaps 192.0.2.6 – 192.0.2.7"):
            pool.last_address = "192.0.2.6"

    def test_a_prefix_keeps_its_ranges_and_its_gateway_inside(self):
        self.pool("192.0.2.9", "192.0.2.12")
        with self.assertRefused(ValidationError, "does not lie in 192.0.2.0/29"):
            self.net.name = "192.0.2.0/29"
            self.env.flush_all()
        for gateway in ("192.0.2.0", "192.0.2.15", "198.51.100.1", "2001:db8::1"):
            with self.assertRefused(ValidationError, "is no host of 192.0.2.0/28"):
                self.net.gateway = gateway
                self.env.flush_all()
        self.net.dns_servers = "192.0.2.9;2001:DB8::53"
        self.assertEqual(self.net.dns_servers, "192.0.2.9, 2001:db8::53")

    def test_counts_what_is_in_use(self):
        pool = self.pool("192.0.2.2", "192.0.2.5")
        self.address("192.0.2.2")
        self.address("192.0.2.6")
        self.assertRecordValues(pool, [{"size": 4, "held_count": 1}])
        six = self.prefix("2001:db8::/64")
        large = self.pool("2001:db8::1", "2001:db8::ffff:ffff:ffff", six)
        self.assertEqual(large.size, 0xFFFFFFFFFFFF)

    def test_another_company_does_not_see_it(self):
        other = self.env["res.company"].create({"name": "Other"})
        pool = self.pool("192.0.2.2", "192.0.2.5")
        user = new_test_user(
            self.env,
            "range-tech",
            groups="ipai_base.group_technician",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self.assertFalse(self.env["ipai.ip.range"].with_user(user).search([("id", "=", pool.id)]))
