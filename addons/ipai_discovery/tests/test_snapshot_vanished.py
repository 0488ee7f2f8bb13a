# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .snapshot_common import SnapshotCase


@tagged("post_install", "-at_install")
class TestSnapshotVanished(SnapshotCase):
    def setUp(self):
        super().setUp()
        self.machines = [self.machine(n) for n in range(1, 31)]
        self.report(*self.machines)

    def unseen(self, count, runs=3, **options):
        """Report several times without the last `count` machines; return the last answer."""
        for _run in range(runs):
            answer = self.report(*self.machines[: len(self.machines) - count], **options)
        return answer

    def statuses(self, count):
        """Return the statuses of the last `count` machines."""
        return set(self.found_all(count).mapped("status"))

    def found_all(self, count):
        names = [machine["hostname"] for machine in self.machines[-count:]]
        return self.env["ipai.asset"].search(
            [("name", "in", names), ("company_id", "=", self.company.id)]
        )

    def test_unseen_for_three_complete_runs_is_missing_and_never_deleted(self):
        self.unseen(2, runs=2)
        self.assertEqual(self.statuses(2), {"active"})
        answer = self.unseen(2, runs=1)
        self.assertEqual(answer["vanished"], {"state": "marked", "count": 2})
        self.assertEqual(self.statuses(2), {"missing"})
        asset = self.found_all(1)
        self.assertIn("Not seen by n8n-test", asset.status_reason)
        self.assertEqual(self.run_of_answer(answer).missing_count, 2)
        self.assertEqual(self.unseen(2, runs=1)["vanished"]["count"], 0, "told once")

    def test_seen_again_is_active_again_with_its_history(self):
        self.unseen(1)
        asset = self.found_all(1)
        self.env.flush_all()
        for interval in asset.sudo().interval_ids.sorted(
            "date_from"
        ):  # none may meet another on the way
            self.env.cr.execute(
                "UPDATE ipai_asset_interval SET date_from = date_from - interval '1 day',"
                " date_to = date_to - interval '1 day' WHERE id = %s",
                interval.ids,
            )
        self.env.invalidate_all()
        answer = self.report(*self.machines)
        self.assertEqual((asset.status, answer["counts"]["updated"]), ("active", 1))
        history = asset.sudo().interval_ids.sorted("date_from").mapped("status")
        self.assertEqual(history[-2:], ["missing", "active"])

    def test_a_machine_that_a_person_calls_missing_is_drift_when_it_is_seen(self):
        self.machines[0]["status"] = "active"
        self.report(*self.machines)
        asset = self.found("pve01")
        self.by_hand(asset).status = "missing"
        self.report(*self.machines)
        self.assertEqual(asset.status, "missing")
        drift = self.open_drift(asset_id=asset.id)
        self.assertEqual((drift.field, drift.observed), ("status", "Active"))

    def test_part_of_an_inventory_makes_nothing_missing(self):
        self.unseen(2, runs=5, complete=False)
        self.assertEqual(self.statuses(2), {"active"})

    def test_what_another_source_sees_is_there(self):
        self.unseen(1, runs=1)
        self.report(self.machines[-1], source="other")
        self.unseen(1, runs=4)
        self.assertEqual(self.statuses(1), {"active"})

    def test_an_object_that_is_refused_was_seen(self):
        self.machines[-1]["customer"] = "Nobody Inc"
        for _run in range(4):
            answer = self.report(*self.machines)
        self.assertEqual(answer["counts"]["rejected"], 1)
        self.assertEqual(self.statuses(1), {"active"})

    def test_many_at_once_are_asked_for_and_marked_on_demand(self):
        answer = self.unseen(10)
        self.assertEqual(answer["vanished"], {"state": "asked", "count": 10})
        self.assertEqual(self.statuses(10), {"active"})
        run = self.run_of_answer(answer)
        activity = run.sudo().activity_ids
        self.assertIn("10 assets vanished from n8n-test", activity.summary)
        with self.assertRaises(AccessError):
            run.with_user(self.person).action_mark_missing()
        run.with_user(self.manager).action_mark_missing()
        self.assertEqual(self.statuses(10), {"missing"})
        self.assertFalse(run.sudo().activity_ids)
        self.undo(run)
        self.assertEqual(self.statuses(10), {"active"})

    def test_many_at_once_can_be_kept(self):
        run = self.run_of_answer(self.unseen(10))
        run.with_user(self.manager).action_keep_vanished()
        self.assertEqual(run.vanish_state, "kept")
        self.assertIsNone(self.unseen(10, runs=2)["vanished"]["state"])
        self.assertEqual(self.unseen(10, runs=1)["vanished"]["state"], "asked")
        with self.assertRaises(UserError):
            run.with_user(self.manager).action_mark_missing()

    def test_only_the_latest_question_stands(self):
        first = self.run_of_answer(self.unseen(10))
        second = self.run_of_answer(self.unseen(10, runs=1))
        self.assertEqual((first.vanish_state, second.vanish_state), ("superseded", "asked"))
        self.assertFalse(first.sudo().activity_ids)
        self.report(*self.machines)
        self.assertEqual(second.vanish_state, "superseded")

    def test_few_are_marked_whatever_their_share(self):
        self.source().vanish_percent = 0
        self.assertEqual(self.unseen(4)["vanished"]["state"], "marked")

    def test_quiet_runs_are_forgotten_after_a_month(self):
        quiet = self.report(*self.machines)["run"]
        last = self.report(*self.machines)["run"]
        first = self.env["ipai.import.run"].search([("line_ids", "!=", False)]).ids
        self.age("ipai_import_run", applied_on="2020-01-01")
        self.env["ipai.import.run"].sudo()._gc_quiet_runs()
        self.env.invalidate_all()
        left = self.env["ipai.import.run"].search([("source_id", "=", self.source().id)]).ids
        self.assertNotIn(quiet, left)
        self.assertIn(last, left)
        self.assertTrue(set(first) <= set(left))
