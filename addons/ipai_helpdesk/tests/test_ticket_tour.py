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
        employee = self.env["hr.employee"].create(
            {"name": "Tech", "user_id": self.technician.id, "company_id": self.env.company.id}
        )
        project = self.env["project.project"].create({"name": "Desk", "allow_timesheets": True})
        task = self.env["project.task"].create({"name": "Hum", "project_id": project.id})
        ticket.write({"project_id": project.id, "task_id": task.id})
        self.env["account.analytic.line"].create(
            {
                "name": "Cleaned the fan",
                "project_id": project.id,
                "task_id": task.id,
                "employee_id": employee.id,
                "unit_amount": 0.5,
            }
        )
        self.start_tour("/odoo/it-tickets", "ipai_helpdesk_ticket", login=self.technician.login)
        self.assertTrue(ticket.closed)
        self.assertTrue(ticket.closed_date)
        self.assertEqual(article.helped_count, 1)
        self.assertEqual(task.effective_hours, 0.5)
