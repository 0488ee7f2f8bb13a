# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import tagged

from .merge_common import MergeCase


@tagged("post_install", "-at_install")
class TestSplit(MergeCase):
    def split(self, *models, values=()):
        merge = self.split_of(self.double)
        merge.name = "other"
        merge.line_ids.filtered(lambda line: line.model in models).goes = True
        merge.value_ids.filtered(lambda value: value.field in values).take = True
        merge.action_do()
        return merge

    def test_what_is_chosen_goes_to_the_new_asset(self):
        merge = self.split("ipai.interface", "ipai.link", values=["serial_number"])
        other = merge.target_id
        self.assertEqual(other.name, "other")
        self.assertEqual(other.ip_addresses, "10.5.0.2")
        self.assertEqual(other.primary_ip4_id.host, "10.5.0.2")
        self.assertEqual(other.serial_number, "SN-77")
        self.assertFalse(self.double.serial_number)
        self.assertFalse(self.double.ip_addresses)
        self.assertEqual(self.link.asset_id, other)
        self.assertEqual(self.guest.host_id, self.double, "Nobody chose it")
        self.assertTrue(self.double.active)

    def test_undo_takes_the_new_asset_away_whole(self):
        assets = self.double, self.nas, self.guest
        before = self.everything(*assets)
        merge = self.split(
            "ipai.interface", "ipai.link", "ipai.relation", "ipai.asset", values=["serial_number"]
        )
        other = merge.target_id
        self.assertEqual(self.guest.host_id, other)
        merge.action_undo()
        self.maxDiff = None
        self.assertEqual(self.everything(*assets), before)
        self.assertFalse(other.exists())

    def test_undo_archives_the_new_asset_that_something_has_come_to_use(self):
        merge = self.split("ipai.interface")
        other = merge.target_id
        self.env["ipai.link"].create(
            {"asset_id": other.id, "name": "New", "url": "https://new.example"}
        )
        merge.action_undo()
        self.assertFalse(other.active)
        self.assertEqual(self.double.ip_addresses, "10.5.0.2")

    def test_a_source_follows_to_the_machine_that_a_person_names(self):
        told = {"id": "vm-7", "hostname": "pve01-mgmt", "serial": "SN-77"}
        self.report(told, complete=False)
        merge = self.split("ipai.interface", "ipai.sighting", values=["hostname", "serial_number"])
        answer = self.report(told, complete=False)
        self.assertEqual(self.asset_of(answer), merge.target_id)
