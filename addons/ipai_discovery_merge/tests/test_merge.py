# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .merge_common import MergeCase


@tagged("post_install", "-at_install")
class TestMerge(MergeCase):
    def merged(self, **options):
        merge = self.prepared(self.kept | self.double)
        for name, goes in options.items():
            merge.line_ids.filtered(lambda line, name=name: line.model == name).goes = goes
        merge.action_do()
        return merge

    def test_all_that_hangs_on_the_duplicate_goes_along(self):
        merge = self.merged()
        self.assertEqual((merge.source_id, merge.target_id), (self.double, self.kept))
        self.assertEqual(self.kept.ip_addresses, "10.5.0.1, 10.5.0.2")
        self.assertEqual(self.kept.interface_ids.mapped("name"), ["eth0", "mgmt"])
        self.assertEqual(self.kept.primary_ip4_id.host, "10.5.0.1")
        self.assertEqual(self.kept.serial_number, "SN-77")
        self.assertEqual(self.kept.hostname, "pve01", "What it has it keeps")
        self.assertEqual(self.guest.host_id, self.kept)
        self.assertEqual(self.link.asset_id, self.kept)
        self.assertEqual(self.article.asset_ids, self.kept)
        self.assertEqual(self.relation.source_asset_id, self.kept)
        self.assertIn("Fan replaced", "".join(self.kept.message_ids.mapped("body")))
        self.assertFalse(self.double.active)
        self.assertEqual(self.double.merged_into_id, self.kept)

    def test_what_a_person_leaves_out_stays(self):
        self.merged(**{"ipai.link": False, "ipai.interface": False})
        self.assertEqual(self.link.asset_id, self.double)
        self.assertEqual(self.kept.ip_addresses, "10.5.0.1")
        self.assertEqual(self.article.asset_ids, self.kept)

    def test_undo_gives_both_back_field_by_field(self):
        assets = self.kept, self.double, self.nas, self.guest
        before = self.everything(*assets)
        merge = self.merged()
        self.assertNotEqual(self.everything(*assets), before)
        merge.action_undo()
        after = self.everything(*assets)
        self.maxDiff = None
        self.assertEqual(after, before)
        self.assertIn("Fan replaced", "".join(self.double.message_ids.mapped("body")))
        self.assertNotIn("Fan replaced", "".join(self.kept.message_ids.mapped("body")))

    def test_undo_leaves_what_somebody_has_changed_since(self):
        merge = self.merged()
        self.link.asset_id = self.nas
        self.kept.serial_number = "SN-78"
        merge.action_undo()
        self.assertEqual(self.link.asset_id, self.nas)
        self.assertEqual(self.kept.serial_number, "SN-78")
        self.assertEqual(self.double.serial_number, "SN-77")
        self.assertIn("left as it is now", merge.target_id.message_ids[0].body)

    def test_the_same_card_on_both_is_one(self):
        card = self.double.interface_ids
        self.kept.interface_ids.mac_address = False
        card.name = "eth0"
        before = self.everything(self.kept, self.double)
        merge = self.merged()
        self.assertEqual(self.kept.interface_ids.mapped("name"), ["eth0"])
        self.assertEqual(self.kept.mac_addresses, "02:00:00:00:01:02")
        self.assertEqual(self.kept.ip_addresses, "10.5.0.1, 10.5.0.2")
        merge.action_undo()
        self.assertEqual(self.everything(self.kept, self.double), before)

    def test_two_cards_of_one_name_stay_two(self):
        self.double.interface_ids.name = "eth0"
        self.merged()
        self.assertEqual(self.kept.interface_ids.mapped("name"), ["eth0", "eth0 (2)"])

    def test_reports_speak_of_the_asset_that_stays(self):
        told = {"id": "vm-7", "hostname": "pve01-mgmt", "serial": "SN-77"}
        self.assertEqual(self.asset_of(self.report(told, complete=False)), self.double)
        merge = self.merged()
        answer = self.report(told, complete=False)
        self.assertEqual(self.asset_of(answer), self.kept, answer)
        merge.action_undo()
        self.assertEqual((self.kept.hostname, self.double.hostname), ("pve01", "pve01-mgmt"))
        self.assertEqual(self.asset_of(self.report(told, complete=False)), self.double)

    def test_the_other_one_is_kept_where_a_person_says_so(self):
        merge = self.prepared(self.kept | self.double)
        merge.action_swap()
        merge.action_do()
        self.assertEqual(self.double.ip_addresses, "10.5.0.2, 10.5.0.1")
        self.assertFalse(self.kept.active)

    def test_history_before_the_other_was_entered_goes_along(self):
        self.env.flush_all()
        past = self.double.sudo().interval_ids
        self.env.cr.execute(
            "UPDATE ipai_asset_interval SET date_from = date_from - interval '9 days',"
            " date_to = date_from - interval '5 days' WHERE id = %s",
            past.ids,
        )
        self.env.invalidate_all()
        past.sudo().copy({"date_from": self.now(), "date_to": False})
        merge = self.merged()
        self.assertEqual(past.asset_id, self.kept)
        merge.action_undo()
        self.assertEqual(past.asset_id, self.double)

    def test_only_two_assets_are_merged_and_none_twice(self):
        with self.assertRaisesRegex(UserError, "Choose the two assets"):
            self.kept.action_merge()
        self.merged()
        with self.assertRaisesRegex(UserError, "was merged into pve01 already"):
            self.prepared(self.double | self.nas)

    def test_a_merge_is_moved_by_its_buttons_only(self):
        merge = self.prepared(self.kept | self.double)
        for values in ({"state": "done"}, {"picture": {}}, {"done_on": self.now()}):
            with self.assertRaises(AccessError):
                merge.write(values)
        with self.assertRaises(AccessError):
            merge.line_ids[0].write({"record_ids": [1]})
        with self.assertRaises(AccessError):
            merge.value_ids[0].write({"field": "name"})
        merge.action_do()
        with self.assertRaisesRegex(UserError, "not possible any more"):
            merge.line_ids[0].goes = False
        with self.assertRaisesRegex(UserError, "Undo it before"):
            merge.unlink()

    def test_who_only_reads_merges_nothing(self):
        merge = self.prepared(self.kept | self.double)
        with self.assertRaises(AccessError):
            merge.with_user(self.user).action_do()
        with self.assertRaises(AccessError):
            (self.kept | self.double).with_user(self.user).action_merge()
