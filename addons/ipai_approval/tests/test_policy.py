# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user

from odoo.addons.ipai_base.compat import GROUP_ALL_USERS_FIELD

from .common import PolicyCase


class TestPolicy(PolicyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group = cls.env.ref("ipai_approval.group_approver")

    def new_policy(self, **vals):
        vals = {"name": "Policy", "sequence": 1, "company_id": self.env.company.id, **vals}
        return self.env["ipai.approval.policy"].create(vals)

    def facts(self, **facts):
        return {
            "kind": "contact",
            "models": ["res.partner"],
            "risk": "low",
            "amount": 0,
            "source": "test",
            "company": self.env.company,
            "confirmable": True,
            **facts,
        }

    def test_the_first_that_matches_is_taken(self):
        Policy = self.env["ipai.approval.policy"]
        mine = self.new_policy(kinds="contact", risk_to="low")
        self.assertEqual(Policy._for(self.facts()), mine)
        default = self.env.ref("ipai_approval.policy_default")
        self.assertEqual(Policy._for(self.facts(risk="high")), default)
        self.assertEqual(Policy._for(self.facts(kind="other")), default)

    def test_less_than_a_person_needs_a_reason_and_low_risk(self):
        with self.assertRaisesRegex(ValidationError, "say why"):
            self.new_policy(mode="confirm", risk_to="low")
        with self.assertRaisesRegex(ValidationError, "low risk only"):
            self.new_policy(mode="confirm", risk_to="high", reason="demo")
        with self.assertRaisesRegex(ValidationError, "company by company"):
            self.new_policy(mode="self", company_id=False, reason="demo")

    def test_one_person_decides_alone_with_a_reason_only(self):
        with self.assertRaisesRegex(ValidationError, "Say why"):
            self.env.company.ipai_self_approval = True

    def test_each_change_of_a_policy_stands_in_the_audit(self):
        policy = self.new_policy()
        policy.mode = "two"
        rows = self.env["ipai.audit"].search([("target", "=", f"{policy._name},{policy.id}")])
        self.assertEqual(
            sorted(rows.mapped("action")),
            ["ipai.approval.policy.create", "ipai.approval.policy.write"],
        )

    def test_who_changes_a_rule_is_seen_by_the_other_managers(self):
        mine = self.new_policy().with_user(self.manager)
        second = new_test_user(self.env, "policy_second", groups="ipai_base.group_manager")
        mine.write({"mode": "two", "name": "Policy"})
        mine.step_ids.create({"policy_id": mine.id, "name": "One", "group_id": self.group.id})
        audit = self.env["ipai.audit"]
        row = audit.search([("action", "=", "ipai.approval.policy.write")], limit=1)
        self.assertEqual((row.user_id, row.field_names), (self.manager, "mode: human → two"))
        self.assertTrue(
            audit.search([("action", "=", "ipai.approval.policy.step.create")], limit=1)
        )
        told = self.env["mail.message"].search([("subject", "=like", "A rule of decisions%")])
        self.assertIn(second.partner_id, told.notified_partner_ids)
        self.assertNotIn(self.manager.partner_id, told.notified_partner_ids)

    def test_a_policy_of_another_company_is_nobodys_here(self):
        other = self.env["res.company"].create({"name": "Other House"})
        policies = self.env["ipai.approval.policy"].with_user(self.manager)
        mine, foreign = self.new_policy(), self.new_policy(company_id=other.id)
        general = self.env.ref("ipai_approval.policy_default")
        for attempt in (
            lambda: mine.with_user(self.manager).write({"company_id": other.id}),
            lambda: mine.with_user(self.manager).write({"company_id": False}),
            lambda: mine.with_user(self.manager).copy({"company_id": other.id}),
            lambda: policies.create({"name": "For all", "company_id": False}),
            lambda: general.with_user(self.manager).write({"mode": "human"}),
            lambda: general.step_ids.with_user(self.manager).unlink(),
            lambda: mine.step_ids.with_user(self.manager).create(
                {"name": "One", "policy_id": foreign.id, "group_id": self.group.id}
            ),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                attempt()
        loaded = policies.load(["name", "company_id/.id"], [["x", str(other.id)]])
        self.assertFalse(loaded["ids"])
        self.manager.company_ids |= self.env["res.company"].search([])
        self.manager.company_ids.ipai_second_manager = "never"
        general.with_user(self.manager).write({"mode": "human"})

    def test_only_a_manager_makes_policies(self):
        with self.assertRaises(AccessError):
            self.env["ipai.approval.policy"].with_user(self.anna).create({"name": "Mine"})
        self.env["ipai.approval.policy"].with_user(self.manager).create({"name": "Ours"})

    def test_a_manager_opens_a_policy_with_models_and_chooses_one(self):
        partner = self.env["ir.model"]._get("res.partner")
        policy = self.new_policy(model_ids=partner.ids).with_user(self.manager)
        read = policy.web_read({"model_ids": {"fields": {"display_name": {}}}})
        self.assertEqual(read[0]["model_ids"][0]["id"], partner.id)
        found = self.env["ir.model"].with_user(self.manager).name_search("res.users")
        self.assertTrue(found)
        with self.assertRaises(AccessError):
            partner.with_user(self.manager).write({"name": "x"})
        with self.assertRaises(AccessError):
            partner.with_user(self.other).read(["name"])

    def test_one_of_two_managers_changes_no_rule_alone(self):
        company = self.env.company
        company.ipai_second_manager = "auto"
        second = new_test_user(self.env, "policy_second", groups="ipai_base.group_manager")
        policy = self.new_policy(mode="human")
        changes = self.env["ipai.approval.rule.change"]
        mine = policy.with_user(self.manager)
        for act in (
            lambda: mine.write({"mode": "two"}),
            lambda: mine.create({"name": "Easy", "company_id": company.id}),
            lambda: mine.step_ids.create(
                {"policy_id": policy.id, "name": "One", "group_id": self.group.id}
            ),
            mine.unlink,
            lambda: company.with_user(self.env.ref("base.user_admin")).write(
                {"ipai_second_manager": "never"}
            ),
        ):
            before = changes.search_count([])
            with self.assertRaisesRegex(UserError, "another manager"):
                act()
            self.env.invalidate_all()
            self.assertEqual(changes.search_count([]), before + 1)
        self.assertEqual((policy.exists().mode, policy.step_ids.ids), ("human", []))
        self.assertEqual(company.ipai_second_manager, "auto")
        self.assertFalse(policy.search([("name", "=", "Easy")]))
        first = changes.search([("res_id", "=", policy.id), ("verb", "=", "write")])
        self.assertEqual((first.asked_by_id, first.words), (self.manager, "mode: human → two"))
        told = self.env["mail.message"].search([("subject", "=like", "%to be confirmed")])
        self.assertIn(second.partner_id, told.notified_partner_ids)
        with self.assertRaises(AccessError):
            first.with_user(self.manager).action_confirm()
        with self.assertRaises(AccessError):
            first.with_user(self.anna).action_confirm()
        first.with_user(second).action_confirm()
        self.assertEqual(
            (policy.mode, first.state, first.decided_by_id), ("two", "confirmed", second)
        )
        with self.assertRaisesRegex(UserError, "decided already"):
            first.with_user(second).action_reject()
        with self.assertRaises(AccessError):
            first.with_user(second).write({"state": "open"})

    def test_a_manager_alone_and_a_freeze_that_only_forbids_wait_for_nobody(self):
        self.env.company.ipai_second_manager = "auto"
        others = self.env.ref("ipai_base.group_manager")[GROUP_ALL_USERS_FIELD] - self.manager
        freeze = {
            "name": "Audit week",
            "starts_at": "2030-01-01 00:00:00",
            "ends_at": "2030-01-02 00:00:00",
        }
        self.assertTrue(self.env["ipai.change.freeze"].with_user(self.manager).create(freeze))
        others.filtered(lambda user: user.id != SUPERUSER_ID).active = False
        policy = self.new_policy(mode="human").with_user(self.manager)
        policy.mode = "two"
        self.assertEqual(policy.mode, "two")

    def test_a_rule_that_was_changed_since_is_asked_for_anew(self):
        self.env.company.ipai_second_manager = "auto"
        second = new_test_user(self.env, "policy_second", groups="ipai_base.group_manager")
        policy = self.new_policy(mode="human")
        with self.assertRaisesRegex(UserError, "another manager"):
            policy.with_user(self.manager).write({"mode": "two"})
        self.env.flush_all()
        self.cr.execute(
            "UPDATE ipai_approval_policy SET write_date = write_date + interval '1 minute' WHERE id = %s",
            [policy.id],
        )
        self.env.invalidate_all()
        change = self.env["ipai.approval.rule.change"].search([("res_id", "=", policy.id)])
        with self.assertRaisesRegex(UserError, "changed since"):
            change.with_user(second).action_confirm()
        change.with_user(self.manager).action_reject()
        self.assertEqual(change.state, "rejected")
