# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import Command, fields

from odoo.addons.ipai_psa_pulseway.tests.test_reconcile import ServerCase


class TestContractStatus(ServerCase):
    def setUp(self):
        super().setUp()
        self.pulseway.add_field(851, "Odoo Contract", "Organization")
        self.pulseway.add("c1", organization_id=4821)
        self.reconcile()
        self.account.contract_field = "Odoo Contract"
        self.today = fields.Date.context_today(self.env.user)

    def contract(self, start=-30, end=None, **values):
        dates = {
            "date_start": self.today + timedelta(days=start),
            "recurring_next_date": self.today + timedelta(days=max(start, 1)),
            "date_end": end is not None and self.today + timedelta(days=end),
        }
        line = {"name": "Support", "quantity": 1, "price_unit": 4711, **dates}
        return self.env["contract.contract"].create(
            {
                "name": "Managed Services",
                "partner_id": self.customer.id,
                "line_recurrence": True,
                "contract_line_ids": [Command.create(line)],
                **values,
            }
        )

    def told(self):
        self.account.fields_tried_on = False
        self.env["ipai.pulseway.account"]._cron_work()
        return self.pulseway.assigned.get(("851", "Organization", "4821"))

    def test_without_a_contract_there_is_none(self):
        self.assertEqual(self.told(), "none")

    def test_one_in_force_is_named_and_followed(self):
        contract = self.contract()
        self.assertEqual(self.told(), "active: Managed Services")
        contract.contract_line_ids.date_end = end = self.today + timedelta(days=5)
        self.assertEqual(self.told(), f"active: Managed Services until {end}")
        self.assertNotIn("4711", str(self.pulseway.assigned), "no price")

    def test_one_that_has_ended_says_when(self):
        self.contract(end=-1)
        self.assertEqual(
            self.told(), f"ended: Managed Services on {self.today - timedelta(days=1)}"
        )

    def test_what_is_not_theirs_says_nothing(self):
        self.contract(start=1)
        self.contract(contract_type="purchase")
        self.contract(active=False)
        other = self.env["res.company"].create({"name": "Other MSP"})
        journal = self.env["account.journal"]
        self.contract(company_id=other.id, journal_id=journal.id)
        self.assertEqual(self.told(), "none")
