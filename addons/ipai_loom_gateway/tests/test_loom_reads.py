# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import datetime

from odoo import Command, fields
from odoo.tests import new_test_user

from ..schemas.filters import HistoryQuery
from .common import LoomCase

# The company, the partner, its children, the bot; six lists, the people in two of them; a read for each
# model that gives names.
HISTORY_QUERIES = 17


class TestLoomReads(LoomCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stage = cls.env["crm.stage"].create({"name": "Qualifying 100%"})
        cls.lead, cls.lost, cls.branch_lead = cls.env["crm.lead"].create(
            [
                {
                    "name": "Web Design Project",
                    "type": "opportunity",
                    "partner_id": cls.corp.id,
                    "stage_id": cls.stage.id,
                    "expected_revenue": 15000,
                },
                {"name": "Lost one", "partner_id": cls.corp.id, "active": False},
                {"name": "Of John", "partner_id": cls.john.id, "email_from": "john@example.com"},
            ]
        )
        cls.project = cls.env["project.project"].create(
            {"name": "Website Redesign", "partner_id": cls.corp.id, "date_start": "2026-02-01",
             "date": "2026-03-01"}
        )  # fmt: skip
        cls.task = cls.env["project.task"].create(
            {
                "name": "Design mockups",
                "project_id": cls.project.id,
                "partner_id": cls.corp.id,
                "date_deadline": "2026-02-15 12:00:00",
            }
        )
        cls.event = (
            cls.env["calendar.event"]
            .with_context(no_mail_to_attendees=True)
            .create(
                {
                    "name": "Project Kickoff",
                    "start": "2026-02-01 10:00:00",
                    "stop": "2026-02-01 11:30:00",
                    "partner_ids": [Command.set(cls.corp.ids)],
                }
            )
        )
        cls.call_lead = cls.lead.activity_schedule(
            "mail.mail_activity_data_call", fields.Date.today(), "Follow up"
        )

    def test_leads_are_found_by_each_filter_and_all_together(self):
        for filters in (
            {"partner_id": self.corp.id},
            {"name": "design pro"},
            {"stage": "qualifying 100%"},
            {"partner_id": self.corp.id, "name": "Web", "stage": "Qualifying 100%"},
        ):
            self.assertEqual(self.found("leads", **filters), self.lead.ids, filters)
        self.assertEqual(self.found("leads", email="john@example.com"), self.branch_lead.ids)
        self.assertFalse(self.found("leads", stage="Qualifying%"))
        self.assertFalse(self.found("leads", name="Web", partner_id=self.other.id))
        row = self.search("leads", name="Web Design Project")["leads"][0]
        self.assertEqual(row["partner_id"], [self.corp.id, "Example Corp"])
        self.assertEqual(row["expected_revenue"], 15000.0)
        self.assertRegex(row["create_date"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")

    def test_archived_records_and_children_come_on_request(self):
        asked = {"partner_id": self.corp.id}
        self.assertEqual(
            self.found("leads", **asked, include_archived=True), (self.lead | self.lost).ids
        )
        both = (self.lead | self.branch_lead).ids
        self.assertEqual(self.found("leads", **asked, include_children=True), both)

    def test_opportunities_are_left_out_when_the_setting_says_so(self):
        self.env.company.ipai_loom_include_opportunities = False
        self.assertFalse(self.found("leads", name="Web"))
        self.assertFalse(self.history()["leads"])

    def test_projects_and_tasks(self):
        self.assertEqual(self.found("projects", partner_id=self.corp.id), self.project.ids)
        self.assertEqual(self.found("projects", name="redesign"), self.project.ids)
        self.assertEqual(
            self.search("projects", name="redesign")["projects"][0]["date_start"], "2026-02-01"
        )
        for filters in (
            {"project_id": self.project.id},
            {"partner_id": self.corp.id},
            {"name": "mockup"},
        ):
            self.assertEqual(self.found("tasks", **filters), self.task.ids, filters)
        row = self.search("tasks", name="Design mockups")["tasks"][0]
        self.assertEqual(row["date_deadline"], "2026-02-15T12:00:00Z")
        self.assertEqual(row["project_id"], [self.project.id, "Website Redesign"])

    def test_activities_of_a_partner_are_those_of_its_records(self):
        task_todo = self.task.activity_schedule("mail.mail_activity_data_todo", summary="Draw")
        both = sorted((self.call_lead | task_todo).ids)
        self.assertEqual(self.found("activities", partner_id=self.corp.id), both)
        on_lead = {"res_model": "crm.lead", "res_id": self.lead.id}
        self.assertEqual(self.found("activities", **on_lead), self.call_lead.ids)
        row = self.search("activities", **on_lead)["activities"][0]
        self.assertEqual((row["summary"], row["state"]), ("Follow up", "today"))
        answer = self.call("POST", "/odoo/search/activities", {"res_id": 1})
        self.assert_problem(answer, 422, "invalid-body")
        answer = self.call("POST", "/odoo/search/activities", {"res_model": "res.users"})
        self.assert_problem(answer, 422, "invalid-body")

    def test_activities_done_come_from_the_history_without_their_notes(self):
        self.call_lead.action_feedback(feedback="Internal: pays late")
        answer = self.search("activities", partner_id=self.corp.id, done=True)
        self.assertEqual(answer["count"], 1)
        row = answer["activities"][0]
        self.assertEqual((row["state"], row["res_id"]), ("done", self.lead.id))
        self.assertEqual(row["activity_type_id"][1], "Call")
        self.assertNotIn("pays late", str(answer))
        self.assertFalse(self.found("activities", partner_id=self.corp.id))

    def test_pages_of_activities_follow_each_other_by_date(self):
        for day in (5, 3, 3, 1):
            self.corp.activity_schedule(
                "mail.mail_activity_data_todo", datetime.date(2026, 1, day), f"{day}"
            )
        asked, days = {"res_model": "res.partner", "res_id": self.corp.id, "limit": 1}, []
        page = self.search("activities", **asked)
        while page["next_cursor"]:
            days += [row["summary"] for row in page["activities"]]
            page = self.search("activities", **asked, cursor=page["next_cursor"])
        self.assertEqual(days + [page["activities"][0]["summary"]], ["1", "3", "3", "5"])

    def test_events_are_found_by_attendee_and_name(self):
        for filters in ({"partner_ids": [self.corp.id, self.other.id]}, {"name": "kickoff"}):
            self.assertEqual(self.found("calendar", **filters), self.event.ids, filters)
        row = self.search("calendar", name="Project Kickoff")["calendar_events"][0]
        self.assertEqual(
            (row["start"], row["stop"]), ("2026-02-01T10:00:00Z", "2026-02-01T11:30:00Z")
        )
        self.assertEqual(row["partner_ids"], self.corp.ids)

    def test_not_even_a_search_tells_of_private_events_of_others(self):
        owner = new_test_user(self.env, "owner", groups="base.group_user")
        self.event.write({"privacy": "private", "user_id": owner.id})
        self.assertFalse(self.found("calendar", name="Kickoff"))
        self.assertFalse(self.found("calendar", partner_ids=self.corp.ids))
        self.assertFalse(self.history()["calendar_events"])
        self.event.privacy = False
        self.assertEqual(self.found("calendar", name="Kickoff"), self.event.ids)
        owner.with_user(owner).calendar_default_privacy = "private"
        self.assertFalse(self.found("calendar", name="Kickoff"))
        self.event.partner_ids = [Command.link(self.bot.partner_id.id)]
        self.assertEqual(self.found("calendar", name="Kickoff"), self.event.ids)

    def history(self, prefix="/odoo", partner=None, query=""):
        answer = self.call("GET", f"{prefix}/partners/{(partner or self.corp).id}{query}")
        self.assertEqual(answer[0], 200, answer[1])
        return answer[1]

    def test_the_history_has_all_lists_of_the_contract(self):
        value = self.history()
        for name, records in (
            ("leads", self.lead),
            ("projects", self.project),
            ("tasks", self.task),
            ("activities", self.call_lead),
            ("calendar_events", self.event),
        ):
            self.assertEqual([row["id"] for row in value[name]], records.ids, name)
        self.assertEqual(value["partner"]["id"], self.corp.id)
        self.assertEqual(value["partner"]["child_ids"], self.john.ids)
        self.assertEqual(set(value["next_cursors"].values()), {None})

    def test_more_of_a_list_comes_by_its_search(self):
        self.env["crm.lead"].create({"name": "Newest", "partner_id": self.john.id})
        value = self.history(query="?include_children=true&include_archived=true&limit=1")
        self.assertEqual([row["name"] for row in value["leads"]], ["Newest"])
        more = self.found(
            "leads",
            partner_id=self.corp.id,
            include_children=True,
            include_archived=True,
            cursor=value["next_cursors"]["leads"],
        )
        self.assertEqual(more, (self.lead | self.lost | self.branch_lead).ids)

    def test_a_wrong_parameter_is_refused(self):
        answer = self.call("GET", f"/odoo/partners/{self.corp.id}?limit=1000")
        self.assert_problem(answer, 400, "invalid-parameters")

    def test_the_history_takes_as_many_queries_for_a_long_life_as_for_a_short_one(self):
        self.assert_history_queries()
        leads = self.env["crm.lead"].create(
            [{"name": f"{n}", "partner_id": self.corp.id} for n in range(20)]
        )
        for lead in leads:
            lead.activity_schedule("mail.mail_activity_data_todo", summary=lead.name)
        self.env["project.task"].create(
            [
                {"name": f"{n}", "project_id": self.project.id, "partner_id": self.corp.id}
                for n in range(20)
            ]
        )
        self.assert_history_queries()

    def assert_history_queries(self):
        reader = self.env["ipai.loom.reader"].with_user(self.bot)
        reader._history(self.corp.id, HistoryQuery())
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(HISTORY_QUERIES):
            reader._history(self.corp.id, HistoryQuery())
