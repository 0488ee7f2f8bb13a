# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date, timedelta

from odoo import fields

from odoo.addons.ipai_base.tests.killing import BatchCase

from .change_common import ChangeCase


class TestBatches(ChangeCase, BatchCase):
    crons = (
        "ipai_change_approval.cron_escalate_reviews",
        "ipai_change_approval.cron_remind_templates",
        "ipai_change_approval.cron_plan_openings",
    )

    def told(self, records):
        activities = self.env["mail.activity"].search(
            [("res_model", "=", records._name), ("res_id", "in", records.ids)]
        )
        return sorted((one.res_id, one.user_id.login, one.summary or "") for one in activities)

    def test_overdue_reviews_are_escalated_once(self):
        changes = self.env["ipai.change"].union(*[self.new_change() for _n in range(5)]).sudo()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ipai_change SET state = 'review', review_due_at = now() - interval '1 day'"
            " WHERE id = ANY(%s)",
            [changes.ids],
        )
        self.env.invalidate_all()
        self.assertBatches("ipai_change_approval.cron_escalate_reviews", lambda: self.told(changes))
        self.assertEqual({id_ for id_, _user, _text in self.told(changes)}, set(changes.ids))

    def test_who_asked_for_a_template_is_told_once(self):
        ends = fields.Date.today() + timedelta(days=20)
        templates = [self.approved_template(name=f"T{n}", valid_until=ends) for n in range(5)]
        templates = self.env["ipai.change.template"].union(*templates).sudo()
        self.assertBatches(
            "ipai_change_approval.cron_remind_templates", lambda: self.told(templates)
        )
        self.assertEqual(len(self.told(templates)), 5)

    def test_openings_are_added_once(self):
        windows = self.env["ipai.maintenance.window"].create(
            [
                {"name": f"W{n}", "tz": "Europe/Vienna", "date_from": date(2026, 1, 1)}
                for n in range(5)
            ]
        )
        self.env.flush_all()
        self.env.cr.execute(
            """
            DELETE FROM ipai_maintenance_opening
             WHERE window_id = ANY(%(ids)s) AND starts_at > now() + interval '380 days';
            INSERT INTO ipai_maintenance_opening (window_id, starts_at, ends_at)
            SELECT unnest(%(ids)s), now() - interval '601 days', now() - interval '600 days';
            """,
            {"ids": windows.ids},
        )
        self.env.invalidate_all()

        def outcome():
            return sorted((one.window_id.id, one.starts_at) for one in windows.opening_ids)

        self.assertBatches("ipai_change_approval.cron_plan_openings", outcome, least=5)
        self.assertEqual(len(set(outcome())), len(outcome()), "none twice")
