# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from unittest.mock import patch

from ..wizards import ipai_prefix_space
from .ip_common import NetworkCase


class TestPrefixSpace(NetworkCase):
    def rows(self, prefix):
        action = prefix.action_view_space()
        found = self.env["ipai.prefix.space"].search(action["domain"])
        return [(row.kind, row.first, row.last) for row in found]

    def test_what_is_free_stands_between_what_is_held(self):
        prefix = self.prefix("192.0.2.0/28", gateway="192.0.2.1")
        self.env["ipai.ip.range"].create(
            {
                "prefix_id": prefix.id,
                "kind": "dhcp",
                "first_address": "192.0.2.8",
                "last_address": "192.0.2.10",
            }
        )
        self.address("192.0.2.4/28")
        self.address("192.0.2.9/28")
        self.assertEqual(
            self.rows(prefix),
            [
                ("address", "192.0.2.1", "192.0.2.1"),
                ("free", "192.0.2.2", "192.0.2.3"),
                ("address", "192.0.2.4", "192.0.2.4"),
                ("free", "192.0.2.5", "192.0.2.7"),
                ("range", "192.0.2.8", "192.0.2.10"),
                ("address", "192.0.2.9", "192.0.2.9"),
                ("free", "192.0.2.11", "192.0.2.14"),
            ],
        )

    def test_a_free_row_opens_a_form_for_its_first_address(self):
        prefix = self.prefix("192.0.2.0/30")
        action = prefix.action_view_space()
        row = self.env["ipai.prefix.space"].search(action["domain"])
        self.assertEqual(row.action_open()["context"]["default_name"], "192.0.2.1/30")

    def test_a_container_shows_its_prefixes_and_the_space_between(self):
        prefix = self.prefix("10.0.0.0/16", status="container")
        child = self.prefix("10.0.1.0/24")
        self.assertEqual(
            self.rows(prefix),
            [
                ("free", "10.0.0.0", "10.0.0.255"),
                ("prefix", "10.0.1.0", "10.0.1.255"),
                ("free", "10.0.2.0", "10.0.255.255"),
            ],
        )
        rows = self.env["ipai.prefix.space"].search([("prefix_id", "=", prefix.id)])
        self.assertEqual(rows[1].action_open()["res_id"], child.id)
        self.assertEqual(rows[0].action_open()["res_model"], "ipai.prefix.allocation")

    def test_behind_the_last_row_that_is_shown_nothing_is_called_free(self):
        prefix = self.prefix("192.0.2.0/28")
        for host in (1, 2, 3, 5):
            self.address(f"192.0.2.{host}/28")
        with patch.object(ipai_prefix_space, "MOST", 2):
            self.assertEqual(
                [kind for kind, _first, _last in self.rows(prefix)], ["address", "address"]
            )
