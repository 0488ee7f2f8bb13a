# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One rule a test, where a break would have passed unseen."""

from datetime import date, timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .common import FEBRUARY, MARCH
from .test_seat_contract import APRIL, ContractCase


class TestSeatRules(ContractCase):
    def tier_list(self):
        """One costs 10, four or more cost 8 each."""
        tier = {
            "compute_price": "fixed",
            "applied_on": "1_product",
            "product_tmpl_id": self.seat.product_tmpl_id.id,
        }
        items = [
            Command.create({**tier, "min_quantity": least, "fixed_price": price})
            for least, price in ((1, 10), (4, 8))
        ]
        return self.env["product.pricelist"].create(
            {"name": "Tiers", "sequence": 99, "item_ids": items}
        )

    def excluded(self, number, since=FEBRUARY[0], **vals):
        """Exclude so many of Acme's devices, of which none is excluded yet."""
        out = self.env["ipai.seat.exclusion"].search([]).asset_id.ids
        assets = self.env["ipai.asset"].search(
            [("customer_id", "=", self.acme.id), ("id", "not in", out)], limit=number
        )
        return self.env["ipai.seat.exclusion"].create(
            [
                {"asset_id": asset.id, "reason": "spare", "date_from": since, **vals}
                for asset in assets
            ]
        )

    # -- which contract, which line -----------------------------------------------------------

    def test_what_we_buy_is_no_contract_to_bill(self):
        self.devices(1)
        self.new_contract(self.acme, contract_type="purchase", journal_id=False)
        self.assertEqual(self.new_run().line_ids.hold_code, "no_contract")

    def test_a_contract_that_is_over_is_none_to_propose_a_line_on(self):
        self.devices(1)
        over = self.new_contract(self.acme, start=date(2025, 1, 1), lines=[])
        over.date_end = "2026-01-31"
        self.assertEqual(self.new_run().line_ids.hold_code, "no_contract")
        over.date_end = "2026-02-01"
        self.assertEqual(self.new_run().line_ids.contract_id, over)

    def test_nothing_counted_makes_no_line_to_propose_and_none_of_what_is_over(self):
        contract = self.new_contract(self.acme, lines=[])
        self.device("gone", (self.acme, "active", "2026-01-05", "2026-02-10"))
        self.assertFalse(self.new_run().line_ids)
        line = self.env["contract.line"].create(
            {
                "contract_id": contract.id,
                "product_id": self.seat.id,
                "name": "Seats",
                "seat_plan_id": self.plan.id,
                "date_start": FEBRUARY[0],
            }
        )
        self.assertEqual(self.new_run().line_ids.quantity, 0, "zero is a number")
        line.is_canceled = True
        self.assertFalse(self.new_run().line_ids)

    def test_a_canceled_line_is_not_taken_for_the_one_that_is_proposed(self):
        contract = self.new_contract(self.acme, lines=[])
        self.devices(1)
        run = self.new_run()
        self.approve(run)
        gone = self.env["contract.line"].create(
            {
                "contract_id": contract.id,
                "product_id": self.seat.id,
                "name": "Seats",
                "seat_plan_id": self.plan.id,
                "date_start": FEBRUARY[0],
                "is_canceled": True,
            }
        )
        run.action_apply()
        self.assertEqual(run.line_ids.state, "applied")
        self.assertEqual((contract.contract_line_ids - gone).quantity, 1)

    def test_lines_proposed_begin_with_those_beside_them(self):
        """Of contracts whose dates stand on the lines, and of overage its own product."""
        plan = self.new_plan(included=1, overage_product_id=self.overage.id)
        fee = self.fee(date_start=date(2026, 2, 10))
        contract = self.new_contract(self.acme, lines=[fee], line_recurrence=True)
        self.devices(3)
        self.applied_run(plans=plan)
        made = {
            line.seat_role: line for line in contract.contract_line_ids.filtered("seat_plan_id")
        }
        self.assertEqual(
            {role: (line.product_id, line.quantity) for role, line in made.items()},
            {"base": (self.seat, 1), "overage": (self.overage, 2)},
        )
        self.assertEqual(set(contract.contract_line_ids.mapped("date_start")), {date(2026, 2, 10)})
        self.assertFalse(any(line.last_date_invoiced for line in made.values()))

    def test_an_overage_line_stays_counted_when_nothing_is_included_any_more(self):
        plan = self.new_plan(included=2, overage_product_id=self.overage.id)
        over = {"product_id": self.overage.id, "name": "Over", "seat_role": "overage"}
        self.new_contract(self.acme, plan, lines=[{}, over])
        self.devices(3)
        plan.included = 0
        found = {line.role: line.quantity for line in self.new_run(plans=plan).line_ids}
        self.assertEqual(found, {"base": 3, "overage": 0})

    # -- what counts ----------------------------------------------------------------------------

    def test_an_exclusion_of_one_plan_is_none_of_another(self):
        other = self.new_plan(name="Other")
        self.new_contract(self.acme)
        self.new_contract(self.acme, other)
        self.devices(1)
        self.excluded(1, plan_id=other.id)
        found = {
            line.plan_id: line.quantity for line in self.new_run(plans=self.plan | other).line_ids
        }
        self.assertEqual(found, {self.plan: 1, other: 0})

    def test_what_another_plan_counts_is_not_left_uncovered(self):
        machine = self.new_plan(name="Machines", type_ids=[Command.set(self.virtual_machine.ids)])
        self.new_contract(self.acme)
        self.devices(1)
        lines = self.new_run(plans=machine).line_ids
        self.assertFalse(lines.filtered(lambda line: line.state == "uncovered"))

    def test_vendors_counts_of_sites_and_of_the_period(self):
        branch = self.env["res.partner"].create(
            {"name": "Acme North", "is_company": True, "parent_id": self.acme.id}
        )
        self.new_contract(self.acme)
        self.devices(1)
        for customer, day, quantity in (
            (self.acme, "2026-01-31", 9),
            (branch, "2026-02-20", 3),
            (self.acme, "2026-02-10", 2),
            (self.acme, "2026-03-01", 8),
        ):
            self.env["ipai.seat.vendor.count"].create(
                {
                    "plan_id": self.plan.id,
                    "customer_id": customer.id,
                    "date": day,
                    "quantity": quantity,
                }
            )
        self.assertEqual(self.new_run().line_ids.vendor_quantity, 3, "the last of February")
        self.assertFalse(
            self.new_run((date(2026, 4, 1), date(2026, 4, 30))).line_ids.has_vendor_quantity
        )

    def test_a_contract_that_begins_within_the_period_counts_its_own_days(self):
        """Of the whole period, and at a cut-off not before its first day."""
        daily = self.new_plan(name="Daily", basis="daily", cut_off_day=20)
        early = self.new_plan(name="Early", cut_off_day=5)
        for plan in (daily, early):
            self.new_contract(self.acme, plan, start=date(2026, 2, 15))
        self.device("pc1", (self.acme, "active", "2026-01-05"))
        self.device("pc2", (self.acme, "active", "2026-02-15"))
        found = {line.plan_id: line for line in self.new_run(plans=daily | early).line_ids}
        self.assertEqual(found[daily].quantity, 1, "twice 14 days of 28")
        self.assertEqual(found[daily].counted_on, FEBRUARY[1])
        self.assertEqual((found[early].quantity, found[early].counted_on), (2, date(2026, 2, 15)))

    def test_what_comes_late_counts_next_time_unless_the_plan_says_otherwise(self):
        found = {}
        for late in ("next", "prorata"):
            plan = self.new_plan(name=late, cut_off_day=14, late=late)
            self.new_contract(self.acme, plan)
            found[late] = plan
        self.device("late", (self.acme, "active", "2026-02-15"))
        lines = self.new_run(plans=found["next"] | found["prorata"]).line_ids
        self.assertEqual(
            {line.plan_id.late: line.quantity for line in lines}, {"next": 0, "prorata": 0.5}
        )

    def test_a_source_heard_just_now_is_not_stale_because_the_period_goes_on(self):
        self.new_contract(self.acme, start=fields.Date.today().replace(day=1))
        asset = self.device("pc1", (self.acme, "active", "2026-01-05"), source="rmm")
        asset.last_seen = fields.Datetime.now() - timedelta(hours=1)
        today = fields.Date.today()
        lines = self.new_run((today.replace(day=1), today + timedelta(days=20))).line_ids
        line = lines.filtered(lambda one: one.customer_id == self.acme)  # others stand here today
        self.assertEqual(line.state, "ready")

    def test_a_line_held_for_another_reason_tells_of_its_source_too(self):
        asset = self.device("pc1", (self.acme, "active", "2026-01-05"), source="rmm")
        asset.last_seen = "2026-02-01"
        line = self.new_run().line_ids
        self.assertEqual(line.hold_code, "no_contract")
        self.assertIn("rmm is stale", line.warning)

    def test_no_misfit_is_told_of_what_is_paid_in_advance(self):
        contract = self.new_contract(self.acme, start=date(2026, 2, 10))
        self.devices(1)
        self.assertIn("is invoiced from", self.new_run().line_ids.warning)
        contract.recurring_invoicing_type = "pre-paid"
        contract.contract_line_ids.recurring_invoicing_type = "pre-paid"
        self.assertFalse(self.new_run().line_ids.warning)

    # -- prices ---------------------------------------------------------------------------------

    def test_discounts_and_agreed_prices(self):
        contract = self.new_contract(self.acme)
        self.devices(3)
        contract.contract_line_ids.discount = 50
        line = self.new_run().line_ids
        self.assertEqual((line.price_unit, line.amount, line.old_amount), (10, 15, 5))
        contract.contract_line_ids.write(
            {"automatic_price": False, "specific_price": 4, "discount": 0}
        )
        run = self.applied_run()
        self.assertEqual((run.line_ids.price_unit, run.line_ids.amount), (4, 12))
        self.assertEqual(
            self.billed(self.invoice("2026-03-01", contract)), [("Managed Seat", 3, 4)]
        )

    # -- applied --------------------------------------------------------------------------------

    def test_what_took_its_place_is_named(self):
        self.new_contract(self.acme)
        self.devices(2)
        first = self.applied_run().line_ids
        self.excluded(1)
        second = self.applied_run().line_ids
        self.assertEqual((first.state, first.replaced_by_id), ("replaced", second))

    def test_a_later_period_is_not_what_changed_before(self):
        self.new_contract(self.acme)
        self.device("pc1", (self.acme, "active", "2026-01-05"))
        self.device("pc2", (self.acme, "active", "2026-03-05"))
        self.applied_run(MARCH)
        line = self.new_run().line_ids
        self.assertIn("+1: pc1", line.difference)
        self.assertNotIn("−", line.difference)

    def test_a_run_that_was_applied_in_part_is_not_canceled(self):
        for customer in (self.acme, self.globex):
            self.new_contract(customer)
            self.devices(1, customer=customer)
        run = self.new_run()
        self.approve(run)
        run.line_ids[0].sudo()._apply()
        with self.assertRefused(UserError, "is applied"):
            run.action_cancel()

    def test_nothing_to_write_to_is_nothing_to_release(self):
        self.devices(1)
        line = self.new_run().line_ids
        line.sudo().write({"hold_code": "by_hand", "hold_reason": "by hand"})
        with self.assertRefused(UserError, "cannot be released"):
            line.action_release()

    # -- invoices -------------------------------------------------------------------------------

    def test_the_last_count_before_an_invoice_is_that_of_the_latest_day(self):
        """Whatever was counted last."""
        contract = self.new_contract(self.acme, start=APRIL[0], recurring_invoicing_type="pre-paid")
        line = contract.contract_line_ids
        line.date_start = FEBRUARY[0]
        line.last_date_invoiced = MARCH[1]
        self.devices(1)
        self.devices(1, "2026-03-20")
        half = (date(2026, 3, 1), date(2026, 3, 15))
        self.applied_run(MARCH)
        self.applied_run(half)
        self.assertEqual(
            self.billed(self.invoice("2026-04-01", contract)), [("Managed Seat", 2, 10)]
        )

    def test_a_run_of_half_a_month_is_none_of_the_month(self):
        contract = self.with_fee()
        self.devices(1)
        self.applied_run((date(2026, 2, 1), date(2026, 2, 14)))
        moves = self.invoice("2026-03-01", contract)
        self.assertEqual(self.billed(moves), [("Further Seat", 1, 7)])
        postponed = self.env["ipai.seat.postponed"].search([("contract_id", "=", contract.id)])
        self.assertIn("No run was applied", postponed.reason)

    def test_what_is_settled_is_settled_once(self):
        contract = self.new_contract(self.acme)
        self.devices(4)
        self.applied_run()
        self.invoice("2026-03-01", contract).action_post()
        self.excluded(1)
        self.applied_run()
        self.applied_run(MARCH)
        self.assertEqual(len(self.billed(self.invoice("2026-04-01", contract))), 2)
        self.applied_run(APRIL)
        self.assertEqual(
            self.billed(self.invoice("2026-05-01", contract)), [("Managed Seat", 3, 10)]
        )

    def test_counted_three_times_before_it_is_settled(self):
        contract = self.new_contract(self.acme)
        self.devices(4)
        self.applied_run()
        self.invoice("2026-03-01", contract).action_post()
        waiting = [("contract_id", "=", contract.id), ("state", "=", "waiting")]
        Correction = self.env["ipai.seat.correction"]
        for number in (1, 2):
            self.excluded(1)
            self.applied_run()
            self.assertEqual(Correction.search(waiting).mapped("quantity"), [-number])
        self.env["ipai.seat.exclusion"].search([]).unlink()
        self.applied_run()
        self.assertFalse(Correction.search(waiting), "as it was invoiced")

    def test_what_is_due_is_no_credit_note(self):
        plan = self.new_plan(correction="credit")
        contract = self.new_contract(self.acme, plan)
        self.devices(2)
        self.excluded(1)
        self.applied_run(plans=plan)
        self.invoice("2026-03-01", contract).action_post()
        self.env["ipai.seat.exclusion"].search([]).unlink()
        self.applied_run(plans=plan)
        moves = self.env["account.move"].search([("partner_id", "=", self.acme.id)])
        self.assertEqual(moves.mapped("move_type"), ["out_invoice"])
        self.applied_run(MARCH, plans=plan)
        self.assertEqual(
            self.billed(self.invoice("2026-04-01", contract)),
            [("Managed Seat", 2, 10), ("Managed Seat", 1, 10)],
        )

    def test_a_correction_has_the_prices_of_its_period(self):
        """Two are right of the four invoiced: another tier, as it was then; now all is dearer."""
        prices = self.tier_list()
        contract = self.new_contract(self.acme, pricelist_id=prices.id)
        self.devices(4)
        self.applied_run()
        self.invoice("2026-03-01", contract).action_post()
        prices.item_ids.date_end = "2026-03-15 00:00:00"
        for least, price in ((1, 20), (4, 16)):
            prices.item_ids[:1].copy(
                {
                    "min_quantity": least,
                    "fixed_price": price,
                    "date_start": "2026-03-15 00:00:01",
                    "date_end": False,
                    "pricelist_id": prices.id,
                }
            )
        self.excluded(2)
        self.applied_run()
        found = self.env["ipai.seat.correction"].search([("contract_id", "=", contract.id)])
        self.assertEqual((found.is_other_tier, found.new_price), (True, 10))

    def test_a_draft_that_comes_back_after_it_was_canceled_bills_its_period_alone(self):
        contract = self.new_contract(self.acme)
        self.devices(1)
        self.applied_run()
        first = self.invoice("2026-03-01", contract)
        first.button_cancel()
        first.button_draft()
        self.assertEqual(self.waiting(contract), [(*FEBRUARY, "dropped")])
        self.assertFalse(self.invoice("2026-03-02", contract))

    def test_a_credit_note_alone_does_not_keep_a_period_from_being_invoiced(self):
        contract = self.new_contract(self.acme)
        self.devices(1)
        self.applied_run()
        first = self.invoice("2026-03-01", contract)
        first.action_post()
        first._reverse_moves()
        first.button_draft()
        first.button_cancel()
        self.assertEqual(self.waiting(contract), [(*FEBRUARY, "waiting")])

    @mute_logger("odoo.addons.ipai_seat_billing.models.contract_contract")
    def test_who_answers_for_a_broken_contract_is_told_once(self):
        contract = self.new_contract(self.acme)
        for _time in range(2):
            contract._seat_broken(UserError("broken"))
        self.assertEqual(len(contract.activity_ids), 1)

    # -- disputes -------------------------------------------------------------------------------

    def disputed(self, login, text="why"):
        user = new_test_user(self.env, login, groups="base.group_portal")
        user.partner_id.parent_id = self.acme
        line = self.env["ipai.seat.line"].search(
            [("customer_id", "=", self.acme.id), ("state", "=", "applied")], limit=1
        )
        key = line._evidence_rows()[0]["id"]
        own = line.with_user(user)
        return lambda: self.env["ipai.seat.dispute"].with_user(user)._open(own, key, text)

    def test_ten_a_day_are_of_one_person(self):
        self.new_contract(self.acme)
        self.devices(1)
        self.applied_run()
        mine, theirs = self.disputed("one", "x" * 5000), self.disputed("two")
        for _number in range(10):
            made = mine()
        self.assertEqual(len(made.text), 2000)
        self.assertTrue(theirs())
        with self.assertRefused(UserError, "10 disputes today"):
            mine()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ipai_seat_dispute SET create_date = create_date - interval '1 day'"
        )
        self.assertTrue(mine(), "the day after")

    def test_who_decides_a_dispute_and_of_which_plan_it_takes_the_device(self):
        self.new_contract(self.acme)
        self.devices(1)
        self.applied_run()
        dispute = self.disputed("one")()
        for name in ("action_accept", "action_accept_past", "action_refuse"):
            with self.subTest(name), self.assertRaises(AccessError):
                getattr(dispute.with_user(self.technician), name)()
        dispute.with_user(self.billing).action_accept()
        self.assertEqual(dispute.exclusion_ids.plan_id, self.plan)

    # -- once a month, and what is refused --------------------------------------------------------

    def test_the_31st_is_the_last_day_of_a_shorter_month(self):
        self.forget_runs()
        self.env.company.ipai_seat_run_day = 31
        Run = self.env["ipai.seat.run"].with_user(1)
        for day, number in ((29, 0), (30, 1)):
            with patch.object(
                fields.Date, "context_today", staticmethod(lambda *_args, d=day: date(2026, 4, d))
            ):
                Run._cron_monthly()
            found = Run.search(
                [("date_from", "=", MARCH[0]), ("company_id", "=", self.env.company.id)]
            )
            self.assertEqual(len(found), number, day)

    def test_what_a_form_refuses(self):
        asset = self.device("pc1", (self.acme, "active", "2026-01-05"))
        contract = self.new_contract(self.acme)
        plans = (
            {"cap": 2, "minimum": 3},
            {"cut_off_day": 0},
            {"cut_off_day": 32},
            {"included": 2},
            {"source": "users", "basis": "daily"},
            {"count_active": False, "count_maintenance": False, "count_missing": False},
            {"free": -1},
            {"digits": 7},
        )
        refused = [lambda vals=vals: self.new_plan(**vals) for vals in plans]
        override = {
            "contract_line_id": contract.contract_line_ids.id,
            "reason": "agreed",
            "date_from": FEBRUARY[0],
        }
        refused += [
            lambda: self.env["ipai.seat.override"].create({**override, "quantity": -1}),
            lambda: self.env["ipai.seat.override"].create(
                {**override, "quantity": 1, "date_to": "2026-01-31"}
            ),
            lambda: self.env["ipai.seat.exclusion"].create(
                {
                    "asset_id": asset.id,
                    "reason": "why",
                    "date_from": FEBRUARY[0],
                    "date_to": "2026-01-31",
                }
            ),
            lambda: self.new_run((date(2024, 1, 1), date(2025, 1, 2)), compute=False),
            lambda: self.new_run((MARCH[0], FEBRUARY[1]), compute=False),
        ]
        for number, ask in enumerate(refused):
            with self.subTest(number), self.assertRaises(ValidationError), self.env.cr.savepoint():
                ask()
        self.assertTrue(self.new_run((date(2024, 1, 1), date(2025, 1, 1)), compute=False))
