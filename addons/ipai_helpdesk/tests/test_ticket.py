# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import ValidationError
from odoo.tests import Form

from odoo.addons.ipai_base.tests.secrecy import Secrecy

from .common import TicketCase


class TestTicket(Secrecy, TicketCase):
    def test_a_ticket_is_about_what_is_its_customers(self):
        mine = self.new_asset("pc-acme", customer_id=self.acme.id)
        own = self.new_asset("our switch")
        foreign = self.new_asset("pc-bolt", customer_id=self.bolt.id)
        service = self.env["ipai.service"].create({"name": "Mail", "customer_id": self.bolt.id})
        ticket = self.new_ticket(partner_id=self.ada.partner_id.id, asset_id=mine.id)
        ticket.asset_id = own
        for vals, reason in (
            ({"asset_id": foreign.id}, "pc-bolt belongs to Bolt.*Acme"),
            ({"service_ids": [(4, service.id)]}, "Mail belongs to Bolt"),
            (
                {"asset_id": mine.id, "partner_id": self.bob.partner_id.id},
                "pc-acme belongs to Acme",
            ),
        ):
            with self.subTest(reason), self.cr.savepoint() as savepoint:
                with self.assertRaisesRegex(ValidationError, reason):
                    ticket.write(vals)
                savepoint.rollback()

    def test_the_contact_proposes_the_one_machine_assigned(self):
        machine = self.new_asset("pc1", assigned_partner_id=self.ada.partner_id.id)
        form = Form(self.env["helpdesk.ticket"].with_user(self.technician))
        form.name, form.description = "It hums", "<p>x</p>"
        form.partner_id = self.ada.partner_id
        self.assertEqual(form.asset_id, machine)
        self.new_asset("pc2", assigned_partner_id=self.ada.partner_id.id)
        form = Form(self.env["helpdesk.ticket"].with_user(self.technician))
        form.partner_id = self.ada.partner_id
        self.assertFalse(form.asset_id, "of two, a person says which")

    def test_a_mail_is_about_the_machine_of_its_author(self):
        machine = self.new_asset("pc1", assigned_partner_id=self.ada.partner_id.id)
        ticket = self.env["helpdesk.ticket"].message_new(
            {
                "subject": "Help",
                "body": "<p>It broke</p>",
                "from": "ada@example.com",
                "author_id": self.ada.partner_id.id,
                "to": "help@example.org",
                "cc": "",
                "message_id": "<1@example.com>",
            }
        )
        self.assertEqual(ticket.asset_id, machine)

    def test_a_secret_in_a_mail_stays_in_the_mail_and_is_listed(self):
        mail = (
            "From: ada@example.com\nTo: help@example.org\nMessage-Id: <s1@example.com>\n"
            f"Subject: pw: {self.TYPED}\nContent-Type: text/plain\n\nHello,\n\n{self.NOTES}\n"
        )
        with self.assertSecret(kept=["mail_message"]):
            ticket = self.env["mail.thread"].message_process("helpdesk.ticket", mail)
        ticket = self.env["helpdesk.ticket"].browse(ticket)
        self.assertIn("[masked: password]", ticket.name)
        self.assertIn("[masked: password]", ticket.description)
        message = ticket.message_ids.filtered(lambda one: one.message_type == "email")
        findings = self.env["ipai.secret.finding"].search(
            [("res_model", "=", "mail.message"), ("res_id", "in", message.ids)]
        )
        self.assertEqual(set(findings.mapped("field_name")), {"subject", "body"})

    def test_a_secret_is_neither_typed_into_a_ticket_nor_into_a_comment_on_it(self):
        ticket = self.ticket.with_user(self.technician)
        for act in (
            lambda: ticket.write({"description": self.NOTES}),
            lambda: ticket.create({"name": "x", "description": self.NOTES}),
            lambda: ticket.message_post(body=self.NOTES, message_type="comment"),
            lambda: ticket.message_post(subject=f"pw: {self.TYPED}", body="x"),
        ):
            with self.assertSecret(), self.assertRaises(ValidationError) as caught:
                with self.env.cr.savepoint():
                    act()
            self.assertUntold(caught.exception)

    def test_what_a_customer_types_is_kept_and_listed(self):
        self.ticket.with_user(self.ada).sudo().write({"description": f"<p>{self.NOTES}</p>"})
        finding = self.env["ipai.secret.finding"].search(
            [("res_model", "=", "helpdesk.ticket"), ("res_id", "=", self.ticket.id)]
        )
        self.assertEqual(finding.field_name, "description")

    def test_the_panel_tells_whose_it_is_and_what_fails(self):
        machine = self.new_asset(
            "pve01", owner_id=self.technician.id, customer_id=self.acme.id, hostname="pve01"
        )
        service = self.env["ipai.service"].create({"name": "Payroll"})
        self.env["ipai.relation"].create(
            {
                "source_service_id": service.id,
                "target_asset_id": machine.id,
                "type_id": self.env.ref("ipai_topology.relation_type_runs_on").id,
            }
        )
        self.ticket.asset_id = machine
        panel = self.ticket.with_user(self.technician).asset_panel
        for text in ("pve01", self.technician.name, "Acme", "Payroll"):
            self.assertIn(text, panel)

    def test_a_ticket_that_a_program_makes_has_the_name_and_address_of_its_contact(self):
        contact = self.ada.partner_id
        ticket = self.new_ticket(partner_id=contact.id)
        self.assertEqual((ticket.partner_name, ticket.partner_email), (contact.name, contact.email))
        told = self.new_ticket(partner_id=contact.id, partner_name="Ada's assistant")
        self.assertEqual(told.partner_name, "Ada's assistant")

    def test_of_a_contact_whom_the_writer_may_not_read_a_ticket_tells_nothing(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        foreign = self.env["res.partner"].create(
            {"name": "Eve", "email": "eve@elsewhere.example", "company_id": elsewhere.id}
        )
        tickets = self.env["helpdesk.ticket"].with_user(self.technician)
        ticket = tickets.create({"name": "x", "description": "x", "partner_id": foreign.id})
        self.assertEqual((ticket.sudo().partner_name, ticket.sudo().partner_email), (False, False))

    def test_names_do_not_become_html(self):
        self.ticket.asset_id = self.new_asset("<img src=x onerror=alert(1)>")
        self.assertNotIn("<img", self.ticket.with_user(self.technician).asset_panel)

    def test_reopened_is_not_closed(self):
        opened = self.ticket.stage_id
        self.ticket.stage_id = self.closing
        self.assertTrue(self.ticket.closed_date)
        self.ticket.stage_id = opened
        self.assertFalse(self.ticket.closed_date)

    def test_asset_and_service_count_their_tickets(self):
        machine = self.new_asset("pc1", customer_id=self.acme.id)
        service = self.env["ipai.service"].create({"name": "Mail"})
        self.ticket.write({"asset_id": machine.id, "service_ids": [(6, 0, service.ids)]})
        for record in (machine, service):
            self.assertEqual(record.with_user(self.technician).ticket_count, 1)
            action = record.action_view_tickets()
            found = self.env["helpdesk.ticket"].search(action["domain"])
            self.assertEqual(found, self.ticket)

    def test_counting_asks_as_often_for_many(self):
        machines = self.env["ipai.asset"].browse()
        for number in range(6):
            machines |= self.new_asset(f"pc{number}")

        def count(assets):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            assets.mapped("ticket_count")
            return self.cr.sql_log_count - before

        count(machines)
        self.assertEqual(count(machines), count(machines[:1]))
