# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from .test_reconcile import ServerCase


class TestPlans(ServerCase):
    """When a plan is carried out, who decides it, and what a decision does."""

    def add(self, count):
        for number in range(count):
            self.pulseway.add(f"n{number:02}")
        self.reconcile()

    def test_a_few_may_vanish_whatever_their_share(self):
        self.add(5)
        self.pulseway.remove("n00", "n01", "n02", "n03")
        self.assertEqual(self.reconcile().state, "done")

    def test_many_may_vanish_of_very_many(self):
        self.add(40)
        self.pulseway.remove(*(f"n{number:02}" for number in range(6)))
        self.assertEqual(self.reconcile().state, "done")
        self.account.vanish_percent = 10
        self.pulseway.remove(*(f"n{number:02}" for number in range(10, 16)))
        self.assertEqual(self.reconcile().state, "asked")

    def test_who_decides(self):
        self.add(1)
        self.env["res.partner"].create({"name": "Bolt Pulse", "is_company": True})
        self.pulseway.devices["n00"] |= {"OrganizationId": 77, "OrganizationName": "Bolt Pulse"}
        run = self.reconcile(dry_run=True)
        line = run.line_ids.filtered(lambda one: one.action == "move")
        reader = new_test_user(self.env, "pulse_reader", "ipai_base.group_user")
        for record, act in ((run, "action_apply"), (run, "action_drop"), (line, "action_apply"), (line, "action_drop")):  # fmt: skip
            with self.subTest(record._name, act=act), self.assertRaises(AccessError):
                getattr(record.with_user(reader), act)()
        line.with_user(self.technician).action_drop()
        self.assertEqual((line.state, self.asset("n00").customer_id), ("dropped", self.customer))
        run.with_user(self.technician).action_drop()
        self.assertEqual(run.state, "dropped")
        for act in ("action_apply", "action_drop"):
            with self.subTest(act), self.assertRaises(UserError):
                getattr(run.with_user(self.technician), act)()

    def test_what_is_asked_is_decided_on_the_device(self):
        self.pulseway.add("x", name="PC-X", serial="REAL-9")
        self.reconcile()
        self.pulseway.add("y", name="PC-X", serial="None")
        run = self.reconcile()
        line = run.line_ids.filtered(lambda one: one.identifier == "y")
        self.assertEqual((line.action, line.state), ("question", "proposed"))
        with self.assertRaises(UserError):
            line.with_user(self.technician).action_apply()
        self.assertEqual(line.state, "proposed")

    def test_who_used_it_is_left_behind_by_a_move(self):
        bolt = self.env["res.partner"].create({"name": "Bolt Pulse", "is_company": True})
        self.add(1)
        asset = self.asset("n00")
        asset.assigned_partner_id = self.env["res.partner"].create({"name": "Who", "parent_id": self.customer.id})  # fmt: skip
        self.pulseway.devices["n00"] |= {"OrganizationId": 77, "OrganizationName": "Bolt Pulse"}
        lines = self.reconcile().line_ids.filtered(lambda one: one.action == "move")
        lines.with_user(self.technician).action_apply()
        self.assertEqual((asset.customer_id, asset.assigned_partner_id.id), (bolt, False))
