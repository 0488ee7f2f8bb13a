# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import Command
from odoo.tests import Form

from .change_common import ChangeCase


class TestChangeConflict(ChangeCase):
    def kinds(self, change):
        self.env.flush_all()
        return [conflict.kind for conflict in change._conflicts()]

    def test_two_changes_of_one_asset_at_one_time_meet(self):
        first, second = self.new_change(start=2), self.new_change(start=3)
        self.assertEqual(self.kinds(first), ["change"])
        self.assertIn(second.reference, first.conflicts)
        self.assertEqual(first.conflict_count, 1)
        second.write(self.period(4))
        self.assertEqual(self.kinds(first), [], "the one begins when the other ends")
        second.write(self.period(3))
        second.action_cancel("Another day")
        self.assertEqual(self.kinds(first), [], "what was called off is in nobody's way")

    def test_they_meet_on_the_impact_chain_as_well(self):
        host = self.new_change(start=2)
        guest = self.new_change(start=2, asset_ids=[Command.set(self.vm.ids)])
        service = self.new_change(start=2, asset_ids=False, service_ids=[Command.set(self.dns.ids)])
        for change in (host, guest, service):
            self.assertEqual(self.kinds(change), ["change", "change"])
        self.assertIn("Resolver", service.conflicts)
        elsewhere = self.env["ipai.asset"].create(
            {"name": "lamp", "type_id": self.asset.type_id.id}
        )
        alone = self.new_change(start=2, asset_ids=[Command.set(elsewhere.ids)])
        self.assertEqual(self.kinds(alone), [])

    def test_a_freeze_is_shown_first_and_blocks_the_submission(self):
        freeze = self.new_freeze()
        self.new_change()
        change = self.new_change()
        self.assertEqual(self.kinds(change), ["freeze", "change"])
        change.action_request()
        with self.assertRefused("change-freeze", "Year-End Closing", "ipai.change.freeze"):
            change.action_submit()
        change.with_user(self.manager).action_override_freeze("Agreed")
        change.action_submit()
        freeze.blocks_normal = False
        self.assertNotIn("freeze", self.kinds(change))

    def test_the_form_of_a_new_change_shows_what_stands_in_the_way(self):
        self.new_freeze()
        before = self.new_change()
        with Form(self.env["ipai.change"].with_user(self.technician)) as form:
            form.name = "Another disk"
            form.planned_start = before.planned_start
            form.planned_end = before.planned_end
            form.asset_ids.add(self.asset)
            self.assertEqual(form.conflict_count, 2)
            self.assertIn("Year-End Closing", form.conflicts)
            self.assertIn(before.reference, form.conflicts)

    def test_a_standard_change_is_not_scheduled_into_a_freeze(self):
        self.new_freeze()
        change = self.standard_change(self.approved_template())
        with self.assertRefused("change-freeze"):
            change.action_schedule()

    def test_the_policy_says_whether_other_conflicts_block(self):
        self.new_change()
        change = self.new_change()
        change.action_request()
        policy = self.new_policy(kinds="change-normal", conflict_rule="block")
        with self.assertRefused("change-conflict", "touches pve01", "ipai.change.submit"):
            change.action_submit()
        policy.conflict_rule = "warn"
        change.action_submit()
        self.assertEqual(change.state, "approve")

    def test_outside_of_the_maintenance_windows_is_a_conflict(self):
        start = self.now + timedelta(days=10)
        window = self.env["ipai.maintenance.window"].create(
            {
                "name": "Disk night",
                "frequency": "once",
                "tz": "UTC",
                "date_from": start.date(),
                "hour": 1,
                "duration": 4,
                "asset_ids": [Command.set(self.asset.ids)],
            }
        )
        change = self.new_change()
        self.assertEqual(self.kinds(change), ["window"])
        self.assertIn("Disk night", change.conflicts)
        opening = window.opening_ids.starts_at
        change.write({"planned_start": opening, "planned_end": opening + timedelta(hours=4)})
        self.assertEqual(self.kinds(change), [])
        change.planned_end = opening + timedelta(hours=5)
        self.assertEqual(self.kinds(change), ["window"])

    def test_few_queries_however_many_changes(self):
        change = self.new_change(start=2)

        def look():
            self.env.invalidate_all()
            change._conflicts()

        few = self.count(look)
        for _number in range(15):
            self.new_change(start=2)
        self.assertLessEqual(self.count(look), few + 12)

    def count(self, action):
        self.env.flush_all()
        before = self.cr.sql_log_count
        action()
        return self.cr.sql_log_count - before
