# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, ValidationError

from .common import PolicyCase


class TestPolicy(PolicyCase):
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

    def test_only_a_manager_makes_policies(self):
        with self.assertRaises(AccessError):
            self.env["ipai.approval.policy"].with_user(self.anna).create({"name": "Mine"})
        self.env["ipai.approval.policy"].with_user(self.manager).create({"name": "Ours"})
