# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from .common import TicketCase


class TestTicketTour(TicketCase):
    def test_from_mail_to_closed_with_time(self):
        article = self.env["ipai.kb.link"].create(
            {"name": "Hush a machine", "url": "https://wiki.example/hush", "kind": "runbook"}
        )
        self.new_asset(
            "tour-pc",
            customer_id=self.acme.id,
            assigned_partner_id=self.ada.partner_id.id,
            kb_link_ids=[(6, 0, article.ids)],
        )
        self.ada.partner_id.email = "tour.ada@example.com"
        mail = (
            f"From: {self.ada.partner_id.email}\nTo: desk@example.org\nSubject: It hums\n"
            "Message-ID: <tour@example.com>\nContent-Type: text/plain\n\nAll day long.\n"
        )
        number = self.env["mail.thread"].message_process("helpdesk.ticket", mail)
        ticket = self.env["helpdesk.ticket"].browse(number)
        self.assertEqual(ticket.partner_id, self.ada.partner_id)
        self.assertFalse(ticket.user_id, "a customer is assigned no ticket")
        self.env["hr.employee"].create(
            {"name": "Tech", "user_id": self.technician.id, "company_id": self.env.company.id}
        )
        project = self.env["project.project"].create({"name": "Desk", "allow_timesheets": True})
        ticket.team_id = self.env["helpdesk.ticket.team"].create(
            {"name": "Desk", "default_project_id": project.id}
        )
        self.start_tour("/odoo/it-tickets", "ipai_helpdesk_ticket", login=self.technician.login)
        self.assertTrue(ticket.closed)
        self.assertTrue(ticket.closed_date)
        self.assertEqual(article.helped_count, 1)
        booked = ticket.task_id.timesheet_ids
        self.assertEqual((booked.unit_amount, booked.user_id), (0.5, self.technician))
        self.assertEqual(booked.project_id, project)
