# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user

from .common import PolicyCase


class TestDelegation(PolicyCase):
    def delegate(self, user=None, **vals):
        today = date.today()
        days = {"date_from": today, "date_to": today + timedelta(days=3)}
        return (
            self.env["ipai.approval.delegation"]
            .with_user(user or self.anna)
            .create({"delegate_id": self.reader.id, **days, **vals})
        )

    def in_force(self):
        return self.env["ipai.approval.delegation"].sudo()._in_force_for(self.reader)

    def test_it_is_in_force_on_its_days(self):
        delegation = self.delegate()
        self.assertEqual(self.in_force(), delegation)
        delegation.date_from = date.today() + timedelta(days=1)
        self.assertFalse(self.in_force())

    def test_who_left_delegates_nothing(self):
        self.delegate()
        self.anna.active = False
        self.assertFalse(self.in_force())

    def test_who_left_the_company_stands_in_for_nobody(self):
        self.delegate()
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.reader.write({"company_ids": [(6, 0, elsewhere.ids)], "company_id": elsewhere.id})
        self.assertFalse(self.in_force())
        delegates = (
            self.env["ipai.approval.delegation"].sudo()._delegates_of(self.anna, self.env.company)
        )
        self.assertFalse(delegates)

    def test_what_cannot_be_is_refused_with_the_reason(self):
        yesterday = date.today() - timedelta(days=1)
        for vals, reason in (
            ({"delegate_id": self.anna.id}, "another person"),
            ({"date_to": yesterday}, "before the first"),
        ):
            with self.subTest(reason), self.assertRaisesRegex(ValidationError, reason):
                self.delegate(**vals)

    def test_nobody_delegates_for_another(self):
        with self.assertRaises(AccessError):
            self.delegate(user_id=self.other.id)

    def test_nobody_writes_a_delegation_of_another(self):
        mine = self.delegate(self.reader, delegate_id=self.other.id)
        for su, delegate in ((False, self.reader), (False, self.manager), (True, self.manager)):
            forged = {"user_id": self.anna.id, "delegate_id": delegate.id}
            with self.assertRaises(UserError), self.cr.savepoint():
                mine.with_user(self.reader).sudo(su).write(forged)
        self.assertEqual(mine.user_id, self.reader)

    def test_only_people_who_could_decide_stand_in(self):
        portal = new_test_user(self.env, "policy_portal", groups="base.group_portal")
        stranger = new_test_user(self.env, "policy_stranger", groups="base.group_user")
        bot = new_test_user(self.env, "policy_bot", groups="ipai_base.group_user")
        self.env["ipai.api.key"].create({"name": "bot", "user_id": bot.id})
        for user, reason in (
            (portal, "takes no part"),
            (stranger, "takes no part"),
            (bot, "programs do not decide"),
        ):
            with self.subTest(user.login), self.assertRaisesRegex(ValidationError, reason):
                self.delegate(delegate_id=user.id)

    def test_a_manager_delegates_for_who_is_ill_and_never_to_himself(self):
        ill = {"user_id": self.anna.id}
        delegation = self.delegate(self.manager, **ill)
        self.assertEqual(self.in_force(), delegation)
        delegation.active = False
        self.assertFalse(self.in_force())
        with self.assertRaisesRegex(ValidationError, "by yourself"):
            self.delegate(self.manager, delegate_id=self.manager.id, **ill)

    def test_both_are_told_whoever_made_it(self):
        self.delegate(self.manager, user_id=self.anna.id)
        told = self.env["mail.message"].search([("subject", "=like", "Approvals in the stead%")])
        self.assertEqual(told.notified_partner_ids, (self.anna | self.reader).partner_id)
