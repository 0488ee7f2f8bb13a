# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestLabMonth(TransactionCase):
    """What `make run` shows under Seats."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.env["ipai.seat.plan"].search([("name", "=", "Managed Seats")], limit=1)
        cls.runs = cls.env["ipai.seat.run"].search(
            [("plan_ids", "in", cls.plan.ids)], order="date_from"
        )
        cls.harbor = cls.env.ref("ipai_lab_baseline.customer_harbor")
        cls.cedar = cls.env.ref("ipai_lab_baseline.customer_cedar")

    def lines(self, customer):
        return self.runs.line_ids.filtered(lambda line: line.customer_id == customer).sorted(
            "date_from"
        )

    def test_both_months_are_billed_where_the_source_was_heard(self):
        self.assertEqual(self.runs.mapped("state"), ["applied", "applied"])
        harbor = self.lines(self.harbor)
        self.assertEqual(harbor.mapped("state"), ["applied", "applied"])
        self.assertEqual(harbor.mapped("counted"), [4, 4], "one came, one went")
        moves = harbor.invoice_line_ids.move_id
        self.assertEqual(moves.mapped("state"), ["posted", "posted"])
        self.assertEqual(set(moves.mapped("amount_untaxed")), {100.0})
        self.assertTrue(all(line._is_intact() for line in harbor))

    def test_the_silent_source_holds_its_customer(self):
        first, second = self.lines(self.cedar)
        self.assertEqual((first.state, first.quantity), ("applied", 3))
        self.assertEqual((second.state, second.hold_code), ("held", "stale"))
        self.assertEqual(len(first.invoice_line_ids), 1)
        waiting = self.env["ipai.seat.postponed"].search(
            [("contract_line_id", "=", second.contract_line_id.id), ("state", "=", "waiting")]
        )
        self.assertEqual((waiting.date_from, waiting.date_to), (second.date_from, second.date_to))

    def test_a_dispute_waits_for_an_answer(self):
        dispute = self.lines(self.harbor)[1].dispute_ids
        self.assertEqual((dispute.device, dispute.state), ("hdg-pc-04", "open"))
