# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from .common import AssetCase


class TestAssetHistory(AssetCase):
    def test_each_change_of_customer_type_or_status_is_kept(self):
        asset = self.new_asset("pc", customer_id=self.acme.id)
        self.age_history(asset, days=3)
        asset.status = "active"
        self.age_history(asset, days=2)
        asset.customer_id = self.globex
        self.age_history(asset, days=1)
        asset.type_id = self.virtual_machine
        self.assertEqual(
            self.history(asset),
            [
                ("Acme", self.compute, "planned"),
                ("Acme", self.compute, "active"),
                ("Globex", self.compute, "active"),
                ("Globex", self.virtual_machine, "active"),
            ],
        )

    def test_other_changes_leave_no_trace(self):
        asset = self.new_asset("pc")
        self.age_history(asset, days=1)
        asset.write({"purpose": "mail", "status": "planned", "customer_id": False})
        self.assertEqual(len(self.history(asset)), 1)

    def test_there_is_never_a_gap_and_the_last_stretch_is_open(self):
        asset = self.new_asset("pc")
        for status in ("active", "maintenance", "active", "missing", "decommissioned", "planned"):
            self.age_history(asset, seconds=5)
            asset.status = status
        intervals = asset.sudo().interval_ids.sorted("date_from")
        self.assertEqual(len(intervals), 7)
        for earlier, later in zip(intervals, intervals[1:], strict=False):
            self.assertEqual(earlier.date_to, later.date_from)
        self.assertFalse(intervals[-1].date_to)

    def test_of_changes_within_a_second_the_last_one_counts(self):
        with freeze_time("2026-01-01 12:00:00"):
            asset = self.new_asset("pc")
            asset.status = "active"
            asset.customer_id = self.acme
        self.assertEqual(self.history(asset), [("Acme", self.compute, "active")])

    def test_an_overlap_is_refused_by_the_database(self):
        asset = self.new_asset("pc")
        self.env.flush_all()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(IntegrityError, "no_overlap"),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                "INSERT INTO ipai_asset_interval (asset_id, type_id, status, date_from, date_to)"
                " VALUES (%s, %s, 'active', %s, NULL)",
                [asset.id, self.compute.id, fields.Datetime.now() + timedelta(days=1)],
            )

    def test_nobody_writes_history_by_hand(self):
        asset = self.new_asset("pc")
        for user in (self.reader, self.technician, self.manager, self.env.ref("base.user_admin")):
            interval = asset.interval_ids.with_user(user)
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    interval.write({"status": "decommissioned"})
                with self.assertRaises(AccessError):
                    interval.unlink()
                with self.assertRaises(AccessError):
                    interval.copy()

    def test_the_change_names_who_made_it(self):
        asset = self.new_asset("pc")
        self.age_history(asset, days=1)
        asset.with_user(self.manager).status = "active"
        self.assertEqual(
            asset.interval_ids.sorted("date_from").user_id, self.technician + self.manager
        )

    def test_many_assets_change_in_as_many_queries_as_few(self):
        def activate(assets):
            assets.write({"status": "active"})

        few, many = (
            self.env["ipai.asset"].create(
                [{"name": f"{count}-{i}", "type_id": self.compute.id} for i in range(count)]
            )
            for count in (5, 80)
        )
        for asset in few + many:
            self.age_history(asset, days=1)
        (few + many).mapped("status")
        costs = self.count_queries(activate, few), self.count_queries(activate, many)
        self.assertLessEqual(costs[1], costs[0] + 3)
