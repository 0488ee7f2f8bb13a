# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.addons.ipai_proposal.tests.matrix_common import MatrixTests

from .change_common import ChangeCase

# The technician asks for the change and carries it out; a manager may do what they may.
OWN = {"technician", "manager"}
ASKED = {"anna", "berta"}
WAY = ("request", "submit", "approve", "start", "implemented")


class TestChangeMatrix(MatrixTests, ChangeCase):
    ROLES = ("technician", "other", "manager", "anna", "berta", "reader", "stranger")
    MATRIX = {
        "request": ("draft", "action_request", {}, OWN, "assess"),
        "submit": ("assess", "action_submit", {}, OWN, "approve"),
        "back": ("assess", "action_back_to_draft", {}, OWN, "draft"),
        "approve": ("approve", "action_approve", {"reason": "good"}, ASKED, "scheduled"),
        "reject": ("approve", "action_reject", {"reason": "bad"}, ASKED, "rejected"),
        "withdraw": ("approve", "action_withdraw", {"reason": "no"}, OWN, "cancelled"),
        "start": ("scheduled", "action_start", {}, OWN, "implementing"),
        "cancel": ("scheduled", "action_cancel", {"reason": "no"}, OWN, "cancelled"),
        "finish": (
            "implementing",
            "action_finish",
            {"outcome": "failed", "reason": "broke"},
            OWN,
            "review",
        ),
        "implemented": ("implementing", "action_implemented", {}, OWN, "review"),
        "close": ("review", "action_close", {}, OWN, "closed"),
    }

    def in_state(self, state):
        change = self.new_change()
        for step in WAY:
            if change.state == state:
                return change
            user = self.anna if step == "approve" else self.technician
            getattr(change.with_user(user), self.MATRIX[step][1])()
        self.assertEqual(change.state, state)
        return change
