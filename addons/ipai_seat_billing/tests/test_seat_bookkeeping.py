# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a bookkeeper asks next: the edges of exclusions, overrides, tiers, holds and first months."""

import contextlib
from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .common import FEBRUARY, MARCH, SeatCase

APRIL = (date(2026, 4, 1), date(2026, 4, 30))
LINE_LOG = "odoo.addons.ipai_seat_billing.models.ipai_seat_line"
BROKEN = "odoo.addons.ipai_seat_billing.models.contract_contract"


class TestExclusionsAndOverrides(SeatCase):
    def excluded(self, asset, first, last=False):
        return self.env["ipai.seat.exclusion"].create(
            {"asset_id": asset.id, "reason": "loaned", "date_from": first, "date_to": last}
        )

    def test_an_exclusion_that_ends_before_the_cut_off_takes_nothing_away(self):
        self.new_contract(self.acme)
        asset = self.device("pc1", (self.acme, "active", "2026-01-05"))
        self.excluded(asset, "2026-02-03", "2026-02-10")
        line = self.new_run().line_ids
        self.assertEqual(line.quantity, 1)
        row = line._evidence_rows()[0]
        self.assertEqual(row["adds"], "1")
        self.assertIn("not billed 2026-02-03 to 2026-02-10: loaned", row["why"])

    def test_one_that_holds_at_the_cut_off_takes_the_device_away(self):
        self.new_contract(self.acme)
        asset = self.device("pc1", (self.acme, "active", "2026-01-05"))
        self.excluded(asset, "2026-02-20")
        line = self.new_run().line_ids
        row = line._evidence_rows()[0]
        self.assertEqual((line.quantity, row["adds"]), (0, "0"))
        self.assertRegex(row["why"], "^excluded; not billed 2026-02-20 to 2026-02-28: loaned")

    def test_by_the_day_it_takes_its_days(self):
        plan = self.new_plan(basis="daily")
        self.new_contract(self.acme, plan)
        asset = self.device("pc1", (self.acme, "active", "2026-01-05"))
        self.excluded(asset, "2026-02-01", "2026-02-14")
        self.assertEqual(self.new_run(plans=plan).line_ids.quantity, 0.5)

    def test_what_comes_back_after_the_cut_off_counts_for_its_days(self):
        plan = self.new_plan(cut_off_day=14, late="prorata")
        self.new_contract(self.acme, plan)
        self.device(
            "back",
            (self.acme, "active", "2026-01-05", "2026-02-10"),
            (self.acme, "active", "2026-02-22"),
        )
        self.assertEqual(self.new_run(plans=plan).line_ids.quantity, 0.25, "7 days of 28")

    def test_an_override_holds_on_the_day_that_is_counted(self):
        plan = self.new_plan(cut_off_day=15)
        contract = self.new_contract(self.acme, plan)
        self.device("pc1", (self.acme, "active", "2026-01-05"))
        self.env["ipai.seat.override"].create(
            {
                "contract_line_id": contract.contract_line_ids.id,
                "quantity": 4,
                "reason": "agreed",
                "date_from": "2026-02-01",
                "date_to": "2026-02-20",
            }
        )
        self.assertEqual(self.new_run(plans=plan).line_ids.quantity, 4, "the cut-off is the 15th")
        plan.cut_off_day = 21
        self.assertEqual(self.new_run(plans=plan).line_ids.quantity, 1)


class TestHoldsAndFailures(SeatCase):
    def test_a_proposed_line_that_is_held_can_be_released(self):
        contract = self.new_contract(self.acme, lines=[])
        asset = self.device("pc1", (self.acme, "active", "2026-01-05"), source="rmm")
        asset.last_seen = "2026-02-01"
        run = self.applied_run()
        self.assertEqual(run.line_ids.hold_code, "stale")
        run.line_ids.with_user(self.second).action_release()
        self.assertEqual(run.line_ids.state, "applied")
        self.assertEqual(contract.contract_line_ids.quantity, 1)

    @mute_logger("odoo.addons.ipai_seat_billing.pricing")
    def test_a_line_without_a_price_is_not_released(self):
        self.device("pc1", (self.acme, "active", "2026-01-05"))
        lists = self.broken_list()
        self.broken = False
        self.new_contract(self.acme, pricelist_id=lists.id)
        self.env.flush_all()
        self.broken = True
        line = self.new_run().line_ids
        self.assertEqual(line.hold_code, "price")
        with self.assertRefused(UserError, "Mend that"):
            line.action_release()

    def broken_list(self):
        """A price list that answers with an error, whoever asks; not the one that customers have by default."""
        _sound, lists = self.env["product.pricelist"].create(
            [{"name": "Sound", "sequence": 1}, {"name": "Circle", "sequence": 99}]
        )
        kept = type(lists)._get_product_price

        def asked(model, *args, **kwargs):
            if model == lists and self.broken:
                raise UserError(model.env._("This price list goes round in circles"))
            return kept(model, *args, **kwargs)

        self.broken = True
        self.patch(type(lists), "_get_product_price", asked)
        return lists

    def customers(self, number):
        """So many customers with a contract and a device; the contracts."""
        contracts = self.env["contract.contract"]
        for one in range(number):
            customer = self.env["res.partner"].create(
                {
                    "name": f"Customer {one}",
                    "is_company": True,
                    "property_account_receivable_id": self.receivable.id,
                }
            )
            contracts |= self.new_contract(customer)
            self.device(f"pc {one}", (customer, "active", "2026-01-05"))
        return contracts

    @mute_logger(LINE_LOG, BROKEN, "odoo.addons.contract.models.contract")
    def test_a_price_list_that_breaks_leaves_all_others_applied_and_invoiced(self):
        contracts = self.customers(20)
        lists = self.broken_list()
        self.broken = False
        contracts[7].pricelist_id = lists
        run = self.new_run()
        self.assertEqual(set(run.line_ids.mapped("state")), {"ready"})
        self.approve(run)
        self.env.flush_all()
        self.broken = True
        run.action_apply()
        failed = run.line_ids.filtered(lambda line: line.state == "held")
        self.assertEqual(failed.contract_id, contracts[7])
        self.assertEqual(failed.hold_code, "failed")
        self.assertIn("round in circles", failed.hold_reason)
        self.assertEqual(len(run.line_ids.filtered(lambda line: line.state == "applied")), 19)
        self.assertEqual(run.state, "applied")
        self.broken = False
        failed.with_user(self.second).action_release()
        self.assertEqual(failed.state, "applied")
        self.env.flush_all()
        self.broken = True
        moves = self.invoice("2026-03-01")
        invoiced = moves.invoice_line_ids.contract_line_id.contract_id & contracts
        self.assertEqual(contracts - invoiced, contracts[7])
        self.assertEqual(contracts[7].recurring_next_date, MARCH[0], "it is tried again")
        self.assertTrue(contracts[7].activity_ids, "and somebody is told")
        self.broken = False
        self.assertEqual(len(self.invoice("2026-03-01", contracts[7])), 1)

    def test_killed_after_any_batch_and_resumed_is_as_if_it_had_not_been(self):
        """The same contracts, chatter and evidence, wherever it was stopped."""
        contracts = self.customers(5)
        run = self.new_run()
        self.approve(run)
        self.patch(self.registry["ipai.seat.run"], "_batch_size", 1)
        model, kept = self.registry["ipai.seat.line"], self.registry["ipai.seat.line"]._apply

        class Killed(BaseException):
            """No error that anybody catches: what a kill leaves is what was committed before it."""

        def outcome():
            self.env.flush_all()
            self.env.invalidate_all()
            return [
                (
                    contract.name,
                    contract.contract_line_ids.quantity,
                    [message.body for message in contract.message_ids.sorted("id")],
                    run.line_ids.filtered(
                        lambda line, one=contract: line.contract_id == one
                    ).mapped("state"),
                )
                for contract in contracts
            ] + [run.state]

        whole = self.env.cr.savepoint(flush=True)
        run.action_apply()
        expected = outcome()
        whole.rollback()
        for stop in range(5):
            with self.subTest(stop=stop):
                self.env.invalidate_all()
                left = iter(range(stop))

                def killed(lines, left=left):
                    if next(left, None) is None:
                        raise Killed
                    return kept(lines)

                self.patch(model, "_apply", killed)
                # Not assertRaises: that would take back what was committed by then.
                with contextlib.suppress(Killed):
                    run.action_apply()
                    self.fail("it was not killed")
                self.patch(model, "_apply", kept)
                self.assertEqual(len(run.line_ids.filtered("applied_on")), stop)
                run.action_apply()
                self.assertEqual(outcome(), expected)
                whole.rollback()
        whole.close(rollback=True)


class TestFirstMonthsAndTiers(SeatCase):
    def test_the_first_month_paid_in_advance_is_invoiced_by_its_own_count(self):
        contract = self.new_contract(self.acme, start=MARCH[0], recurring_invoicing_type="pre-paid")
        self.device("pc1", (self.acme, "active", "2026-03-05"))
        self.assertFalse(self.invoice("2026-03-01", contract), "nobody has counted yet")
        self.applied_run(MARCH)
        moves = self.invoice("2026-04-01", contract)
        self.assertEqual(
            [(one.seat_date_from, one.quantity) for one in moves.invoice_line_ids.sorted("id")],
            [(APRIL[0], 1), (MARCH[0], 1)],
        )

    def tiers(self):
        tier = {
            "compute_price": "fixed",
            "applied_on": "1_product",
            "product_tmpl_id": self.seat.product_tmpl_id.id,
        }
        return self.env["product.pricelist"].create(
            {
                "name": "Tiers",
                "item_ids": [
                    Command.create({**tier, "min_quantity": quantity, "fixed_price": price})
                    for quantity, price in ((1, 10), (4, 8))
                ],
            }
        )

    def recounted(self, setting):
        """Four were invoiced at 8 each; two are right, at 10 each. The plan's contract."""
        plan = self.new_plan(correction=setting)
        contract = self.new_contract(self.acme, plan, pricelist_id=self.tiers().id)
        assets = [self.device(f"pc{n}", (self.acme, "active", "2026-01-05")) for n in range(4)]
        self.applied_run(plans=plan)
        posted = self.invoice("2026-03-01", contract)
        posted.action_post()
        self.assertEqual(self.billed(posted), [("Managed Seat", 4, 8)])
        for asset in assets[:2]:
            self.env["ipai.seat.exclusion"].create(
                {"asset_id": asset.id, "reason": "spare", "date_from": FEBRUARY[0]}
            )
        for _time in range(2):
            self.applied_run(plans=plan)
        return plan, contract

    def test_a_correction_across_tiers_is_of_the_amount(self):
        plan, contract = self.recounted("next")
        self.applied_run(MARCH, plans=plan)
        april = self.invoice("2026-04-01", contract)
        self.assertEqual(
            self.billed(april),
            [("Managed Seat", 2, 10), ("Managed Seat", -4, 8), ("Managed Seat", 2, 10)],
        )
        self.applied_run(plans=plan)
        self.assertFalse(
            self.env["ipai.seat.correction"].search(
                [("contract_id", "=", contract.id), ("state", "=", "waiting")]
            ),
            "settled once",
        )

    def test_a_credit_note_across_tiers_is_of_the_amount(self):
        self.recounted("credit")
        refund = self.env["account.move"].search(
            [("partner_id", "=", self.acme.id), ("move_type", "=", "out_refund")]
        )
        self.assertEqual(refund.amount_untaxed, 4 * 8 - 2 * 10)


class TestBetweenUs(SeatCase):
    def test_a_portal_user_reads_no_word_that_is_between_us(self):
        self.new_contract(self.acme)
        self.device("pc1", (self.acme, "active", "2026-01-05"))
        line = self.applied_run().line_ids
        customer = new_test_user(self.env, "customer", groups="base.group_portal")
        customer.partner_id.parent_id = self.acme
        own = line.with_user(customer)
        self.assertEqual(own.read(["quantity", "evidence_hash"])[0]["quantity"], 1)
        for name in ("warning", "hold_reason", "release_reason", "vendor_quantity", "amount"):
            with self.subTest(name), self.assertRaises(AccessError):
                own.read([name])
        readable = own.fields_get(attributes=["type"])
        self.assertFalse(
            {"price_unit", "old_amount", "price_warning", "drift", "warning"} & readable.keys()
        )

    def test_a_technician_reads_no_price(self):
        self.new_contract(self.acme)
        self.device("pc1", (self.acme, "active", "2026-01-05"))
        line = self.new_run().line_ids.with_user(self.technician)
        self.assertEqual(line.read(["quantity"])[0]["quantity"], 1)
        readable = line.fields_get(attributes=["type"])
        self.assertFalse(
            {"price_unit", "amount", "old_amount", "price_warning", "currency_id"} & readable.keys()
        )
        with self.assertRaises(AccessError):
            line._read_group([], [], ["amount:sum"])

    def test_what_was_counted_is_not_deleted(self):
        site = self.env["ipai.site"].create({"name": "Here"})
        self.new_contract(self.acme)
        asset = self.device(
            "pc1",
            (self.acme, "active", "2026-01-05"),
            site_id=site.id,
            assigned_partner_id=self.ada.id,
        )
        run = self.new_run()
        asset.write({"site_id": False, "assigned_partner_id": False})
        for record in (asset, site, self.ada):
            with self.assertRefused(UserError, "stands in the evidence"):
                record.sudo().unlink()
        run.unlink()
        self.assertFalse(self.env["ipai.seat.snapshot"].search([("run_id", "=", run.id)]))
        site.unlink()

    def test_a_dispute_accepted_for_the_past_is_settled_by_the_next_count(self):
        contract = self.new_contract(self.acme)
        self.device("pc1", (self.acme, "active", "2026-01-05"))
        self.device("pc2", (self.acme, "active", "2026-01-05"))
        line = self.applied_run().line_ids
        self.invoice("2026-03-01", contract).action_post()
        customer = new_test_user(self.env, "customer", groups="base.group_portal")
        customer.partner_id.parent_id = self.acme
        key = line._evidence_rows()[1]["id"]
        dispute = (
            self.env["ipai.seat.dispute"]
            .with_user(customer)
            ._open(line.with_user(customer), key, "It is ours")
        )
        dispute.with_user(self.billing).action_accept_past()
        self.applied_run()
        correction = self.env["ipai.seat.correction"].search([("contract_id", "=", contract.id)])
        self.assertEqual((correction.quantity, correction.state), (-1, "waiting"))
