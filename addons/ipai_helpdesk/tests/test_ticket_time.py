# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .common import TicketCase


class TestTicketTime(TicketCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hr.employee"].create({"name": "Tess", "user_id": cls.technician.id})
        cls.project = cls.env["project.project"].create(
            {"name": "Service Desk", "allow_timesheets": True, "privacy_visibility": "employees"}
        )
        cls.team = cls.env["helpdesk.ticket.team"].create({"name": "Service Desk"})
        cls.ticket.team_id = cls.team
        cls.mine = cls.ticket.with_user(cls.technician)

    def book(self, hours):
        """Press the button, fill in the dialog, save it: as the technician."""
        action = self.mine.action_book_time()
        model = self.env[action["res_model"]].with_user(self.technician)
        with Form(model.with_context(**action["context"]), view=action["views"][0][0]) as dialog:
            dialog.unit_amount = hours
        return dialog.record

    def test_time_is_booked_on_one_task_in_the_project_of_the_team(self):
        self.team.default_project_id = self.project
        first = self.book(0.5)
        self.assertEqual(first.employee_id.user_id, self.technician)
        self.assertEqual(first.name, self.ticket.name)
        task = self.ticket.task_id
        self.assertEqual((task.project_id, first.task_id), (self.project, task))
        self.assertIn(self.ticket.number, task.name)
        second = self.book(0.25)
        self.assertEqual(second.task_id, task, "no second task")
        self.assertEqual(self.mine.hours_spent, 0.75)

    def test_the_project_of_the_ticket_goes_before_the_teams(self):
        self.team.default_project_id = self.project.copy({"name": "Another"})
        self.ticket.project_id = self.project
        self.assertEqual(self.book(1).project_id, self.project)

    def test_without_a_project_it_says_where_to_choose_one(self):
        with self.assertRaisesRegex(UserError, "Configuration > Teams"):
            self.mine.action_book_time()
        self.ticket.project_id = self.project
        self.project.allow_timesheets = False
        with self.assertRaisesRegex(UserError, "Service Desk takes no timesheets"):
            self.mine.action_book_time()
        self.assertFalse(self.ticket.task_id)

    def test_who_does_not_answer_tickets_makes_no_task(self):
        self.team.default_project_id = self.project
        for user in (self.ada, self.bob, self.plain, self.reader):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.ticket.with_user(user).action_book_time()
        self.assertFalse(self.ticket.task_id)
