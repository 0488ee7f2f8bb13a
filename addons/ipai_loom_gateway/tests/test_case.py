# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .proposal_common import LoomProposalCase


class TestCase(LoomProposalCase):
    def test_a_case_gathers_proposals_decisions_records_and_calls(self):
        done = self.propose("partner", name="Example Inc", website="example.com")
        waiting = self.propose("lead", name="Lead")
        self.propose("lead", name="Of another case", case_id="C-2")
        self.approve(done)
        self.execute(done)
        case = self.env["ipai.loom.case"].search([("name", "=", "C-1")])
        self.assertEqual((case.proposal_count, case.open_count, case.executed_count), (2, 1, 1))
        self.assertEqual(case.proposal_ids, self.record_of(done) | self.record_of(waiting))
        self.assertEqual(case.decision_ids.user_id, self.anna)
        self.assertEqual(case.operation_ids.mapped("res_id"), self.corp.ids)
        self.assertIn("POST /odoo/execute/<string:proposal_id>", case.audit_ids.mapped("action"))
        self.assertEqual(case.operation_ids.action_open_record()["res_id"], self.corp.id)

    def test_what_was_changed_can_be_proposed_back(self):
        done = self.propose("partner", name="Example Inc", website="example.com")
        self.approve(done)
        self.execute(done)
        case = self.env["ipai.loom.case"].search([("name", "=", "C-1")])
        technician = new_test_user(
            self.env, "tech", groups="ipai_base.group_technician,base.group_partner_manager"
        )
        undo = case.with_user(technician).operation_ids.action_propose_undo()
        undo = self.env["ipai.proposal"].browse(undo["res_id"])
        self.assertEqual((undo.case_id, undo.state), ("C-1", "pending"))
        self.assertEqual(undo.operation_ids.values["name"], "Example Corp")

    def test_cases_of_other_companies_and_for_other_people_are_hidden(self):
        self.propose("lead", name="Lead")
        company = self.env["res.company"].create({"name": "Other"})
        person = new_test_user(self.env, "person", groups="ipai_base.group_user")
        person.write({"company_ids": [Command.set(company.ids)], "company_id": company.id})
        self.assertFalse(self.env["ipai.loom.case"].with_user(person).search([]))
        outside = new_test_user(self.env, "outside", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.env["ipai.loom.case"].with_user(outside).search([])

    def test_records_of_loom_are_found_by_their_source(self):
        self.confirm_suffices()
        value = self.execute(self.propose("lead", name="By Loom"))[1]
        found = self.env["crm.lead"].search([("ipai_source", "=", "Loom")])
        self.assertEqual(found.ids, [value["results"][0]["record_id"]])
