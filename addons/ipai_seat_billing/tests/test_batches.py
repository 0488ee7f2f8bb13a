# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields

from odoo.addons.ipai_base.tests.killing import BatchCase

from .common import SeatCase


class TestBatches(SeatCase, BatchCase):
    crons = ("ipai_seat_billing.cron_monthly",)

    def test_each_company_gets_its_run_once(self):
        self.forget_runs()
        companies = self.env["res.company"].create([{"name": f"Seats {n}"} for n in range(4)])
        for company in companies:
            self.new_plan(company_id=company.id, name=company.name)
        (companies | self.env.company).ipai_seat_run_day = 1
        Run = self.env["ipai.seat.run"].sudo()
        recent = fields.Date.today() - timedelta(days=70)

        def outcome():
            runs = Run.search([("date_from", ">", recent)], order="company_id")
            return [(one.company_id.id, one.state, len(one.activity_ids)) for one in runs]

        self.assertBatches("ipai_seat_billing.cron_monthly", outcome, least=4)
        self.assertLess(set(companies.ids), {company for company, _state, _told in outcome()})
