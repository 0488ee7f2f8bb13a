# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from .change_common import ChangeCase


class TestChangeTour(ChangeCase):
    browser_size = "1600x900"

    def test_a_manager_lets_a_proposal_through_a_freeze(self):
        self.new_freeze()
        proposal = self.propose(summary="Frozen", execute_on_approval=True)
        proposal.with_user(self.anna).action_approve()
        self.assertEqual(proposal.state, "approved")
        self.start_tour("/odoo/change-proposals", "ipai_change_approval_freeze", login="manager")
        self.assertEqual((proposal.state, self.asset.purpose), ("executed", "new"))

    def test_a_question_is_asked_and_answered(self):
        change = self.new_change(start=1, name="New pump")
        change.action_request()
        change.action_submit()
        self.start_tour("/odoo/changes", "ipai_change_ask_back", login="anna")
        self.assertEqual((change.state, change.approval_question), ("asked_back", "Which pump?"))
        self.start_tour("/odoo/changes", "ipai_change_answer", login="technician")
        self.assertEqual(change.state, "approve")

    def test_a_new_change_shows_its_next_step_and_a_window_of_both_ends(self):
        self.start_tour("/odoo/changes/new", "ipai_change_new", login="technician")
        self.assertTrue(self.env["ipai.change"].search([("name", "=", "Asked at once")]))

    def test_who_may_not_sees_no_button_for_it(self):
        self.new_change(name="Not mine")
        self.start_tour("/odoo/changes", "ipai_change_not_mine", login="other")

    def test_a_change_with_a_proposal_from_draft_to_closed(self):
        proposal = self.propose(
            summary="Purpose of pve01", values={"purpose": "two disks"}, execute_on_approval=True
        )
        change = self.new_change(degree="none")
        self.start_tour("/odoo/changes", "ipai_change_ask", login="technician")
        self.assertEqual((change.state, change.risk), ("approve", "low"))
        self.assertEqual(change.proposal_ids, proposal)
        proposal.with_user(self.anna).action_approve()
        self.start_tour("/odoo/changes", "ipai_change_decide", login="anna")
        self.assertEqual((change.state, self.asset.purpose), ("scheduled", "old"))
        self.start_tour("/odoo/changes", "ipai_change_do", login="technician")
        self.assertEqual((change.state, self.asset.purpose), ("closed", "two disks"))
        self.assertEqual(change.decision_ids.reason, "The way back was tried")
