# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from .common import ApprovalCase


class TestObstacle(ApprovalCase):
    """What cannot be carried out as it is cannot be approved, and the page says why and what to do."""

    def test_a_field_that_others_wrote_is_named_and_proposed_again(self):
        proposal = self.propose()
        self.assertFalse(proposal.with_user(self.anna).approval_obstacle)
        self.contact.function = "theirs"
        proposal.invalidate_recordset()
        obstacle = proposal.with_user(self.anna).approval_obstacle
        self.assertIn("Ada (Job Position)", obstacle)
        self.assertIn("Propose Again", obstacle)
        with self.assertRefused("target-changed", action="ipai.proposal.approve"):
            proposal.with_user(self.anna).action_approve()
        proposal.with_user(self.technician).action_propose_again()
        self.assertFalse(proposal.with_user(self.anna).approval_obstacle)
        proposal.with_user(self.anna).action_approve()
        self.assertEqual(proposal.state, "approved")

    def test_a_target_that_is_gone_is_an_obstacle_and_can_be_rejected(self):
        proposal = self.propose()
        self.contact.unlink()
        proposal.invalidate_recordset()
        self.assertTrue(proposal.with_user(self.anna).approval_obstacle)
        proposal.with_user(self.anna).action_reject("It is not there any more")
        self.assertEqual(proposal.state, "rejected")

    def test_as_whom_it_is_written_has_left(self):
        proposal = self.propose(bot_user=self.bot)
        self.bot.active = False
        proposal.invalidate_recordset()
        self.assertIn("has left", proposal.with_user(self.anna).approval_obstacle)
        with self.assertRefused("not-allowed"):
            proposal.with_user(self.anna).action_approve()

    def test_a_freeze_passes_by_itself_and_is_no_obstacle(self):
        proposal = self.propose()
        self.env["ipai.change.freeze"].create(
            {
                "name": "Now",
                "starts_at": "2026-01-01 00:00:00",
                "ends_at": "2099-01-01 00:00:00",
            }
        )
        self.assertTrue(proposal._execution_blockers(self.env.cr.now()))
        self.assertFalse(proposal.with_user(self.anna).approval_obstacle)

    def test_a_proposal_is_asked_back_and_answered(self):
        proposal = self.propose()
        proposal.with_user(self.anna).action_ask_back("Where from?")
        self.assertEqual((proposal.state, proposal.approval_state), ("pending", "asked_back"))
        with self.assertRefused("approval-required"):
            proposal.with_user(self.technician)._execute(confirmed=True)
        proposal.with_user(self.technician).action_answer("From the card.")
        proposal.with_user(self.anna).action_approve()
        self.assertEqual(proposal.state, "approved")
        self.assertEqual(proposal._outcome()["state"], "approved")
