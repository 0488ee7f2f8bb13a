# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date
from itertools import pairwise
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .common import FEBRUARY, MARCH, SeatCase

APRIL = (date(2026, 4, 1), date(2026, 4, 30))
BROKEN = (
    "odoo.addons.contract.models.contract",
    "odoo.addons.ipai_seat_billing.models.contract_contract",
)


class ContractCase(SeatCase):
    def fee(self, **vals):
        return {"product_id": self.overage.id, "name": "Fee", "seat_plan_id": False, **vals}

    def with_fee(self, customer=None, **vals):
        """A contract with a fee beside the seats."""
        return self.new_contract(customer or self.acme, lines=[self.fee(), {}], **vals)

    def seat_line(self, contract):
        return contract.contract_line_ids.filtered("seat_plan_id")

    def waiting(self, contract):
        return [
            (one.date_from, one.date_to, one.state)
            for one in self.env["ipai.seat.postponed"].search([("contract_id", "=", contract.id)])
        ]

    def devices(self, number, since="2026-01-05", customer=None):
        for count in range(number):
            self.device(f"pc{count} {since}", (customer or self.acme, "active", since))

    def in_advance(self):
        """A contract that is paid in advance from March on; two devices were there in February, one comes in March."""
        contract = self.new_contract(self.acme, start=MARCH[0], recurring_invoicing_type="pre-paid")
        line = contract.contract_line_ids
        line.date_start = FEBRUARY[0]
        line.last_date_invoiced = FEBRUARY[1]
        self.devices(2)
        self.devices(1, "2026-03-10")
        self.applied_run(FEBRUARY)
        return contract


class TestSeatContract(ContractCase):
    def test_post_paid_bills_the_count_of_exactly_the_period(self):
        contract = self.new_contract(self.acme)
        self.devices(1)
        self.devices(1, "2026-03-05")
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

    def test_a_line_without_a_plan_is_billed_as_ever(self):
        contract = self.new_contract(self.acme, lines=[self.fee(quantity=3)])
        self.assertEqual(
            self.billed(self.invoice("2026-03-01", contract)), [("Further Seat", 3, 7)]
        )

    def test_pre_paid_bills_the_last_count_and_settles_the_difference_next_month(self):
        contract = self.in_advance()
        march = self.invoice("2026-03-01", contract)
        self.assertEqual(self.billed(march), [("Managed Seat", 2, 10)], "as counted in February")
        self.assertEqual(march.invoice_line_ids.seat_date_from, MARCH[0])
        self.applied_run(MARCH)
        april = self.invoice("2026-04-01", contract)
        self.assertEqual(self.billed(april), [("Managed Seat", 3, 10), ("Managed Seat", 1, 10)])
        self.assertEqual(april.invoice_line_ids[1].seat_date_from, MARCH[0], "March's difference")

    def test_pre_paid_without_a_recent_count_is_held(self):
        contract = self.with_fee(start=APRIL[0], recurring_invoicing_type="pre-paid")
        self.seat_line(contract).date_start = FEBRUARY[0]
        self.seat_line(contract).last_date_invoiced = MARCH[1]
        self.devices(1)
        self.applied_run(FEBRUARY)
        self.assertEqual(
            self.billed(self.invoice("2026-04-01", contract)), [("Further Seat", 1, 7)]
        )
        self.assertEqual(self.waiting(contract), [(*APRIL, "waiting")])

    def test_held_lines_lose_no_month(self):
        """By header and by line: others are invoiced once, dates go on once, the month comes later."""
        for by_line in (False, True):
            with self.subTest(by_line=by_line):
                customer = self.env["res.partner"].create(
                    {
                        "name": f"Held {by_line}",
                        "is_company": True,
                        "property_account_receivable_id": self.receivable.id,
                    }
                )
                contract = self.with_fee(customer, line_recurrence=by_line)
                self.devices(1, customer=customer)
                self.devices(1, "2026-03-05", customer=customer)
                february = self.invoice("2026-03-01", contract)
                self.assertEqual(self.billed(february), [("Further Seat", 1, 7)])
                self.assertFalse(self.invoice("2026-03-01", contract), "once")
                lines = contract.contract_line_ids
                self.assertEqual(set(lines.mapped("last_date_invoiced")), {FEBRUARY[1]})
                self.assertEqual(set(lines.mapped("recurring_next_date")), {APRIL[0]})
                self.assertEqual(contract.recurring_next_date, APRIL[0])
                self.assertEqual(self.waiting(contract), [(*FEBRUARY, "waiting")])
                self.applied_run(FEBRUARY)
                self.applied_run(MARCH)
                march = self.invoice("2026-04-01", contract)
                self.assertEqual(
                    self.billed(march),
                    [("Further Seat", 1, 7), ("Managed Seat", 2, 10), ("Managed Seat", 1, 10)],
                )
                self.assertEqual(
                    march.invoice_line_ids.sorted("id").mapped("seat_date_from"),
                    [False, MARCH[0], FEBRUARY[0]],
                )
                self.assertEqual(self.waiting(contract), [(*FEBRUARY, "invoiced")])
                self.assertFalse(self.invoice("2026-04-01", contract))

    def test_a_contract_of_which_all_is_held_makes_no_invoice_and_goes_on(self):
        for by_line in (False, True):
            with self.subTest(by_line=by_line):
                contract = self.new_contract(self.acme, line_recurrence=by_line)
                self.invoice("2026-03-01")
                moves = self.env["account.move"].search([("partner_id", "=", self.acme.id)])
                self.assertFalse(moves, "not an empty one either")
                self.assertEqual(contract.recurring_next_date, APRIL[0])
                self.assertEqual(self.waiting(contract), [(*FEBRUARY, "waiting")])
                contract.contract_line_ids.is_canceled = True

    def test_what_is_released_is_invoiced_without_waiting_for_the_next_month(self):
        contract = self.with_fee()
        asset = self.device("pc1", (self.acme, "active", "2026-01-05"), source="rmm")
        asset.last_seen = "2026-02-01"
        run = self.applied_run()
        self.invoice("2026-03-01", contract)
        postponed = self.env["ipai.seat.postponed"].search([("contract_id", "=", contract.id)])
        self.assertIn("rmm is stale", postponed.reason)
        run.line_ids.with_user(self.second).action_release()
        late = self.invoice("2026-03-02", contract)
        self.assertEqual(self.billed(late), [("Managed Seat", 1, 10)])
        self.assertEqual(late.invoice_line_ids.seat_date_to, FEBRUARY[1])
        self.assertFalse(self.invoice("2026-03-03", contract))

    def test_a_held_month_is_never_invoiced_once_it_is_dropped(self):
        contract = self.with_fee()
        self.devices(1)
        self.invoice("2026-03-01", contract)
        postponed = self.env["ipai.seat.postponed"].search([("contract_id", "=", contract.id)])
        postponed.with_user(self.billing).action_drop()
        self.applied_run()
        self.assertFalse(self.invoice("2026-03-02", contract))

    def test_a_canceled_draft_frees_its_period(self):
        contract = self.new_contract(self.acme)
        self.devices(1)
        self.applied_run()
        first = self.invoice("2026-03-01", contract)
        first.button_cancel()
        self.assertEqual(self.waiting(contract), [(*FEBRUARY, "waiting")])
        again = self.invoice("2026-03-02", contract)
        self.assertEqual(self.billed(again), [("Managed Seat", 1, 10)])
        first.button_draft()
        first.unlink()
        self.assertFalse(self.invoice("2026-03-03", contract), "another one bills it")
        again.unlink()
        self.assertEqual(len(self.invoice("2026-03-04", contract)), 1)

    def test_corrections_settle_what_was_posted_and_leave_it_alone(self):
        for setting, next_invoice, credit in (
            ("next", [("Managed Seat", 1, 10), ("Managed Seat", -1, 10)], []),
            ("credit", [("Managed Seat", 1, 10)], [("Managed Seat", 1, 10)]),
            ("none", [("Managed Seat", 1, 10)], []),
        ):
            with self.subTest(setting):
                customer = self.env["res.partner"].create(
                    {
                        "name": setting,
                        "is_company": True,
                        "property_account_receivable_id": self.receivable.id,
                    }
                )
                plan = self.new_plan(correction=setting)
                contract = self.new_contract(customer, plan)
                self.devices(2, customer=customer)
                self.applied_run(plans=plan)
                posted = self.invoice("2026-03-01", contract)
                posted.action_post()
                self.env["ipai.seat.exclusion"].create(
                    {
                        "asset_id": self.env["ipai.asset"]
                        .search([("customer_id", "=", customer.id)], limit=1)
                        .id,
                        "reason": "disputed",
                        "date_from": FEBRUARY[0],
                    }
                )
                self.applied_run(plans=plan)
                self.applied_run(plans=plan)
                refunds = self.env["account.move"].search(
                    [("partner_id", "=", customer.id), ("move_type", "=", "out_refund")]
                )
                self.assertEqual(self.billed(refunds), credit)
                self.applied_run(MARCH, plans=plan)
                april = self.invoice("2026-04-01", contract)
                self.assertEqual(self.billed(april), next_invoice)
                self.assertEqual(self.billed(posted), [("Managed Seat", 2, 10)])
                self.assertEqual(posted.state, "posted")
                if setting == "none":
                    noted = self.env["ipai.seat.correction"].search(
                        [("contract_id", "=", contract.id)]
                    )
                    self.assertEqual(noted.mapped("quantity"), [-1])

    def test_tiers_follow_the_quantity_of_the_period(self):
        pricelist = self.env["product.pricelist"].create(
            {
                "name": "Tiers",
                "item_ids": [
                    (0, 0, {"min_quantity": quantity, "fixed_price": price, **tier})
                    for quantity, price in ((1, 10), (3, 8))
                    for tier in (
                        {
                            "compute_price": "fixed",
                            "applied_on": "1_product",
                            "product_tmpl_id": self.seat.product_tmpl_id.id,
                        },
                    )
                ],
            }
        )
        contract = self.new_contract(self.acme, pricelist_id=pricelist.id)
        self.devices(3)
        self.device("early", (self.acme, "active", "2026-01-05", "2026-03-05"))
        run = self.new_run()
        line = run.line_ids
        self.assertEqual((line.price_unit, line.amount), (8, 32))
        self.assertIn("10 → 8", line.price_warning)
        self.approve(run)
        run.action_apply()
        self.assertEqual(contract.contract_line_ids.price_unit, 8, "right after it is applied")
        self.env["ipai.seat.exclusion"].create(
            [
                {"asset_id": asset.id, "reason": "spare", "date_from": MARCH[0]}
                for asset in self.env["ipai.asset"].search(
                    [("customer_id", "=", self.acme.id)], limit=2
                )
            ]
        )
        self.applied_run(MARCH)
        self.assertLess(contract.contract_line_ids.quantity, 3)
        february = self.invoice("2026-04-01", contract)
        self.assertEqual(
            self.billed(february), [("Managed Seat", 4, 8)], "the tier of its own count"
        )
        march = self.invoice("2026-04-01", contract)
        self.assertEqual(march.invoice_line_ids.price_unit, 10)

    def test_overage_is_a_line_of_its_own(self):
        plan = self.new_plan(included=2, overage_product_id=self.overage.id)
        over = {"product_id": self.overage.id, "name": "Over", "seat_role": "overage"}
        contract = self.new_contract(self.acme, plan, lines=[{}, over])
        self.devices(5)
        run = self.applied_run(plans=plan)
        found = {line.role: (line.counted, line.quantity) for line in run.line_ids}
        self.assertEqual(found, {"base": (5, 1), "overage": (5, 3)})
        self.assertEqual(
            self.billed(self.invoice("2026-03-01", contract)),
            [("Managed Seat", 1, 10), ("Further Seat", 3, 7)],
        )

    def test_changed_prices_and_currencies_are_told(self):
        contract = self.new_contract(self.acme)
        self.devices(1)
        self.applied_run()
        self.seat.list_price = 12
        self.assertIn("10 last time and is 12", self.new_run(MARCH).line_ids.price_warning)
        self.assertTrue(contract)

    def test_a_note_that_names_the_plan_is_no_line_of_it(self):
        note = {"display_type": "line_note", "name": "Thank you", "automatic_price": False}
        note.update(product_id=False, quantity=0)
        contract = self.new_contract(self.acme, lines=[note, {}, note])
        self.devices(1)
        self.assertEqual(self.applied_run().line_ids.mapped("state"), ["applied"])
        self.assertEqual(
            self.billed(self.invoice("2026-03-01", contract)), [("Managed Seat", 1, 10)]
        )

    def test_a_contract_of_other_days_is_told(self):
        self.new_contract(self.acme, start=date(2026, 2, 10))
        self.devices(1)
        line = self.new_run().line_ids
        self.assertEqual((line.date_from, line.date_to), (date(2026, 2, 10), FEBRUARY[1]))
        self.assertIn("2026-02-10 to 2026-03-09", line.warning)


class TestBrokenContract(ContractCase):
    @mute_logger(*BROKEN)
    def test_one_broken_contract_leaves_the_others_invoiced(self):
        """Of our plans or not; whoever answers for it is told, once."""
        good = self.new_contract(self.acme) | self.new_contract(self.globex, lines=[self.fee()])
        self.devices(1)
        self.applied_run()
        purchases = self.env["account.journal"].search([("type", "=", "purchase")])
        purchases.unlink()
        other = self.new_contract(self.globex, lines=[self.fee(seat_plan_id=False)])
        broken = self.new_contract(
            self.globex, lines=[self.fee()], contract_type="purchase", journal_id=False
        )
        for _time in range(2):
            self.invoice("2026-03-01")
        for contract in good | other:
            moves = (
                self.env["account.move.line"]
                .search([("contract_line_id", "in", contract.contract_line_ids.ids)])
                .move_id
            )
            self.assertEqual(len(moves), 1, contract.name)
        self.assertEqual(broken.recurring_next_date, MARCH[0])
        self.assertEqual(len(broken.activity_ids), 1)

    @mute_logger(*BROKEN)
    def test_a_broken_contract_is_found_by_halves(self):
        contracts = self.env["contract.contract"].union(
            *(self.new_contract(self.globex, lines=[self.fee()]) for _number in range(8))
        )
        broken, tried = contracts[5], []
        model = type(contracts)
        create, prepare = model._recurring_create_invoice, model._prepare_invoice

        def asked(self, *args, **kwargs):
            tried.append(self)
            return create(self, *args, **kwargs)

        def circle(self, *args, **kwargs):
            if self == broken:
                raise UserError(self.env._("This price list goes round in circles"))
            return prepare(self, *args, **kwargs)

        self.patch(model, "_recurring_create_invoice", asked)
        with patch.object(model, "_prepare_invoice", circle):
            made = self.invoice("2026-03-01", contracts)
        self.assertEqual(len(made), 7)
        failed = [ones for ones in tried if broken in ones]
        self.assertEqual(len(failed[-1]), 1)
        for whole, half in pairwise(failed):
            self.assertLessEqual(len(half), (len(whole) + 1) // 2)
        self.assertEqual(len(tried), 2 * len(failed) - 1)
        self.assertEqual(broken.recurring_next_date, MARCH[0])
        self.assertEqual(broken.activity_ids.mapped("summary"), ["Recurring invoice failed"])
        if "invoice_generation_error" in broken._fields:
            self.assertIn("in circles", broken.invoice_generation_error)
        self.assertEqual(len(self.invoice("2026-03-01", contracts)), 1, "mended")
        if "invoice_generation_error" in broken._fields:
            self.assertFalse(broken.invoice_generation_error)

    @mute_logger("odoo.addons.ipai_seat_billing.pricing")
    def test_one_broken_price_list_holds_its_own_line(self):
        plain = self.env["product.pricelist"].create({"name": "Plain"})
        contract = self.new_contract(self.acme)
        self.new_contract(self.globex, pricelist_id=plain.id)
        self.devices(1)
        self.devices(1, "2026-01-06", self.globex)

        def broken(*args, **kwargs):
            raise UserError(self.env._("This price list goes round in circles"))

        lists = self.env["product.pricelist"].create({"name": "Circle"})
        contract.pricelist_id = lists
        self.env.flush_all()
        kept = type(lists)._get_product_price

        def asked(self, *args, **kwargs):
            return broken() if self == lists else kept(self, *args, **kwargs)

        self.patch(type(lists), "_get_product_price", asked)
        found = {line.customer_id.name: line.hold_code for line in self.new_run().line_ids}
        self.assertEqual(found, {"Acme": "price", "Globex": False})

    def test_an_addon_that_overrides_the_cron_is_called_through(self):
        """Ours is not in the way of one above: super() still leads to contract's own."""
        called = []
        model = type(self.env["contract.contract"])
        kept = model._cron_recurring_create

        def theirs(self, *args, **kwargs):
            called.append(True)
            return kept(self, *args, **kwargs)

        self.patch(model, "_cron_recurring_create", theirs)
        contract = self.new_contract(self.globex, lines=[self.fee()])
        self.assertEqual(len(self.invoice("2026-03-01", contract)), 1)
        self.assertEqual(called, [True])
