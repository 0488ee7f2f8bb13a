# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from .proposal_common import LoomProposalCase


class TestRisk(LoomProposalCase):
    """Where the caller's word is enough for low risk, it is for nothing else."""

    def assert_waits_for_a_person(self, value, risk):
        self.assertEqual(value["risk"], risk)
        self.assertEqual(value["decided_by"], "human")
        self.assertIn("Anna", value["waiting_for"])
        self.assert_problem(self.execute(value), 409, "approval-required")

    def test_ones_own_company_much_money_and_many_tasks(self):
        self.confirm_suffices()
        own = self.env.company.partner_id
        project = self.env["project.project"].create({"name": "Redesign"})
        tasks = [{"name": f"Task {number}"} for number in range(50)]
        for risk, kind, body in (
            ("high", "partner", {"name": own.name, "partner_id": own.id, "city": "Elsewhere"}),
            ("high", "lead", {"name": "Dream", "expected_revenue": 10.0**12}),
            ("medium", "tasks", {"project_id": project.id, "tasks": tasks}),
        ):
            with self.subTest(kind):
                self.assert_waits_for_a_person(self.propose(kind, **body), risk)
        self.assertFalse(self.env["crm.lead"].search([("name", "=", "Dream")]))
