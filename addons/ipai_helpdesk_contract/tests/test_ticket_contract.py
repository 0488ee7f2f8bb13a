# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import Command, fields

from odoo.addons.ipai_helpdesk.tests.common import TicketCase


class TestTicketContract(TicketCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.seen = cls.ticket.with_user(cls.technician)

    def day(self, number):
        return self.today + timedelta(days=number)

    def contract(self, start=-30, end=None, line=None, **values):
        """A contract of Acme whose only line runs from one day to another, counted from today."""
        dates = {
            "date_start": self.day(start),
            "recurring_next_date": self.day(max(start, 1)),
            "date_end": end is not None and self.day(end),
        }
        name = {"name": "Support", "quantity": 1, "price_unit": 4711}
        return self.env["contract.contract"].create(
            {
                "name": "Managed Services",
                "partner_id": self.acme.id,
                "line_recurrence": True,
                "contract_line_ids": [Command.create({**name, **dates, **(line or {})})],
                **values,
            }
        )

    def cover(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.seen.contract_cover

    def test_a_contract_in_force_covers_the_tickets_of_its_customer(self):
        self.assertFalse(self.cover())
        self.contract(end=0)
        self.assertEqual(self.cover(), "Managed Services", "its last day counts")
        foreign = self.new_ticket(partner_id=self.bob.partner_id.id)
        self.assertFalse(foreign.with_user(self.technician).contract_cover)

    def test_what_does_not_cover(self):
        other = self.env["res.company"].create({"name": "Other MSP"})
        supplier = {"contract_type": "purchase"}
        journal = self.env["account.journal"]
        for name, values in (
            ("ended", {"start": -30, "end": -1}),
            ("not begun", {"start": 1}),
            ("canceled", {"line": {"is_canceled": True}}),
            ("archived", {"active": False}),
            ("another company's", {"company_id": other.id, "journal_id": journal.id}),
            ("a purchase", supplier),
            ("another customer's", {"partner_id": self.bolt.id}),
        ):
            with self.subTest(name):
                made = self.contract(**values)
                self.assertTrue(made.with_context(active_test=False).contract_line_ids)
                self.assertFalse(self.cover())

    def test_a_technician_reads_the_name_and_nothing_else_of_it(self):
        made = self.contract()
        self.assertEqual(self.cover(), "Managed Services")
        self.assertFalse(made.with_user(self.technician).has_access("read"))
        self.assertNotIn("contract_cover", self.ticket.with_user(self.ada).fields_get())

    def test_asking_is_as_cheap_for_many(self):
        self.contract()
        tickets = self.env["helpdesk.ticket"].browse()
        for _number in range(5):
            tickets |= self.new_ticket(partner_id=self.ada.partner_id.id)

        def count(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            records.mapped("contract_cover")
            return self.cr.sql_log_count - before

        count(tickets)
        self.assertEqual(count(tickets), count(tickets[:1]))
