# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whose tasks are they, when who had them leaves: of every model that people have tasks about."""

from itertools import count

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged

from odoo.addons.ipai_base.compat import GROUP_USERS_FIELD, GROUPS_FIELD
from odoo.addons.ipai_base.managers import managers_of

from .everything import Everything


@tagged("post_install", "-at_install")
class TestWhoLeaves(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.house = cls.env["res.company"].create({"name": "House"})
        cls.boss, cls.leaver = (
            new_test_user(
                cls.env,
                name,
                groups=groups,
                company_id=cls.house.id,
                company_ids=[Command.set(cls.house.ids)],
            )
            for name, groups in (
                ("boss", "ipai_base.group_manager"),
                ("leaver", "ipai_base.group_manager"),
            )
        )
        cls.elsewhere = cls.env["res.company"].create({"name": "Elsewhere"})
        cls.numbers = count()
        everything = Everything(cls.env)
        cls.subjects = [
            everything.of(model, cls.house)
            for model in everything.models()
            if "activity_ids" in model._fields
        ]

    def tasks(self, subjects=None):
        tasks = self.env["mail.activity"]
        for one in self.subjects if subjects is None else subjects:
            if one and one.with_user(self.leaver).has_access("read"):
                tasks |= tasks.create(
                    {
                        "res_model_id": self.env["ir.model"]._get_id(one._name),
                        "res_id": one.id,
                        "user_id": self.leaver.id,
                        "summary": f"Look {next(self.numbers)}",
                        "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
                    }
                )
        self.assertTrue(tasks)
        self.assertEqual(tasks.user_id, self.leaver)
        return tasks

    def assertHandedOver(self, tasks):
        self.env.invalidate_all()
        self.assertEqual(tasks.exists(), tasks)
        for task in tasks:
            company = self.env[task.res_model].sudo().browse(task.res_id)
            company = company.company_id if "company_id" in company._fields else None
            there = managers_of(self.env, company) - self.leaver
            with self.subTest(task.res_model):
                self.assertIn(task.user_id, there)
                self.assertIn("leaver", task.note)

    def test_of_every_model_when_they_are_archived(self):
        tasks = self.tasks()
        self.assertGreaterEqual(len(tasks), 8)
        self.leaver.active = False
        self.assertHandedOver(tasks)

    def test_odoo_deletes_none_of_them_with_who_is_archived_or_deleted(self):
        for leave in ("action_archive", "unlink"):
            self.leaver.active = True
            tasks = self.tasks(self.subjects[:3])
            getattr(self.leaver, leave)()
            self.env.invalidate_all()
            self.assertEqual(tasks.exists(), tasks)
            self.assertNotIn(self.leaver, tasks.user_id)

    def test_when_they_lose_the_company_on_either_side(self):
        tasks = self.tasks()
        self.leaver.write({"company_ids": [Command.link(self.elsewhere.id)]})
        self.assertEqual(tasks.user_id, self.leaver)
        self.leaver.write(
            {"company_id": self.elsewhere.id, "company_ids": [Command.set(self.elsewhere.ids)]}
        )
        of_house = tasks.filtered(lambda one: "company_id" in self.env[one.res_model]._fields)
        self.assertHandedOver(of_house)

        self.leaver.company_ids |= self.house
        tasks = self.tasks(self.subjects[:3])
        self.house.write({"user_ids": [Command.unlink(self.leaver.id)]})
        self.assertHandedOver(tasks)

    def test_when_they_lose_the_group_on_either_side(self):
        employee = [Command.set(self.env.ref("base.group_user").ids)]
        tasks = self.tasks()
        self.leaver.write({GROUPS_FIELD: employee})
        self.assertHandedOver(tasks)
        manager = self.env.ref("ipai_base.group_manager")
        self.leaver.write({GROUPS_FIELD: [Command.link(manager.id)]})
        tasks = self.tasks(self.subjects[:3])
        self.leaver.write({GROUPS_FIELD: employee})
        self.leaver.write({GROUPS_FIELD: [Command.link(manager.id)]})
        tasks = self.tasks(self.subjects[3:5])
        manager.write({GROUP_USERS_FIELD: [Command.unlink(self.leaver.id)]})
        self.assertHandedOver(tasks)

    def test_a_task_that_is_given_to_them_later_goes_on(self):
        tasks = self.tasks(self.subjects[:2])
        tasks.write({"user_id": self.boss.id})
        self.leaver.active = False
        tasks.write({"user_id": self.leaver.id})
        self.assertHandedOver(tasks)

    def test_who_gets_it_has_it_once(self):
        first = self.tasks(self.subjects[:1])
        mine = first.copy({"user_id": self.boss.id})
        others = managers_of(self.env, self.house) - self.boss - self.leaver
        others.filtered(lambda one: self.house in one.company_ids).company_ids -= self.house
        self.leaver.active = False
        self.assertFalse(first.exists())
        self.assertEqual(mine.user_id, self.boss)

    def test_where_nobody_else_is_it_stays(self):
        tasks = self.tasks(self.subjects[:1])
        (managers_of(self.env, self.house) - self.leaver).active = False
        self.leaver.active = False
        self.assertEqual(tasks.user_id, self.leaver)
