# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .common import SeatCase

PRICES = {"currency_id", "price_unit", "old_amount", "amount", "price_warning"}


class TestSeatRights(SeatCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.new_contract(cls.acme)
        cls.device("pc1", (cls.acme, "active", "2026-01-05"))

    def test_a_technician_sees_counts_and_no_prices(self):
        line = self.new_run().line_ids.with_user(self.technician)
        self.assertEqual((line.quantity, line.counted), (1, 1))
        self.assertFalse(PRICES & line.fields_get().keys())
        with self.assertRaises(AccessError):
            line.read(["amount"])
        line.web_search_read(
            [], {"quantity": {}, "contract_line_id": {"fields": {"display_name": {}}}}
        )

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_only_who_bills_counts_approves_and_applies(self):
        run = self.new_run()
        for user in (self.reader, self.technician, self.manager):
            for name in ("action_compute", "action_approve", "action_apply", "action_cancel"):
                with self.subTest(user=user.login, name=name), self.assertRaises(AccessError):
                    getattr(run.with_user(user), name)()
            with self.assertRaises(AccessError):
                run.line_ids.with_user(user).action_hold()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_another_company_sees_nothing(self):
        other = self.env["res.company"].create({"name": "Other MSP"})
        stranger = new_test_user(
            self.env,
            "stranger",
            groups="ipai_seat_billing.group_billing,ipai_base.group_technician",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        run = self.new_run()
        for record in (run, run.line_ids, self.plan):
            with self.subTest(record._name), self.assertRaises(AccessError):
                record.with_user(stranger).read(["company_id"])
        self.assertFalse(self.env["ipai.seat.snapshot"].with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            run.with_user(stranger).action_compute()
