# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.ipai_approval.refusal import ChangeRefused
from odoo.addons.ipai_seat_billing.tests.common import SeatCase


@tagged("post_install", "-at_install")
class TestSeatApproval(SeatCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract = cls.new_contract(cls.acme)
        cls.device("pc1", (cls.acme, "active", "2026-01-05"))
        cls.asset = cls.device("pc2", (cls.acme, "active", "2026-01-05"), source="rmm")
        cls.asset.last_seen = "2026-02-28 12:00:00"

    def submitted(self, **kwargs):
        run = self.new_run(**kwargs)
        run.action_submit()
        return run

    def test_nothing_is_applied_that_another_person_has_not_approved(self):
        run = self.new_run()
        with self.assertRefused(UserError, "Approve it first"):
            run.action_apply()
        with self.assertRefused(UserError, "was not submitted"):
            run.action_approve()
        run.action_submit()
        self.assertEqual(run.approval_state, "pending")
        self.assertIn(self.second, run.waiting_user_ids)
        self.assertNotIn(self.billing, run.waiting_user_ids)
        with self.assertRefused(ChangeRefused, "another person"):
            run.action_approve()
        self.assertEqual(run.state, "computed")
        run.with_user(self.second).action_approve()
        run.invalidate_recordset()
        self.assertEqual((run.state, run.approved_by_id), ("approved", self.second))
        run.action_apply()
        self.assertEqual(self.contract.contract_line_ids.quantity, 2)

    def test_technicians_and_strangers_do_not_decide(self):
        run = self.submitted()
        for user in (self.technician, self.reader):
            with self.assertRaises(UserError):
                run.with_user(user).action_approve()
        self.assertEqual(run.state, "computed")

    def test_who_counted_it_anew_does_not_decide_it(self):
        run = self.new_run()
        run.with_user(self.second).action_compute()
        with self.assertRaises(
            ChangeRefused
        ):  # both wrote it; there may be others, but not these two
            run.action_submit()
            run.with_user(self.second).action_approve()

    def test_who_set_a_quantity_does_not_decide_it(self):
        self.env["ipai.seat.override"].with_user(self.second).create(
            {
                "contract_line_id": self.contract.contract_line_ids.id,
                "quantity": 1,
                "reason": "agreed",
                "date_from": "2026-02-01",
            }
        )
        run = self.new_run()
        self.assertIn(self.second, run._approval_askers())

    def test_all_who_set_something_by_hand_are_known_not_the_first_and_the_last(self):
        exclusion = (
            self.env["ipai.seat.exclusion"]
            .with_user(self.billing)
            .create({"asset_id": self.asset.id, "reason": "spare", "date_from": "2026-02-27"})
        )
        exclusion.with_user(self.second).date_to = "2026-02-28"
        exclusion.with_user(self.billing).reason = "spare parts"
        run = self.new_run()
        self.assertIn(self.second, run._approval_askers())
        exclusion.with_user(self.billing).write(
            {"date_from": "2026-03-01", "date_to": "2026-03-02"}
        )
        self.assertNotIn(self.second, run._approval_askers(), "it is of another month")

    def test_another_count_makes_the_approval_void(self):
        run = self.submitted()
        run.with_user(self.second).action_approve()
        run.invalidate_recordset()
        run.line_ids.with_user(self.billing).action_hold()
        run.invalidate_recordset()
        self.assertEqual((run.state, run.approval_state), ("computed", "no"))
        run.line_ids.action_release()
        run.action_submit()
        self.env["ipai.seat.exclusion"].create(
            {"asset_id": self.asset.id, "reason": "spare", "date_from": "2026-02-01"}
        )
        run.action_compute()
        self.assertEqual(run.approval_state, "no", "other numbers than were submitted")

    def test_lines_that_changed_behind_its_back_are_not_applied(self):
        run = self.submitted()
        run.with_user(self.second).action_approve()
        run.invalidate_recordset()
        run.line_ids.sudo().state = "held"
        with self.assertRefused(UserError, "not any more what was approved"):
            run.action_apply()

    def test_a_run_goes_on_where_it_stopped_under_its_approval(self):
        self.new_contract(self.globex)
        self.device("pc3", (self.globex, "active", "2026-01-05"))
        run = self.submitted()
        run.with_user(self.second).action_approve()
        run.invalidate_recordset()
        run.line_ids[0].sudo()._apply()
        run.action_apply()
        self.assertEqual(run.line_ids.mapped("state"), ["applied", "applied"])

    def test_who_counted_does_not_release_afterwards(self):
        self.asset.last_seen = "2026-02-01"
        run = self.submitted()
        run.with_user(self.second).action_approve()
        run.invalidate_recordset()
        run.action_apply()
        self.assertEqual(run.line_ids.state, "held")
        with self.assertRefused(UserError, "another person who bills"):
            run.line_ids.action_release()
        run.line_ids.with_user(self.second).action_release()
        self.assertEqual(run.line_ids.state, "applied")

    def test_a_rejected_run_is_counted_and_submitted_again(self):
        run = self.submitted()
        run.with_user(self.second).action_reject("pc2 is a spare")
        run.invalidate_recordset()
        self.assertEqual((run.state, run.approval_state), ("computed", "refused"))
        run.action_compute()
        run.action_submit()
        run.with_user(self.second).action_approve()
        self.assertEqual(run.state, "approved")

    def test_a_canceled_run_waits_for_nobody(self):
        run = self.submitted()
        run.action_cancel()
        self.assertEqual((run.state, run.approval_state), ("canceled", "withdrawn"))

    def test_the_monthly_run_is_submitted_by_itself(self):
        self.forget_runs()
        self.env.company.ipai_seat_run_day = 1
        self.env["ipai.seat.run"].with_user(1)._cron_monthly()
        run = self.monthly_runs()
        self.assertEqual(run.approval_state, "pending")
        self.assertIn(self.billing, run.waiting_user_ids, "who did not count it may decide it")
