# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from ..paths import PREFIXES
from . import contract
from .common import LoomCase


class TestContract(LoomCase):
    """A client that was written from the contract alone works, at both prefixes, with its own examples."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Its example makes a new partner: none may match.
        cls.corp.write({"website": False, "phone": False})
        cls.env.ref("ipai_loom_gateway.policy_confirm").active = True
        project = cls.env["project.project"].create({"name": "Website Redesign"})
        lead = cls.env["crm.lead"].create({"name": "Lead", "partner_id": cls.corp.id})
        # The records that the examples talk of, by the field and number that they have there.
        cls.numbers = {
            ("partner_id", 123): cls.corp.id,
            ("partner_ids", 123): cls.corp.id,
            ("partner_ids", 456): cls.john.id,
            ("project_id", 45): project.id,
            ("res_id", 67): lead.id,
            ("res_id", 123): cls.corp.id,
            ("user_id", 5): cls.env.ref("base.user_admin").id,
            ("partner_id", 789): cls.corp.id,
        }

    def local(self, value, field=None):
        """A value of the contract with the numbers of this database."""
        if isinstance(value, dict):
            return {name: self.local(item, name) for name, item in value.items()}
        if isinstance(value, list):
            return [self.local(item, field) for item in value]
        return self.numbers.get((field, value), value) if type(value) is int else value

    def test_the_text_has_all_endpoints_of_its_own_summary(self):
        told = [
            (method, re.sub(r"{\w+}", "{id}", path)) for method, path, *_rest in contract.examples()
        ]
        self.assertEqual(sorted(told), sorted(contract.summary()))
        self.assertEqual(len(told), 17)

    def test_each_example_works_at_the_prefix_of_the_contract(self):
        self.assert_examples_work(PREFIXES[0])

    def test_each_example_works_at_the_other_prefix(self):
        self.assert_examples_work(PREFIXES[1])

    def assert_examples_work(self, prefix):
        proposal = None
        for method, path, payload, response in contract.examples():
            path = path.replace("/odoo", prefix, 1)
            path = path.replace("{partner_id}", str(self.corp.id))
            if "{proposal_id}" in path and method == "DELETE":
                proposal = self.propose(prefix)["proposal_id"]
            path = path.replace("{proposal_id}", str(proposal))
            with self.subTest(method=method, path=path):
                status, value, _headers = self.call(method, path, self.local(payload))
                self.assertEqual(status, 201 if "/propose/" in path else 200, value)
                self.assertEqual(contract.misfits(response, value) if response else [], [])
                if path.endswith("/propose/partner"):
                    proposal = value["proposal_id"]

    def propose(self, prefix):
        body = {"name": "To cancel", "case_id": "abc12345"}
        return self.call("POST", f"{prefix}/propose/partner", body)[1]

    def test_the_answer_to_the_example_of_a_proposal_is_that_of_the_contract(self):
        example = next(e for e in contract.examples() if e[1] == "/odoo/propose/partner")
        value = self.call("POST", "/odoo/propose/partner", example[2])[1]
        documented = example[3]
        for name in ("summary", "case_id", "requires_confirmation", "confirmed"):
            self.assertEqual(value[name], documented[name])
        operation, told = value["operations"][0], documented["operations"][0]
        self.assertEqual(operation["op"], told["op"])
        self.assertEqual(operation["payload"]["method"], told["payload"]["method"])
        values = operation["payload"]["values"]
        self.assertEqual(
            {name: values[name] for name in told["payload"]["values"]}, told["payload"]["values"]
        )
        self.assertRegex(value["proposal_id"], r"^[0-9a-f]{8}$")

    def test_first_worked_example(self):
        case = {"case_id": "osint-abc123"}
        self.assertEqual(self.search("partners", website="example.com")["count"], 0)
        partner = {
            "name": "Example Corp",
            "website": "https://example.com",
            "email": "new@example.com",
        }
        proposal = self.call("POST", "/odoo/propose/partner", {**partner, **case})[1]
        done = self.call("POST", f"/odoo/execute/{proposal['proposal_id']}", {"confirmed": True})[1]
        made = self.env["res.partner"].browse(done["results"][0]["record_id"])
        self.assertEqual(
            (made.name, made.ipai_source, made.ipai_case_id),
            ("Example Corp", "Loom", "osint-abc123"),
        )
        self.assertIn("[Loom Case: osint-abc123]", made.comment)
        lead = {
            "name": "OSINT-identified prospect",
            "partner_id": made.id,
            "description": "Found via web research...",
        }
        status, value, headers = self.call("POST", "/odoo/propose/lead", {**lead, **case})
        self.assertEqual(status, 201, value)
        self.assertEqual(headers["Location"], f"/odoo/proposals/{value['proposal_id']}")

    def test_second_worked_example(self):
        found = self.search("partners", email="john@corp.example")["partners"]
        self.assertEqual([row["id"] for row in found], self.john.ids)
        history = self.call("GET", f"/odoo/partners/{self.john.id}")
        self.assertEqual(history[0], 200)
        body = {
            "res_model": "res.partner",
            "res_id": self.john.id,
            "summary": "Review OSINT findings",
            "date_deadline": "2026-01-15",
            "case_id": "osint-xyz789",
        }
        proposal = self.call("POST", "/odoo/propose/activity", body)[1]
        done = self.call("POST", f"/odoo/execute/{proposal['proposal_id']}", {"confirmed": True})[1]
        self.assertTrue(done["results"][0]["success"])
        activity = self.john.activity_ids
        self.assertEqual(
            (activity.summary, activity.ipai_case_id), ("Review OSINT findings", "osint-xyz789")
        )
