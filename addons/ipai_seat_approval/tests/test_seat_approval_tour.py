# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import tagged

from odoo.addons.ipai_seat_billing.tests.common import SeatCase


@tagged("post_install", "-at_install")
class TestSeatApprovalTour(SeatCase):
    def test_one_counts_and_another_decides(self):
        contract = self.new_contract(self.acme)
        self.device("tour-pc", (self.acme, "active", "2026-01-05"))
        run = self.new_run()
        page = f"/odoo/seat-runs/{run.id}"
        self.start_tour(page, "ipai_seat_approval_submit", login="billing")
        self.env.invalidate_all()
        self.assertEqual(run.approval_state, "pending")
        self.start_tour(page, "ipai_seat_approval_reject", login="second")
        self.env.invalidate_all()
        self.assertEqual((run.state, run.approval_state), ("computed", "refused"))
        run.action_compute()
        run.action_submit()
        self.start_tour(page, "ipai_seat_approval_approve", login="second")
        self.env.invalidate_all()
        self.assertEqual((run.state, run.approved_by_id), ("applied", self.second))
        self.assertEqual(run.decision_ids[:1].reason, "Looked at every device")
        self.assertEqual(contract.contract_line_ids.quantity, 1)
