# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields

from odoo.addons.ipai_base.models import ipai_bounded_calendar

from ..models.ipai_expiry_notice import EACH
from .common import AssetCase


class TestExpiry(AssetCase):
    def setUp(self):
        super().setUp()
        self.today = fields.Date.context_today(self.env["ipai.asset"])

    def remind(self):
        # The list is a view of the database: a night later nothing of it is in the cache.
        self.env.flush_all()
        self.env.invalidate_all()
        self.env["ipai.expiry.notice"]._cron_remind()

    def activities(self, record):
        return self.env["mail.activity"].search(
            [
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
                ("activity_type_id", "=", self.env.ref("ipai_asset.mail_activity_type_expiry").id),
            ]
        )

    def test_everything_that_ends_is_in_one_list(self):
        system = self.env["ipai.operating.system"].create(
            {"name": "Old", "end_of_support_date": self.today}
        )
        asset = self.new_asset(
            "pc",
            warranty_date=self.today,
            end_of_life_date=self.today,
            operating_system_id=system.id,
        )
        article = self.env["ipai.kb.link"].create({"name": "a", "url": "https://w.example/"})
        rows = (
            self.env["ipai.expiry"]
            .with_user(self.reader)
            .search(["|", ("asset_id", "=", asset.id), ("kb_link_id", "=", article.id)])
        )
        self.assertEqual(
            sorted(rows.mapped("kind")), ["end_of_life", "os_support", "review", "warranty"]
        )
        self.assertEqual(len(set(rows.ids)), 4)
        asset.action_archive()
        rows = self.env["ipai.expiry"].search([("asset_id", "=", asset.id)])
        self.assertFalse(rows, "what is decommissioned ends no more")

    def test_each_step_of_the_ladder_reminds_the_owner_once(self):
        asset = self.new_asset(
            "pc", owner_id=self.manager.id, warranty_date=self.today + timedelta(days=61)
        )
        self.remind()
        self.assertFalse(self.activities(asset), "61 days ahead is too early")
        told = []
        for days in (60, 59, 30, 29, 8, 7, 1, 0):
            # The date comes nearer; a real day later the key (the date) would be the same.
            with self.subTest(days=days):
                self.env.cr.execute(
                    "UPDATE ipai_expiry_notice SET date = %s WHERE res_id = %s AND res_model = %s",
                    [self.today + timedelta(days=days), asset.id, "ipai.asset"],
                )
                self.env.invalidate_all()
                asset.warranty_date = self.today + timedelta(days=days)
                self.remind()
                self.remind()
                activity = self.activities(asset)
                self.assertEqual(len(activity), 1, "the step before is replaced")
                self.assertEqual(activity.user_id, self.manager)
                told.append(activity.id)
        self.assertEqual(len(set(told)), 3, "60, 30 and 7 days: three reminders")
        self.assertIn("Warranty in 7 days", activity.summary)

    def test_a_reminder_that_was_done_does_not_come_back(self):
        asset = self.new_asset(
            "pc", owner_id=self.manager.id, warranty_date=self.today + timedelta(days=20)
        )
        self.remind()
        self.activities(asset).action_feedback(feedback="renewed next week")
        self.remind()
        self.assertFalse(self.activities(asset).filtered("active"))

    def test_a_date_that_was_changed_starts_its_ladder_anew(self):
        asset = self.new_asset(
            "pc", owner_id=self.manager.id, warranty_date=self.today + timedelta(days=5)
        )
        self.remind()
        first = self.activities(asset)
        asset.warranty_date = self.today + timedelta(days=6)
        self.remind()
        self.assertTrue(self.activities(asset) - first)

    def test_articles_remind_their_owner_and_a_review_ends_it(self):
        article = self.env["ipai.kb.link"].create(
            {
                "name": "Restore",
                "url": "https://w.example/",
                "owner_id": self.manager.id,
                "review_interval": 10,
                "last_reviewed_on": self.today - timedelta(days=5),
            }
        )
        self.remind()
        self.assertEqual(self.activities(article).user_id, self.manager)
        article.action_reviewed()
        self.assertFalse(self.activities(article))

    def test_without_owner_the_one_who_made_the_record_is_reminded(self):
        asset = self.new_asset("pc", end_of_life_date=self.today + timedelta(days=3))
        self.remind()
        self.assertEqual(self.activities(asset).user_id, self.technician)

    def test_reminding_of_many_takes_no_more_queries_than_of_few(self):
        def expiring(count, days):
            self.env["ipai.asset"].create(
                [
                    {
                        "name": f"{days}-{i}",
                        "type_id": self.compute.id,
                        "owner_id": self.manager.id,
                        "warranty_date": self.today + timedelta(days=days),
                    }
                    for i in range(count)
                ]
            )
            return self.count_queries(self.remind)

        expiring(3, 40)
        few, many = expiring(5, 20), expiring(80, 19)
        self.assertLess(many, few + 10)

    def test_who_owns_many_of_a_system_is_told_once_of_it(self):
        system = self.env["ipai.operating.system"].create(
            {"name": "Old", "end_of_support_date": self.today + timedelta(days=20)}
        )
        owners = self.manager | self.technician
        for owner in owners:
            for number in range(12):
                self.new_asset(
                    f"{owner.login}-{number}", owner_id=owner.id, operating_system_id=system.id
                )
        self.remind()
        told = self.activities(system)
        self.assertEqual(told.user_id, owners)
        self.assertEqual(len(told), 2)
        self.assertIn("in 20 days: 12 assets", told[0].summary)
        self.remind()
        self.assertEqual(self.activities(system), told)
        with freeze_time(self.today + timedelta(days=13)):
            self.remind()
        later = self.activities(system).filtered("active")
        self.assertEqual(len(later), 2, "the step before is replaced")
        self.assertFalse(later & told)

    def test_very_many_of_one_day_are_one_activity(self):
        assets = self.env["ipai.asset"].create(
            [
                {
                    "name": f"laptop {n}",
                    "type_id": self.compute.id,
                    "owner_id": self.manager.id,
                    "warranty_date": self.today + timedelta(days=20),
                }
                for n in range(EACH + 1)
            ]
        )
        self.remind()
        self.remind()
        told = self.env["mail.activity"].search(
            [("res_model", "=", "ipai.asset"), ("res_id", "in", assets.ids)]
        )
        self.assertEqual(len(told), 1)
        self.assertIn(f"{EACH + 1} assets or articles", told.summary)
        assets[-1].action_archive()
        self.remind()
        self.assertEqual(
            self.env["mail.activity"].search_count(
                [("res_model", "=", "ipai.asset"), ("res_id", "in", assets.ids)]
            ),
            1,
            "who was told of all is not told of each",
        )

    def test_a_calendar_of_many_is_drawn_in_rows_with_a_count(self):
        day = self.today + timedelta(days=2000)
        for number in range(ipai_bounded_calendar.ROWS_A_DAY + 3):
            customer = self.env["res.partner"].create({"name": f"Customer {number}"})
            for _one in range(2):
                self.new_asset("pc", customer_id=customer.id, warranty_date=day)
        self.new_asset("alone", customer_id=self.acme.id, warranty_date=day)
        self.env.flush_all()
        domain = [("date", ">=", day), ("date", "<=", day + timedelta(days=30))]
        board = self.env["ipai.expiry"].with_user(self.reader)
        self.assertEqual(len(board.calendar_read(domain, ["date", "kind", "name"])), 23)
        with patch.object(ipai_bounded_calendar, "EACH", 20):
            rows = board.calendar_read(domain, ["date", "kind", "name"])
        self.assertEqual(len(rows), ipai_bounded_calendar.ROWS_A_DAY + 1)
        names = {row["display_name"] for row in rows}
        self.assertIn("Warranty, Customer 0: 2", names)
        self.assertIn("and 7 more", names)
        for row in rows:
            self.assertEqual(row["date"], day)
            count = int(re.search(r"\d+( more)?$", row["display_name"])[0].split()[0])
            found = board.search_count(row["calendar_domain"])
            self.assertEqual(found, 23 if "more" in row["display_name"] else count)
        with patch.object(ipai_bounded_calendar, "EACH", 20):
            told = self.count_queries(lambda: board.calendar_read(domain, ["date", "name"]))
        self.assertLess(told, 15)
