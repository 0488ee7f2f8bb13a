# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import Form

from .change_common import ChangeCase


class TestChangeTemplate(ChangeCase):
    def test_a_standard_change_needs_no_decision_of_its_own(self):
        template = self.approved_template()
        change = self.standard_change(template)
        self.assertEqual(change.plan, template.plan)
        self.assertEqual(change.risk, "low")
        change.action_schedule()
        self.assertEqual((change.state, change.template_revision), ("scheduled", 1))
        self.assertFalse(change.decision_ids)
        change.action_start()
        change.action_implemented()
        change.action_close()
        self.assertEqual(change.state, "closed")

    def test_a_template_is_approved_by_another_and_until_a_date(self):
        template = self.new_template(valid_until=False)
        with self.assertRefused("incomplete", "until when"):
            template.action_submit()
        template.valid_until = fields.Date.today() + timedelta(days=1)
        template.action_submit()
        self.assertFalse(template.is_valid)
        template.with_user(self.anna).action_approve()
        self.assertTrue(template.is_valid)
        self.assertIn(template, template.search([("is_valid", "=", True)]))
        with freeze_time(self.now + timedelta(days=2)):
            template.invalidate_recordset(["is_valid"])
            self.assertFalse(template.is_valid)
            self.assertIn(template, template.search([("is_valid", "=", False)]))

    def test_nothing_is_scheduled_after_a_template_that_is_not_in_force(self):
        template = self.new_template()
        with self.assertRefused("template-invalid", "not approved"):
            self.standard_change(template).action_schedule()
        template = self.approved_template()
        change = self.standard_change(template)
        with freeze_time(self.now + timedelta(days=120)):
            template.invalidate_recordset(["is_valid"])
            with self.assertRefused("template-invalid", "expired on"):
                change.action_schedule()

    def test_an_edited_template_is_not_in_force_and_stops_what_is_scheduled(self):
        template = self.approved_template()
        change = self.standard_change(template)
        change.action_schedule()
        template.plan = "<p>Renew twice.</p>"
        self.assertFalse(template.is_valid)
        with self.assertRefused("template-invalid"):
            change.action_start()
        template.action_submit()
        template.with_user(self.anna).action_approve()
        with self.assertRefused("template-invalid", "Implementation Plan"):
            change.action_start()
        change.action_apply_template()
        self.assertEqual(change.state, "draft")
        change.action_schedule()
        change.action_start()

    def test_an_answer_that_is_changed_voids_the_approval_of_a_template(self):
        template = self.approved_template()
        self.answer(template, "2")
        self.assertFalse(template.is_valid)

    def test_a_standard_change_follows_its_template_to_the_letter(self):
        change = self.standard_change(self.approved_template())
        change.backout_plan = "<p>None.</p>"
        with self.assertRefused("template-invalid", "Backout Plan", "ipai.change.schedule"):
            change.action_schedule()
        change.action_apply_template()
        self.answer(change, "2")
        with self.assertRefused("template-invalid", "Risk Answers"):
            change.action_schedule()

    def test_without_a_template_it_is_no_standard_change(self):
        with self.assertRaisesRegex(ValidationError, "choose one"):
            self.new_change(type="standard")
        change = self.standard_change(self.approved_template())
        with self.assertRefused("wrong-state"):
            change.action_submit()

    def test_the_form_takes_over_what_the_template_says(self):
        template = self.approved_template()
        action = template.action_new_change()
        Change = self.env["ipai.change"].with_user(self.technician)
        with Form(Change.with_context(**action["context"])) as form:
            form.asset_ids.add(self.vm)
            form.planned_start = self.now
            form.planned_end = self.now + timedelta(hours=1)
        change = form.record
        self.assertEqual((change.type, change.plan), ("standard", template.plan))
        self.assertFalse(change._departures())

    def test_who_asked_for_a_template_is_reminded_once_of_its_end(self):
        template = self.approved_template(valid_until=fields.Date.today() + timedelta(days=20))
        for _night in range(2):
            self.env["ipai.change.template"]._cron_remind()
        self.assertEqual(template.sudo().activity_ids.user_id, self.technician)
        self.assertEqual(len(template.sudo().activity_ids), 1)
