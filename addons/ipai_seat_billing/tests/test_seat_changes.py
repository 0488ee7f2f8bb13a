# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What changes around a count: the customer, the company, the calendar, another run."""

from datetime import date

from psycopg2 import errors

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tools import SQL, mute_logger

from .common import FEBRUARY, SeatCase

LEAP = (date(2024, 2, 1), date(2024, 2, 29))


class TestMergedCustomers(SeatCase):
    def merge(self, gone, left):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((gone | left).ids, left, extra_checks=False)
        self.env.invalidate_all()

    def test_what_was_billed_follows_the_customer_that_is_left(self):
        contract = self.new_contract(self.globex)
        self.device("pc1", (self.globex, "active", "2026-01-05"))
        line = self.applied_run().line_ids
        before = line.evidence, line.evidence_hash, line.quantity
        self.merge(self.globex, self.acme)
        self.assertEqual((line.customer_id, contract.partner_id), (self.acme, self.acme))
        self.assertEqual((line.evidence, line.evidence_hash, line.quantity), before)
        self.assertTrue(line._is_intact())
        rows = self.env["ipai.seat.snapshot"].search([("run_id", "=", line.run_id.id)])
        self.assertEqual((rows.payer_id, rows.customer_id), (self.acme, self.acme))

    def test_a_preview_counts_on_after_a_merger(self):
        self.new_contract(self.acme)
        self.device("pc1", (self.acme, "active", "2026-01-05"))
        self.device("pc2", (self.globex, "active", "2026-01-05"))
        run = self.new_run()
        self.merge(self.globex, self.acme)
        run.action_compute()
        self.assertEqual(
            [(line.customer_id, line.quantity) for line in run.line_ids], [(self.acme, 2)]
        )

    def test_only_the_links_change_meanwhile(self):
        self.new_contract(self.acme)
        self.device("pc1", (self.acme, "active", "2026-01-05"))
        line = self.applied_run().line_ids
        self.env.flush_all()
        self.env.cr.execute("SELECT set_config('ipai_seat.merging', 'on', true)")
        for column in ("quantity", "counted"):
            with (
                self.subTest(column),
                mute_logger("odoo.sql_db"),
                self.assertRaises(errors.InsufficientPrivilege),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(
                    SQL(
                        "UPDATE ipai_seat_line SET customer_id = %s, %s = 7 WHERE id = %s",
                        self.globex.id,
                        SQL.identifier(column),
                        line.id,
                    )
                )


class TestCompanies(SeatCase):
    def test_neither_contract_nor_plan_goes_to_another_company_alone(self):
        contract = self.new_contract(self.acme)
        other = self.env["res.company"].create({"name": "Other"})
        for record in (contract, self.plan):
            with self.subTest(record), self.assertRefused(ValidationError, "same company"):
                record.company_id = other
        self.assertEqual(contract.contract_line_ids.company_id, self.plan.company_id)

    def test_a_device_counts_in_the_company_that_it_was_of_at_the_cut_off(self):
        contract = self.new_contract(self.acme)
        other = self.env["res.company"].create({"name": "Other"})
        asset = self.device("pc1", (self.acme, "active", "2026-01-05", "2026-02-10"))
        self.device("pc2", (self.acme, "active", "2026-01-05"))
        self.env.cr.execute(
            "INSERT INTO ipai_asset_interval"
            " (asset_id, customer_id, type_id, status, company_id, date_from)"
            " VALUES (%s, %s, %s, 'active', %s, '2026-02-10')",
            [asset.id, self.acme.id, asset.type_id.id, other.id],
        )
        line = self.new_run().line_ids
        self.assertEqual((line.contract_id, line.quantity), (contract, 1))


class TestCalendar(SeatCase):
    def test_the_29th_of_february_is_a_day_that_counts(self):
        """One goes at noon of the 29th, which is the last day of the plans of the 29th and of the 31st."""
        for day, there in ((28, 2), (29, 1), (31, 1)):
            with self.subTest(day):
                plan = self.new_plan(cut_off_day=day, name=f"Leap {day}")
                run = self.env["ipai.seat.run"].create(
                    {"date_from": LEAP[0], "date_to": LEAP[1], "plan_ids": [Command.set(plan.ids)]}
                )
                self.assertEqual(self.counted_of(run, plan), there)

    def counted_of(self, run, plan):
        self.env.cr.execute(
            "DELETE FROM ipai_asset_interval WHERE customer_id = %s", [self.acme.id]
        )
        self.device("stays", (self.acme, "active", "2024-01-05"))
        self.device("goes", (self.acme, "active", "2024-01-05", "2024-02-29 12:00"))
        self.new_contract(self.acme, plan, start=LEAP[0])
        run.action_compute()
        return run.line_ids.quantity


class TestRunsAtOneMoment(SeatCase):
    def test_whoever_applies_or_invoices_writes_what_another_would_write(self):
        """Two that write one row at one moment cannot both commit; the second is tried again."""
        contract = self.new_contract(self.acme)
        self.device("pc1", (self.acme, "active", "2026-01-05"))
        run = self.new_run(FEBRUARY)
        self.approve(run)

        def version(table, key):
            self.env.flush_all()
            self.env.cr.execute(
                SQL("SELECT ctid FROM %s WHERE id = %s", SQL.identifier(table), key)
            )
            return self.env.cr.fetchone()

        before = version("ipai_seat_plan", self.plan.id)
        run.action_apply()
        self.assertNotEqual(version("ipai_seat_plan", self.plan.id), before)
        before = version("ipai_seat_line", run.line_ids.id)
        self.invoice("2026-03-01", contract)
        self.assertNotEqual(version("ipai_seat_line", run.line_ids.id), before)
