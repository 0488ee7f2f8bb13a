# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What somebody changes by hand between a preview, its application and its invoice."""

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .common import FEBRUARY, MARCH, SeatCase
from .test_seat_contract import ContractCase


class TestBetweenPreviewAndApplication(SeatCase):
    def test_two_previews_propose_one_line(self):
        contract = self.new_contract(self.acme, lines=[])
        self.device("pc1", (self.acme, "active", "2026-01-05"))
        first, second = self.new_run(), self.new_run()
        self.assertFalse((first | second).line_ids.contract_line_id)
        for run in (first, second):
            self.approve(run)
            run.action_apply()
        self.assertEqual(contract.contract_line_ids.mapped("quantity"), [1])
        self.assertEqual((first | second).line_ids.contract_line_id, contract.contract_line_ids)
        self.assertEqual(second.line_ids.replaced_by_id, first.line_ids)
        self.assertEqual(len(self.invoice("2026-03-01", contract)), 1)

    def test_a_line_that_was_made_by_hand_meanwhile_is_taken(self):
        contract = self.new_contract(self.acme, lines=[])
        self.device("pc1", (self.acme, "active", "2026-01-05"))
        run = self.new_run()
        self.approve(run)
        made = self.env["contract.line"].create(
            {
                "contract_id": contract.id,
                "product_id": self.seat.id,
                "name": "Seats",
                "quantity": 4,
                "automatic_price": True,
                "seat_plan_id": self.plan.id,
                "date_start": FEBRUARY[0],
            }
        )
        run.action_apply()
        self.assertEqual(contract.contract_line_ids, made)
        self.assertEqual(made.quantity, 1)
        self.assertIn("4 → 1", contract.message_ids[0].body)

    def test_a_quantity_that_was_written_by_hand_is_told_as_it_was(self):
        contract = self.new_contract(self.acme)
        self.device("pc1", (self.acme, "active", "2026-01-05"))
        run = self.new_run()
        self.approve(run)
        contract.contract_line_ids.quantity = 7
        run.action_apply()
        self.assertEqual(contract.contract_line_ids.quantity, 1)
        self.assertIn("7 → 1", contract.message_ids[0].body)

    def test_a_line_that_fits_no_more_is_held_and_the_others_are_applied(self):
        other = self.new_contract(self.globex)
        self.device("pc2", (self.globex, "active", "2026-01-05"))
        contract = self.new_contract(self.acme)
        self.device("pc1", (self.acme, "active", "2026-01-05"))
        line = contract.contract_line_ids
        plan = self.new_plan(name="Other")
        for record, vals, reason in (
            (line, {"is_canceled": True}, "is canceled"),
            (line, {"seat_plan_id": False}, "not of this plan"),
            (line, {"seat_plan_id": plan.id}, "not of this plan"),
            (line, {"seat_role": "overage"}, "not of this plan"),
            (contract, {"active": False}, "not in force"),
            (line, {"date_end": "2026-01-31", "date_start": "2026-01-01"}, "not in force"),
            (line, {"date_start": "2026-03-01"}, "not in force"),
        ):
            with self.subTest(vals), self.env.cr.savepoint() as undo:
                run = self.new_run()
                self.approve(run)
                line.quantity = 3
                self.change(contract, record, vals)
                run.action_apply()
                held = run.line_ids.filtered(lambda one: one.customer_id == self.acme)
                self.assertEqual((held.state, held.hold_code), ("held", "failed"))
                self.assertIn(reason, held.hold_reason)
                self.assertEqual(line.quantity, 3)
                self.assertEqual((run.line_ids - held).state, "applied")
                self.assertEqual((run.state, other.contract_line_ids.quantity), ("applied", 1))
                undo.rollback()
                self.env.invalidate_all()

    def change(self, contract, record, vals):
        """As a person would; the dates of a line are its own where the contract says so."""
        if "date_start" in vals:
            contract.line_recurrence = True
        record.write(vals)

    def test_what_was_mended_is_released(self):
        contract = self.new_contract(self.acme)
        self.device("pc1", (self.acme, "active", "2026-01-05"))
        self.device("pc2", (self.acme, "active", "2026-01-05"))
        run = self.new_run()
        self.approve(run)
        contract.contract_line_ids.is_canceled = True
        run.action_apply()
        line = run.line_ids.with_user(self.second)
        line.action_release()
        self.assertEqual(line.state, "held", "nothing was mended yet")
        contract.contract_line_ids.is_canceled = False
        line.action_release()
        self.assertEqual((line.state, contract.contract_line_ids.quantity), ("applied", 2))

    def test_an_older_count_that_is_released_does_not_replace_a_newer_one(self):
        contract = self.new_contract(self.acme)
        asset = self.device("pc1", (self.acme, "active", "2026-01-05"), source="rmm")
        asset.last_seen = "2026-02-01"
        older = self.applied_run().line_ids
        self.assertEqual(older.state, "held")
        asset.last_seen = "2026-02-28 22:00:00"
        self.device("pc2", (self.acme, "active", "2026-01-05"))
        newer = self.applied_run().line_ids
        with self.assertRefused(UserError, "counted again in"):
            older.with_user(self.second).action_release()
        self.assertEqual((older.state, newer.state), ("held", "applied"))
        self.assertEqual(contract.contract_line_ids.quantity, 2)

    def test_to_apply_twice_changes_nothing(self):
        contract = self.new_contract(self.acme)
        self.device("pc1", (self.acme, "active", "2026-01-05"))
        run = self.applied_run()
        told = len(contract.message_ids)
        contract.contract_line_ids.quantity = 9
        run.action_apply()
        run.sudo()._apply()
        self.assertEqual(
            (contract.contract_line_ids.quantity, len(contract.message_ids)), (9, told)
        )


class TestPlansThatGo(SeatCase):
    def test_a_run_of_a_plan_that_is_archived_does_not_count_all_plans(self):
        self.new_contract(self.acme)
        self.device("pc1", (self.acme, "active", "2026-01-05"))
        run = self.new_run()
        self.new_plan(name="Other")
        self.plan.active = False
        self.env.invalidate_all()
        for one in (run, run.copy(), run.browse(run.action_next()["res_id"])):
            with self.assertRefused(UserError, "Managed is archived"):
                one.action_compute()
        self.assertEqual(run.line_ids.plan_id, self.plan)
        # What was decided of it is applied all the same.
        self.approve(run)
        run.action_apply()
        self.assertEqual(run.line_ids.state, "applied")

    def test_a_line_of_an_archived_plan_says_why_it_waits(self):
        contract = self.new_contract(self.acme)
        self.plan.active = False
        self.invoice("2026-03-01", contract)
        postponed = self.env["ipai.seat.postponed"].search([("contract_id", "=", contract.id)])
        self.assertIn("archived", postponed.reason)

    def test_a_filter_that_is_archived_stays_a_filter(self):
        kind = self.env["ipai.asset.type"].create({"name": "Kiosk"})
        site = self.env["ipai.site"].create({"name": "Here"})
        system = self.env["ipai.operating.system"].create({"name": "Old System"})
        self.new_contract(self.acme)
        self.device("pc1", (self.acme, "active", "2026-01-05"))
        for name, record in (
            ("type_ids", kind),
            ("site_ids", site),
            ("operating_system_ids", system),
        ):
            with self.subTest(name):
                plan = self.new_plan(name=name, **{name: [Command.set(record.ids)]})
                record.active = False
                self.env.invalidate_all()
                for one in (plan, plan.copy()):
                    lines = self.new_run(plans=one).line_ids
                    self.assertFalse(lines.filtered("plan_id"), "nothing counts")

    @mute_logger("odoo.sql_db")
    def test_what_a_plan_or_a_run_names_is_not_deleted(self):
        tag = self.env["ipai.asset.tag"].create({"name": "Managed only"})
        kind = self.env["ipai.asset.type"].create({"name": "Kiosk"})
        plan = self.new_plan(tag_ids=[Command.set(tag.ids)], type_ids=[Command.set(kind.ids)])
        self.new_run(plans=plan, compute=False)
        for record in (tag, kind, plan):
            with self.subTest(record), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                record.unlink()


class TestLateInvoices(ContractCase):
    def dated(self, *prices):
        """A price list: (price, first day, last day)."""
        items = [
            Command.create(
                {
                    "compute_price": "fixed",
                    "applied_on": "1_product",
                    "product_tmpl_id": self.seat.product_tmpl_id.id,
                    "fixed_price": price,
                    "date_start": first and f"{first} 00:00:00",
                    "date_end": last and f"{last} 23:59:59",
                }
            )
            for price, first, last in prices
        ]
        return self.env["product.pricelist"].create(
            {"name": "Dated", "sequence": 99, "item_ids": items}
        )

    def test_what_is_released_after_two_months_has_the_price_of_its_own(self):
        prices = self.dated((10, False, "2026-03-15"), (12, "2026-03-16", False))
        contract = self.with_fee(pricelist_id=prices.id)
        asset = self.device("pc1", (self.acme, "active", "2026-01-05"), source="rmm")
        asset.last_seen = "2026-02-01"
        held = self.applied_run().line_ids
        self.invoice("2026-03-01", contract)
        asset.last_seen = "2026-03-31 21:00:00"
        self.applied_run(MARCH)
        self.assertEqual(
            self.billed(self.invoice("2026-04-01", contract)),
            [("Further Seat", 1, 7), ("Managed Seat", 1, 12)],
        )
        held.with_user(self.second).action_release()
        late = self.invoice("2026-04-20", contract)
        self.assertEqual(self.billed(late), [("Managed Seat", 1, 10)])
        line = late.invoice_line_ids
        self.assertEqual((line.seat_date_from, line.seat_date_to), FEBRUARY)
        self.assertFalse(self.invoice("2026-04-21", contract))
        self.assertEqual(self.seat_line(contract).quantity, 1)

    def test_a_price_list_that_changes_inside_the_period_is_told(self):
        self.device("pc1", (self.acme, "active", "2026-01-05"))
        for prices, told in (
            (((10, False, "2026-02-14"), (12, "2026-02-15", False)), "10 → 12"),
            (((10, False, "2026-02-28"), (12, "2026-03-01", False)), False),
            (((10, False, "2026-01-31"), (12, "2026-02-01", False)), False),
        ):
            with self.subTest(prices):
                contract = self.new_contract(self.acme, pricelist_id=self.dated(*prices).id)
                line = self.new_run().line_ids
                if told:
                    self.assertIn(told, line.price_warning)
                else:
                    self.assertFalse(line.price_warning)
                self.assertEqual(line.price_unit, 12, "that of the day it is invoiced")
                contract.contract_line_ids.seat_plan_id = False
                contract.active = False

    def test_two_months_in_advance_caught_up_are_two_numbers_and_settled(self):
        contract = self.in_advance()
        self.applied_run(MARCH)
        first = self.invoice("2026-04-01", contract)
        second = self.invoice("2026-04-01", contract)
        self.assertEqual(self.billed(first), [("Managed Seat", 2, 10)], "March, by February")
        self.assertEqual(
            self.billed(second),
            [("Managed Seat", 3, 10), ("Managed Seat", 1, 10)],
            "April by March, and what March was more",
        )

    def billed_for_four(self):
        """A contract, and its invoice of February, posted, for four devices."""
        contract = self.new_contract(self.acme)
        self.devices(4)
        self.applied_run()
        posted = self.invoice("2026-03-01", contract)
        posted.action_post()
        return contract, posted

    def spare_one(self):
        """One of the devices was not to be billed."""
        asset = self.env["ipai.asset"].search([("customer_id", "=", self.acme.id)], limit=1)
        self.env["ipai.seat.exclusion"].create(
            {"asset_id": asset.id, "reason": "spare", "date_from": FEBRUARY[0]}
        )

    def corrected(self):
        """Four were billed for February, three are right; the invoice of March that takes one back."""
        contract, posted = self.billed_for_four()
        self.spare_one()
        self.applied_run()
        self.applied_run(MARCH)
        april = self.invoice("2026-04-01", contract)
        self.assertEqual(self.billed(april), [("Managed Seat", 3, 10), ("Managed Seat", -1, 10)])
        return contract, posted, april

    def test_a_correction_whose_invoice_is_canceled_is_not_lost(self):
        contract, _posted, april = self.corrected()
        april.button_cancel()
        again = self.invoice("2026-04-02", contract)
        self.assertEqual(
            sorted(self.billed(again)), [("Managed Seat", -1, 10), ("Managed Seat", 3, 10)]
        )
        again.unlink()
        april.button_draft()
        self.assertFalse(self.invoice("2026-04-03", contract), "it is back, and bills both")
        waiting = [("contract_id", "=", contract.id), ("state", "=", "waiting")]
        self.assertFalse(self.env["ipai.seat.correction"].search(waiting))

    def test_a_correction_whose_draft_is_deleted_is_not_lost(self):
        contract, _posted, april = self.corrected()
        april.unlink()
        again = self.invoice("2026-04-02", contract)
        self.assertEqual(
            sorted(self.billed(again)), [("Managed Seat", -1, 10), ("Managed Seat", 3, 10)]
        )

    def test_a_credit_note_takes_the_period_back(self):
        """A whole invoice was taken back by hand: the next count bills what is right, once."""
        contract, posted = self.billed_for_four()
        refund = posted._reverse_moves(cancel=True)
        self.assertEqual(refund.invoice_line_ids.seat_line_id, posted.invoice_line_ids.seat_line_id)
        self.spare_one()
        self.applied_run()
        self.applied_run(MARCH)
        april = self.invoice("2026-04-01", contract)
        self.assertEqual(self.billed(april), [("Managed Seat", 3, 10), ("Managed Seat", 3, 10)])
        self.assertFalse(posted.copy().invoice_line_ids.seat_line_id, "a copy bills no period")

    def test_a_price_list_in_another_currency_is_billed_in_it(self):
        currency = (
            self.env["res.currency"]
            .with_context(active_test=False)
            .search([("id", "!=", self.env.company.currency_id.id)], limit=1)
        )
        currency.active = True
        prices = self.dated((15, False, False))
        contract = self.new_contract(self.acme)
        self.devices(2)
        self.applied_run()
        prices.currency_id = currency
        contract.pricelist_id = prices
        line = self.new_run(MARCH).line_ids
        self.assertEqual((line.currency_id, line.price_unit, line.amount), (currency, 15, 30))
        self.assertIn(f"is {currency.name} now", line.price_warning)
        february = self.invoice("2026-03-01", contract)
        self.assertEqual((february.currency_id, february.amount_untaxed), (currency, 30))
