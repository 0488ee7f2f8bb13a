# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from odoo.exceptions import AccessError

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
        rows = [(method, path) for method, path, _needed in contract.summary()]
        self.assertEqual(sorted(told), sorted(rows))
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

    def walk(self, example, record):
        """Make the calls of a worked example; return their answers.

        :param record: stands for the number that the example has.
        """
        answers, proposal = [], None
        for method, path, payload in example:
            written = [one["results"][0] for one in answers if one.get("results")]
            made = written[0]["record_id"] if written else 0
            for name in ("partner_id", "res_id"):
                if payload and name in payload:
                    payload = {**payload, name: made or record.id}
            path = path.replace("{proposal_id}", str(proposal)).replace("/123", f"/{record.id}")
            status, value, _headers = self.call(method, path, payload)
            self.assertEqual(status, 201 if "/propose/" in path else 200, (path, value))
            proposal = value.get("proposal_id", proposal)
            answers.append(value)
        return answers

    def test_first_worked_example(self):
        found, proposed, done, lead = self.walk(contract.worked()[0], self.corp)
        self.assertEqual(found["count"], 0)
        made = self.env["res.partner"].browse(done["results"][0]["record_id"])
        given = proposed["operations"][0]["payload"]["values"]
        self.assertEqual((made.name, made.email), (given["name"], given["email"]))
        self.assertEqual((made.ipai_source, made.ipai_case_id), ("Loom", proposed["case_id"]))
        self.assertIn(f"[Loom Case: {proposed['case_id']}]", made.comment)
        self.assertEqual(lead["operations"][0]["payload"]["values"]["partner_id"], made.id)

    def test_second_worked_example(self):
        example = contract.worked()[1]
        self.john.email = example[0][2]["email"]
        found, history, proposed = self.walk(example, self.john)
        self.assertEqual([row["id"] for row in found["partners"]], self.john.ids)
        self.assertEqual(history["partner"]["id"], self.john.id)
        path = f"/odoo/execute/{proposed['proposal_id']}"
        done = self.call("POST", path, {"confirmed": True})[1]
        self.assertTrue(done["results"][0]["success"])
        activity = self.john.activity_ids
        self.assertEqual(
            (activity.summary, activity.ipai_case_id), (example[2][2]["summary"], "osint-xyz789")
        )

    def test_what_needs_a_confirmation_writes_nothing_without_one(self):
        counted = [name for name in contract.models() if name in self.env]
        self.assertEqual(len(counted), 6)

        def count():
            return [
                self.env[name].with_context(active_test=False).search_count([]) for name in counted
            ]

        before, needed = count(), {path for _method, path, needed in contract.summary() if needed}
        payloads = {path: payload for _method, path, payload, _answer in contract.examples()}
        self.assertEqual(len(needed), 7)
        for path in sorted(needed - {"/odoo/execute/{id}"}):
            with self.subTest(path=path):
                status, value, _headers = self.call("POST", path, self.local(payloads[path]))
                self.assertEqual((status, value["requires_confirmation"]), (201, True), value)
                self.assertEqual(count(), before)
                answer = self.call(
                    "POST", f"/odoo/execute/{value['proposal_id']}", {"confirmed": False}
                )
                self.assert_problem(answer, 422, "confirmation-required")
        self.assertEqual(count(), before)

    def test_limits_settings_and_header_are_those_of_the_text(self):
        fields = self.env["ipai.api.key"]._fields
        fresh = self.env["ipai.api.key"].new({})
        told = contract.limits()
        self.assertEqual({*told}, {"read", "write", "execution"})
        for name, number in told.items():
            field = f"{'execute' if name == 'execution' else name}_limit"
            self.assertIn(field, fields)
            self.assertEqual(fresh[field], number)
        header, payload = contract.command()
        status = self.call("GET", "/odoo/status", secret="", **{header: self.secret})[1]
        wanted = contract.settings()
        self.assertEqual(
            sorted(status["search_fields"]), sorted(wanted["search_fields"].split(","))
        )
        for name in ("include_customers", "include_opportunities"):
            self.assertEqual(str(status[name]).lower(), wanted[name])
        answer = self.call(
            "POST", "/odoo/search/partners", payload, secret="", **{header: self.secret}
        )
        self.assertEqual(answer[0], 200, answer[1])

    def test_the_bot_reads_and_writes_what_the_text_names_and_deletes_none_of_it(self):
        corp = self.corp
        project = self.env["project.project"].create({"name": "Kept"})
        kept = {
            "res.partner": corp,
            "crm.lead": self.env["crm.lead"].create({"name": "Kept"}),
            "project.project": project,
            "project.task": self.env["project.task"].create(
                {"name": "Kept", "project_id": project.id}
            ),
            "mail.activity": corp.activity_schedule("mail.mail_activity_data_todo"),
            "calendar.event": self.env["calendar.event"].create(
                {"name": "Kept", "start": "2026-02-01 10:00:00", "stop": "2026-02-01 11:00:00"}
            ),
        }
        self.assertEqual(sorted(kept), sorted(contract.models()))
        for name, record in kept.items():
            with self.subTest(model=name):
                for access in ("read", "write", "create"):
                    self.assertTrue(self.env[name].with_user(self.bot).has_access(access))
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    record.with_user(self.bot).unlink()
                self.assertTrue(record.exists())
