# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from .common import FEBRUARY, MARCH, SeatCase


class TestSeatContract(SeatCase):
    def test_post_paid_bills_the_count_of_exactly_the_period(self):
        contract = self.new_contract(self.acme)
        self.device("pc1", (self.acme, "active", "2026-01-05"))
        self.device("pc2", (self.acme, "active", "2026-03-05"))
        self.applied_run(FEBRUARY)
        self.applied_run(MARCH)
        self.assertEqual(contract.contract_line_ids.quantity, 2)
        first = self.invoice("2026-04-01", contract)
        second = self.invoice("2026-04-01", contract)
        self.assertEqual(self.billed(first), [("Managed Seat", 1, 10)])
        self.assertEqual(self.billed(second), [("Managed Seat", 2, 10)])
        line = second.invoice_line_ids
        self.assertEqual((line.seat_date_from, line.seat_date_to), MARCH)
        self.assertEqual(line.seat_line_id.date_from, MARCH[0])
