# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError

from .change_common import ChangeCase


class TestChangeMetric(ChangeCase):
    def metric(self, change):
        self.env.flush_all()
        self.env.invalidate_all()  # the list is a view of the database
        return self.env["ipai.change.metric"].search([("change_id", "=", change.id)])

    def test_times_and_shares_of_a_change(self):
        change = self.new_change()
        change.action_request()
        change.action_submit()
        with freeze_time(self.now + timedelta(minutes=30)):
            change.with_user(self.anna).action_approve()
            change.action_start()
            change.action_finish("failed", "It broke")
        self.assertFalse(self.metric(change).failure_rate, "not yet known")
        change.write({"review_summary": "<p>Broken.</p>", "lessons": "<p>Test.</p>"})
        change.action_close()
        metric = self.metric(change)
        self.assertAlmostEqual(metric.approval_hours, 0.5, delta=0.05)
        self.assertAlmostEqual(metric.lead_hours, 0.5, delta=0.05)
        self.assertEqual((metric.failure_rate, metric.emergency_share), (100.0, 0.0))
        self.assertEqual(metric.self_approved_share, 0.0)

    def test_the_average_leaves_out_what_is_not_finished(self):
        before = self.new_change()
        done = self.scheduled()
        done.action_start()
        done.action_implemented()
        done.action_close()
        self.env.flush_all()
        ((rate, share, count),) = self.env["ipai.change.metric"]._read_group(
            [("change_id", "in", (before | done).ids)],
            [],
            ["failure_rate:avg", "emergency_share:avg", "__count"],
        )
        self.assertEqual((rate, share, count), (0.0, 0.0, 2))

    def test_decisions_by_person_and_kind(self):
        self.scheduled()
        self.propose().with_user(self.berta).action_approve()
        self.approved_template()
        self.env.flush_all()
        groups = self.env["ipai.decision.metric"]._read_group(
            [("user_id", "in", (self.anna | self.berta).ids)], ["user_id", "kind"], ["__count"]
        )
        self.assertEqual(
            {(user.name, kind): count for user, kind, count in groups},
            {
                ("Anna", "change-normal"): 1,
                ("Anna", "change-template"): 1,
                ("Berta", "asset"): 1,
            },
        )

    def test_what_one_approved_for_oneself_stands_out(self):
        self.env.company.write(
            {"ipai_self_approval": True, "ipai_self_approval_reason": "A lab of one"}
        )
        step = {"name": "Me", "approver": "users", "user_ids": [Command.set(self.manager.ids)]}
        self.new_policy(
            mode="self", kinds="change-*", reason="One person", step_ids=[Command.create(step)]
        )
        change = self.new_change(user=self.manager)
        change.action_request()
        change.action_submit()
        change.action_approve("I am alone here")
        self.assertEqual(self.metric(change).self_approved_share, 100.0)
        row = self.env["ipai.decision.metric"].search([("user_id", "=", self.manager.id)])
        self.assertEqual(row.self_approvals, 1)

    def test_they_are_for_managers(self):
        for model in ("ipai.change.metric", "ipai.decision.metric"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.technician).search([])
