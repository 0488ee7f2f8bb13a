# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from psycopg2.errors import InsufficientPrivilege

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .common import FEBRUARY, MARCH, SeatCase


class TestSeatRun(SeatCase):
    def test_a_line_is_counted_approved_and_applied(self):
        contract = self.new_contract(self.acme)
        self.device("pc1", (self.acme, "active", "2026-01-05"))
        self.device("pc2", (self.acme, "maintenance", "2026-02-10"))
        self.device("plan", (self.acme, "planned", "2026-01-05"))
        self.device("gone", (self.acme, "active", "2026-01-05", "2026-02-20"))
        run = self.new_run()
        self.assertEqual(run.state, "computed")
        line = run.line_ids
        self.assertFalse(line.hold_reason)
        self.assertEqual((line.old_quantity, line.quantity, line.state), (1, 2, "ready"))
        self.assertEqual(line.contract_line_id, contract.contract_line_ids)
        self.assertEqual((line.amount, line.old_amount), (20, 10))
        self.assertIn("pc1, pc2", line.difference)
        with self.assertRefused(UserError, "Approve it first"):
            run.action_apply()
        self.approve(run)
        run.action_apply()
        self.assertEqual((run.state, line.state), ("applied", "applied"))
        self.assertEqual(contract.contract_line_ids.quantity, 2)
        self.assertIn("1 → 2", contract.message_ids[0].body)

    def test_the_snapshot_is_what_is_counted_whatever_happens_after_it(self):
        self.new_contract(self.acme)
        asset = self.device("pc1", (self.acme, "active", "2026-01-05"))
        run = self.new_run()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ipai_asset_interval SET status = 'decommissioned' WHERE asset_id = %s",
            [asset.id],
        )
        run.action_compute()
        self.assertEqual(run.line_ids.quantity, 1)
        self.assertEqual(self.new_run().line_ids.quantity, 0, "zero is a number")

    def test_nobody_changes_a_snapshot(self):
        self.new_contract(self.acme)
        self.device("pc1", (self.acme, "active", "2026-01-05"))
        run = self.applied_run()
        rows = self.env["ipai.seat.snapshot"].search([("run_id", "=", run.id)])
        with self.assertRefused(UserError, "never changed"):
            rows.write({"status": "missing"})
        for statement in (
            "UPDATE ipai_seat_snapshot SET status = 'missing' WHERE run_id = %s",
            "DELETE FROM ipai_seat_snapshot WHERE run_id = %s",
            "UPDATE ipai_seat_line SET evidence = 'none' WHERE run_id = %s",
            "UPDATE ipai_seat_line SET quantity = 0 WHERE run_id = %s",
            "DELETE FROM ipai_seat_line WHERE run_id = %s",
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(InsufficientPrivilege, "(is|are) evidence"),
                self.cr.savepoint(),
            ):
                self.env.cr.execute(statement, [run.id])
        with self.assertRefused(UserError, "not deleted"):
            run.unlink()

    def test_a_source_not_heard_in_time_holds_its_line(self):
        contract = self.new_contract(self.acme)
        asset = self.device("pc1", (self.acme, "active", "2026-01-05"), source="rmm")
        for seen, state in (
            ("2026-02-27 22:59:59", "held"),  # 24 hours and a second before the end of the 28th
            ("2026-02-27 23:00:00", "ready"),
        ):
            asset.last_seen = seen
            line = self.new_run().line_ids
            self.assertEqual(line.state, state, seen)
        asset.last_seen = "2026-02-01 00:00:00"
        run = self.applied_run()
        line = run.line_ids
        self.assertEqual((line.state, line.hold_code), ("held", "stale"))
        self.assertRegex(line.hold_reason, "rmm is stale: last heard 2026-02-01")
        self.assertEqual(contract.contract_line_ids.quantity, 1, "held is not zero")
        line.with_user(self.second).action_release()
        self.assertEqual(line.state, "applied")
        self.assertIn("second", line.release_reason)
        self.plan.stale_hours = 0
        self.assertEqual(self.new_run().line_ids.state, "ready")

    def test_what_was_entered_by_hand_is_never_stale(self):
        self.new_contract(self.acme)
        asset = self.device("pc1", (self.acme, "active", "2026-01-05"))
        asset.last_seen = "2020-01-01"
        self.assertEqual(self.new_run().line_ids.state, "ready")

    def test_what_holds_a_customer(self):
        self.device("pc1", (self.acme, "active", "2026-01-05"))
        line = self.new_run().line_ids
        self.assertEqual((line.state, line.hold_code), ("held", "no_contract"))
        one = self.new_contract(self.acme, lines=[])
        line = self.new_run().line_ids
        self.assertEqual((line.state, line.contract_id), ("ready", one), "proposed")
        self.assertFalse(line.contract_line_id)
        self.plan.propose = False
        self.assertEqual(self.new_run().line_ids.hold_code, "no_line")
        two = self.new_contract(self.acme, lines=[])
        self.assertEqual(self.new_run().line_ids.hold_code, "two_contracts")
        tied = {
            "contract_id": two.id,
            "product_id": self.seat.id,
            "name": "Seats",
            "seat_plan_id": self.plan.id,
            "date_start": FEBRUARY[0],
        }
        first = self.env["contract.line"].create(tied)
        self.assertEqual(self.new_run().line_ids.state, "ready", "told which of the two")
        second = self.env["contract.line"].create({**tied, "contract_id": one.id})
        lines = self.new_run().line_ids
        self.assertEqual(lines.mapped("hold_code"), ["two_lines", "two_lines"])
        second.is_canceled = True
        self.assertEqual(self.new_run().line_ids.contract_line_id, first)
        first.is_canceled = True
        self.assertEqual(self.new_run().line_ids.hold_code, "canceled")
        with self.assertRefused(UserError, "cannot be released: The contract line is canceled"):
            self.new_run().line_ids.action_release()

    def test_a_proposed_line_is_made_once_and_billed_with_the_others(self):
        fixed = {"product_id": self.overage.id, "seat_plan_id": False, "name": "Fee"}
        contract = self.new_contract(self.acme, start=FEBRUARY[0], lines=[fixed])
        self.device("pc1", (self.acme, "active", "2026-01-05"))
        self.applied_run()
        made = contract.contract_line_ids.filtered("seat_plan_id")
        self.assertEqual((made.product_id, made.quantity, made.price_unit), (self.seat, 1, 10))
        self.assertEqual(made.next_period_date_start, FEBRUARY[0])
        self.applied_run()
        self.assertEqual(len(contract.contract_line_ids), 2)
        moves = self.invoice("2026-03-01")
        self.assertEqual(self.billed(moves), [("Further Seat", 1, 7), ("Managed Seat", 1, 10)])

    def test_a_proposed_line_does_not_bill_the_months_before_it(self):
        fixed = {"product_id": self.overage.id, "seat_plan_id": False, "name": "Fee"}
        contract = self.new_contract(self.acme, start=FEBRUARY[0], lines=[fixed])
        self.invoice("2026-03-01")
        self.device("pc1", (self.acme, "active", "2026-03-05"))
        self.applied_run(MARCH)
        made = contract.contract_line_ids.filtered("seat_plan_id")
        self.assertEqual(made.next_period_date_start, MARCH[0])
        moves = self.invoice("2026-04-01")
        self.assertEqual(self.billed(moves), [("Further Seat", 1, 7), ("Managed Seat", 1, 10)])

    def test_to_run_again_changes_nothing(self):
        contract = self.new_contract(self.acme)
        self.device("pc1", (self.acme, "active", "2026-01-05"))
        first = self.applied_run()
        messages = len(contract.message_ids)
        first.action_apply()
        second = self.applied_run()
        self.assertEqual(first.line_ids.state, "applied")
        self.assertEqual((second.line_ids.state, second.state), ("replaced", "applied"))
        self.assertEqual(len(contract.message_ids), messages)

    def test_another_count_of_the_period_takes_the_place_of_the_first(self):
        contract = self.new_contract(self.acme)
        asset = self.device("pc1", (self.acme, "active", "2026-01-05"))
        self.device("pc2", (self.acme, "active", "2026-01-05"))
        first = self.applied_run()
        self.env["ipai.seat.exclusion"].create(
            {"asset_id": asset.id, "reason": "ours", "date_from": "2026-02-01"}
        )
        second = self.applied_run()
        self.assertEqual((first.line_ids.state, second.line_ids.state), ("replaced", "applied"))
        self.assertEqual(contract.contract_line_ids.quantity, 1)
        self.assertIn("−1: pc1", second.line_ids.difference)
        self.assertIn("not billed: ours", second.line_ids.evidence)

    def test_an_older_period_does_not_set_the_quantity_back(self):
        contract = self.new_contract(self.acme)
        self.device("pc1", (self.acme, "active", "2026-01-05"))
        self.device("pc2", (self.acme, "active", "2026-03-05"))
        self.applied_run(MARCH)
        self.applied_run(FEBRUARY)
        self.assertEqual(contract.contract_line_ids.quantity, 2)

    def test_branches_roll_up_unless_they_are_billed_apart(self):
        branch = self.env["res.partner"].create(
            {"name": "Acme North", "is_company": True, "parent_id": self.acme.id}
        )
        contract = self.new_contract(self.acme)
        self.device("pc1", (branch, "active", "2026-01-05"))
        self.assertEqual(self.new_run().line_ids.mapped("quantity"), [1])
        branch.seat_billed_apart = True
        lines = self.new_run().line_ids
        self.assertEqual(
            {line.customer_id: (line.quantity, line.hold_code) for line in lines},
            {self.acme: (0, False), branch: (1, "no_contract")},
        )
        apart = self.new_contract(branch)
        lines = self.new_run().line_ids
        self.assertEqual(
            {line.customer_id: (line.quantity, line.contract_line_id) for line in lines},
            {
                self.acme: (0, contract.contract_line_ids),
                branch: (1, apart.contract_line_ids),
            },
        )

    def test_what_no_plan_counts_is_told(self):
        self.new_contract(self.acme)
        self.plan.type_ids = self.virtual_machine
        self.device("pc1", (self.acme, "active", "2026-01-05"))
        self.device("vm1", (self.acme, "active", "2026-01-05"), type_id=self.virtual_machine.id)
        run = self.new_run()
        found = {line.state: (line.counted, line.quantity) for line in run.line_ids}
        self.assertEqual(found, {"ready": (1, 1), "uncovered": (1, 0)})
        self.assertEqual(run.uncovered_count, 1)

    def test_what_two_plans_count_is_told(self):
        self.new_contract(self.acme)
        self.device("pc1", (self.acme, "active", "2026-01-05"))
        self.assertFalse(self.new_run().note)
        self.new_plan(name="Again")
        self.assertIn("1 devices are counted by several plans", self.new_run().note)

    def test_a_period_that_is_not_over_is_told(self):
        self.new_contract(self.acme)
        today = self.env.user.create_date.date()
        run = self.new_run((today.replace(day=1), today + timedelta(days=3)))
        self.assertIn("not over", run.note)
        with self.assertRefused(UserError, "not begun yet"):
            self.new_run((today + timedelta(days=3), today + timedelta(days=9)))

    def test_filters_of_a_plan(self):
        tag = self.env["ipai.asset.tag"].create({"name": "Billed"})
        system = self.env["ipai.operating.system"].search([], limit=1)
        site = self.env["ipai.site"].create({"name": "Here"})
        self.new_contract(self.acme)
        self.device("plain", (self.acme, "active", "2026-01-05"))
        self.device("lost", (self.acme, "missing", "2026-01-05"))
        self.device(
            "full",
            (self.acme, "active", "2026-01-05"),
            tag_ids=[(6, 0, tag.ids)],
            operating_system_id=system.id,
            site_id=site.id,
        )
        for vals, quantity in (
            ({}, 3),
            ({"count_missing": False}, 2),
            ({"tag_ids": [(6, 0, tag.ids)]}, 1),
            ({"operating_system_ids": [(6, 0, system.ids)]}, 1),
            ({"site_ids": [(6, 0, site.ids)]}, 1),
        ):
            with self.subTest(vals):
                plan = self.new_plan(**vals)
                self.new_contract(self.globex, plan)
                lines = self.new_run(plans=plan).line_ids
                ours = lines.filtered(lambda line: line.customer_id == self.acme and line.plan_id)
                self.assertEqual(ours.counted, quantity)

    def test_people_are_counted_once_whatever_they_have(self):
        plan = self.new_plan(source="users")
        self.new_contract(self.acme, plan)
        for name in ("pc1", "pc2"):
            self.device(name, (self.acme, "active", "2026-01-05"), assigned_partner_id=self.ada.id)
        self.device("shared", (self.acme, "active", "2026-01-05"))
        line = self.new_run(plans=plan).line_ids
        self.assertEqual(line.quantity, 1)
        self.assertIn("Ada", line.evidence)

    def test_an_override_survives_the_run_until_its_end(self):
        contract = self.new_contract(self.acme)
        self.device("pc1", (self.acme, "active", "2026-01-05"))
        self.env["ipai.seat.override"].create(
            {
                "contract_line_id": contract.contract_line_ids.id,
                "quantity": 5,
                "reason": "agreed by phone",
                "date_from": "2026-02-01",
                "date_to": "2026-02-28",
            }
        )
        line = self.applied_run().line_ids
        self.assertEqual((line.counted, line.quantity), (1, 5))
        self.assertIn("agreed by phone", line.warning)
        self.assertEqual(self.new_run(MARCH).line_ids.quantity, 1)

    def test_what_the_vendor_says_is_shown_and_never_billed(self):
        self.new_contract(self.acme)
        self.device("pc1", (self.acme, "active", "2026-01-05"))
        self.env["ipai.seat.vendor.count"].create(
            {
                "plan_id": self.plan.id,
                "customer_id": self.acme.id,
                "date": "2026-02-28",
                "quantity": 3,
            }
        )
        line = self.new_run().line_ids
        self.assertEqual((line.quantity, line.vendor_quantity, line.drift), (1, 3, 2))

    def test_the_monthly_preview_is_made_once_and_asks_one_person(self):
        self.forget_runs()
        self.new_contract(self.acme)
        self.env.company.ipai_seat_run_day = 1
        self.env.company.ipai_seat_user_id = self.billing
        Run = self.env["ipai.seat.run"].with_user(1)
        Run._cron_monthly()
        Run._cron_monthly()
        run = self.monthly_runs()
        self.assertEqual(len(run), 1)
        self.assertEqual((run.state, run.date_from.day), ("computed", 1))
        asked = run.activity_ids.user_id
        self.assertIn(self.billing, asked)
        if "approval_state" not in run._fields:
            self.assertEqual(asked, self.billing)
        self.env.company.ipai_seat_run_day = 0
        run.action_cancel()
        Run._cron_monthly()
        self.assertFalse(self.monthly_runs())

    def test_the_next_run_is_of_the_next_period(self):
        run = self.new_run(compute=False)
        action = run.action_next()
        following = run.browse(action["res_id"])
        self.assertEqual((following.date_from, following.date_to), MARCH)
        self.assertEqual((following.plan_ids, following.state), (run.plan_ids, "draft"))

    def test_what_a_run_counts_does_not_change_after_its_snapshot(self):
        self.new_contract(self.acme)
        run = self.new_run()
        with self.assertRefused(UserError, "Cancel it and make another"):
            run.date_to = MARCH[1]
        self.approve(run)
        with self.assertRefused(UserError, "is decided"):
            run.action_compute()

    def test_a_killed_run_goes_on_where_it_stopped(self):
        for customer in (self.acme, self.globex):
            self.new_contract(customer)
            self.device(f"pc {customer.name}", (customer, "active", "2026-01-05"))
        run = self.new_run()
        self.approve(run)
        run.line_ids[0].sudo()._apply()
        self.assertEqual(run.line_ids.mapped("state"), ["applied", "ready"])
        run.action_apply()
        self.assertEqual(run.line_ids.mapped("state"), ["applied", "applied"])
        self.assertEqual(run.state, "applied")

    def test_nobody_writes_a_run_by_hand(self):
        self.new_contract(self.acme)
        run = self.new_run()
        with self.assertRefused(AccessError, "not written by hand"):
            run.write({"state": "approved"})
        with self.assertRaises(AccessError):
            run.line_ids.with_user(self.billing).write({"quantity": 1})
