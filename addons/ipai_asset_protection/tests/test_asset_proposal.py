# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from .common import AssetProposalCase


class TestAssetProposal(AssetProposalCase):
    """What an asset adds to a proposal: risk, duplicates, and the rules of assets."""

    def test_the_risk_is_never_less_than_that_of_the_asset(self):
        self.asset.criticality = "high"
        self.assertEqual(self.propose(risk="low").risk, "high")
        self.asset.criticality = False
        self.assertEqual(self.propose(risk="critical").risk, "critical")
        self.asset.environment = "production"
        self.assertEqual(self.propose(risk="low").risk, "medium")

    def test_confirmation_does_not_suffice_for_a_critical_asset(self):
        self.new_policy(mode="confirm", risk_to="low", reason="the contract's own demo")
        self.asset.criticality = "high"
        with self.assertRefused("approval-required"):
            self.propose()._execute(True)

    def test_what_an_asset_refuses_is_refused_when_it_is_proposed(self):
        with self.assertRefused("simulation-failed", "cannot be a host name"):
            self.propose(values={"hostname": "not a host name!"})

    def test_a_taken_host_name_fails_it_and_it_can_be_tried_again(self):
        proposal = self.propose(values={"hostname": "pve09"})
        proposal.with_user(self.anna).action_approve()
        thief = self.env["ipai.asset"].create(
            {"name": "thief", "type_id": self.asset.type_id.id, "hostname": "pve09"}
        )
        outcome = proposal._execute(True)
        self.assertEqual(outcome["state"], "failed")
        self.assertIn("host name", outcome["error"])
        self.assertFalse(self.asset.hostname)
        thief.hostname = False
        proposal.with_user(self.technician).action_propose_again()
        proposal.with_user(self.anna).action_approve()
        self.assertEqual(proposal._execute(True)["state"], "executed")

    def test_look_alikes_are_shown(self):
        twin = {"name": "pve01", "type_id": self.asset.type_id.id}
        proposal = self.propose(
            operations=[{"method": "create", "model": "ipai.asset", "values": twin}]
        )
        found = {one["id"]: one["why"] for one in proposal.operation_ids.duplicates}
        self.assertEqual(found.get(self.asset.id), "same name")
