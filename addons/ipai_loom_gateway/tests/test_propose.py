# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command

from odoo.addons.ipai_base.compat import GROUPS_FIELD
from odoo.addons.ipai_base.tests.secrecy import Secrecy

from .proposal_common import CASE, LoomProposalCase


class TestPropose(Secrecy, LoomProposalCase):
    def payload(self, value):
        return value["operations"][0]["payload"]

    def test_a_contact_that_matches_in_any_way_is_updated(self):
        self.corp.vat = "US123"
        for match in (
            {"vat": "us 123"},
            {"email": "CONTACT@corp.example"},
            {"phone": "415.555.0100", "is_company": True},
            {"website": "http://www.example.com"},
        ):
            with self.subTest(match=match):
                value = self.propose("partner", name="Example Corporation", **match)
                payload = self.payload(value)
                self.assertEqual((payload["method"], payload["id"]), ("write", self.corp.id))
                self.assertEqual(payload["values"]["name"], "Example Corporation")
                shown = value["simulation"]["operations"][0]
                self.assertEqual(shown["before"]["name"], "Example Corp")
                self.assertEqual(shown["after"]["name"], "Example Corporation")
                self.assertTrue(value["summary"].startswith("Update partner: "))

    def test_an_update_holds_only_what_differs_and_adds_its_note(self):
        self.corp.comment = "<p>Kept</p>"
        value = self.propose(
            "partner",
            name="Example Corp",
            email="contact@corp.example",
            phone="+1 415 5550100",
            website="example.com",
            city="Oakland",
            comment="Seen <b>",
        )
        values = self.values_of(value)
        self.assertEqual(values.keys(), {"city", "comment", "ipai_source", "ipai_case_id"})
        self.assertEqual(values["comment"], "<p>Kept</p><p>[Loom Case: C-1] Seen &lt;b&gt;</p>")

    def test_where_several_match_a_person_chooses(self):
        self.other.write({"email": "contact@corp.example", "is_company": False})
        value = self.propose("partner", name="Example", email="contact@corp.example")
        self.assertEqual(self.payload(value)["method"], "create")
        found = {
            row["id"]: row["why"] for row in value["simulation"]["operations"][0]["duplicates"]
        }
        self.assertEqual(found.keys(), {self.corp.id, self.other.id})
        self.assertIn("e-mail", found[self.corp.id])

    def test_a_person_is_not_her_company(self):
        value = self.propose(
            "partner", name="Jane", is_company=False, phone="415 555 0100", website="example.com"
        )
        self.assertEqual(self.payload(value)["method"], "create")

    def test_what_nobody_called_a_company_is_found_by_its_website_too(self):
        lone = self.env["res.partner"].create({"name": "Lone", "website": "lone.example"})
        value = self.propose(
            "partner", name="Lone", website="https://www.lone.example/", city="Ghent"
        )
        self.assertEqual(self.payload(value)["id"], lone.id)

    def test_an_update_tells_only_what_is_new(self):
        body = {"name": "Twice", "email": "twice@corp.example"}
        first = self.propose("partner", **body)
        self.approve(first)
        self.assertEqual(self.execute(first)[0], 200)
        second = self.propose("partner", **body, city="Ghent")
        self.assertEqual(self.values_of(second), {"city": "Ghent"})

    def test_a_contact_can_be_named(self):
        value = self.propose("partner", name="Unrelated", partner_id=self.other.id, city="Ghent")
        self.assertEqual(self.payload(value)["id"], self.other.id)

    def test_what_is_wrong_is_named_by_its_pointer(self):
        project = self.env["project.project"].create({"name": "P"})
        secret = self.env["project.project"].create(
            {"name": "S", "privacy_visibility": "followers"}
        )
        event = {"name": "E", "start": "2026-02-01T11:00:00", "stop": "2026-02-01T10:00:00"}
        activity = {
            "res_model": "res.partner",
            "res_id": self.corp.id,
            "summary": "s",
            "date_deadline": "2026-01-10",
        }
        for kind, body, pointer in (
            ("partner", {"name": "x", "country_code": "XX"}, "/country_code"),
            ("partner", {"name": "x", "email": "no address"}, "/email"),
            ("partner", {"name": "x", "active": False}, "/active"),
            ("partner", {}, "/name"),
            ("partner", {"name": "x", "case_id": "white space"}, "/case_id"),
            ("lead", {"name": "x", "partner_id": 999_999_999}, "/partner_id"),
            ("lead", {"name": "x", "expected_revenue": "1500"}, "/expected_revenue"),
            ("project", {"name": "x", "user_id": 999_999_999}, "/user_id"),
            ("project", {"name": "x", "date_start": "2026-13-01"}, "/date_start"),
            ("tasks", {"project_id": secret.id, "tasks": [{"name": "x"}]}, "/project_id"),
            ("tasks", {"project_id": project.id, "tasks": []}, "/tasks"),
            ("tasks", {"project_id": project.id, "tasks": [{"priority": "9"}]}, "/tasks/0/name"),
            ("activity", {**activity, "res_model": "res.users"}, "/res_model"),
            ("activity", {**activity, "res_id": 999_999_999}, "/res_id"),
            ("activity", {**activity, "activity_type": "Duel"}, "/activity_type"),
            ("calendar-event", event, ""),
            (
                "calendar-event",
                {**event, "stop": event["start"], "partner_ids": [1 << 30]},
                "/partner_ids",
            ),
        ):
            with self.subTest(kind=kind, pointer=pointer):
                answer = self.call("POST", f"/odoo/propose/{kind}", {**CASE, **body})
                problem = self.assert_problem(answer, 422, "invalid-body")
                self.assertIn(pointer, [error["pointer"] for error in problem["errors"]])

    def test_nothing_is_written_before_it_is_decided(self):
        before = self.env["res.partner"].search_count([])
        value = self.propose("partner", name="Not yet")
        self.assertEqual(self.env["res.partner"].search_count([]), before)
        self.assertEqual(value["state"], "pending")
        self.assertIn("Anna", value["waiting_for"])
        self.assertRegex(value["hash"], "^[0-9a-f]{64}$")
        self.assertIn(f"/odoo/execute/{value['proposal_id']}", value["next_step"])
        self.assertFalse(value["confirmed"])

    def test_each_kind_becomes_what_was_decided_and_nobody_is_told(self):
        self.confirm_suffices()
        admin = self.env.ref("base.user_admin")
        project = self.env["project.project"].create({"name": "Redesign", "user_id": admin.id})
        mails = self.env["mail.mail"].search([], order="id desc", limit=1).id or 0
        for kind, body in (
            ("lead", {"name": "Web", "partner_id": self.corp.id, "expected_revenue": 15000.0}),
            ("project", {"name": "New", "user_id": admin.id, "date_start": "2026-02-01"}),
            (
                "tasks",
                {
                    "project_id": project.id,
                    "tasks": [
                        {"name": "A", "date_deadline": "2026-02-15", "priority": "1"},
                        {"name": "B"},
                    ],
                },
            ),
            (
                "activity",
                {
                    "res_model": "project.project",
                    "res_id": project.id,
                    "activity_type": "call",
                    "summary": "Ring",
                    "date_deadline": "2026-01-10",
                },
            ),
            (
                "calendar-event",
                {
                    "name": "Kickoff",
                    "start": "2126-02-01T10:00:00+01:00",
                    "stop": "2126-02-01T11:30:00Z",
                    "partner_ids": [self.corp.id, self.john.id],
                },
            ),
        ):
            value = self.propose(kind, **body)
            self.assertEqual(value["simulation"]["mails"], [], kind)
            status, done, _headers = self.execute(value)
            self.assertEqual((status, done["state"]), (200, "executed"), done)
            records = [
                self.env[result["model"]].browse(result["record_id"]) for result in done["results"]
            ]
            for record in records:
                self.assertEqual((record.ipai_source, record.ipai_case_id), ("Loom", "C-1"))
                self.assertIn(
                    "[Loom Case: C-1]", record["note" if kind == "activity" else "description"]
                )
                self.assertEqual(record.create_uid, self.bot)
            getattr(self, f"check_{kind.replace('-', '_')}")(*records)
        self.assertFalse(self.env["mail.mail"].search([("id", ">", mails)]).mapped("subject"))

    def check_lead(self, lead):
        self.assertEqual((lead.type, lead.expected_revenue), ("opportunity", 15000))
        self.assertFalse(lead.user_id, "a lead is not the bot's own")

    def check_project(self, project):
        self.assertEqual(project.user_id, self.env.ref("base.user_admin"))
        self.assertEqual(str(project.date_start), "2026-02-01")

    def check_tasks(self, first, second):
        self.assertEqual((first.priority, str(first.date_deadline)), ("1", "2026-02-15 12:00:00"))
        self.assertFalse(second.user_ids)

    def check_activity(self, activity):
        self.assertEqual(activity.activity_type_id.name, "Call")
        self.assertEqual(activity.user_id, self.env.ref("base.user_admin"), "of the project")

    def check_calendar_event(self, event):
        self.assertEqual(str(event.start), "2126-02-01 09:00:00")
        self.assertEqual(event.partner_ids, self.corp | self.john)
        self.assertFalse(event.user_id)

    def test_messages_are_named_before_and_sent_when_the_setting_says_so(self):
        self.confirm_suffices()
        self.env.company.ipai_loom_tell_calendar_event = True
        body = {"name": "Kickoff", "start": "2126-02-01T10:00:00", "stop": "2126-02-01T11:00:00"}
        value = self.propose("calendar-event", **body, partner_ids=[self.john.id])
        self.assertIn("Jöhn Doe", str(value["simulation"]["mails"]))
        mails = self.env["mail.mail"].search([], order="id desc", limit=1).id or 0
        self.assertEqual(self.execute(value)[1]["state"], "executed")
        messages = self.env["mail.message"].search([("partner_ids", "in", self.john.ids)])
        mails = self.env["mail.mail"].search([("id", ">", mails)])
        self.assertTrue(messages | mails.mail_message_id, "the invitation")

    def test_an_activity_without_anybody_goes_to_whom_the_settings_name(self):
        self.env.company.ipai_loom_responsible_id = self.anna
        body = {"res_model": "res.partner", "res_id": self.corp.id, "summary": "Look"}
        value = self.propose("activity", **body, date_deadline="2026-01-10")
        self.assertEqual(self.values_of(value)["user_id"], self.anna.id)

    def test_a_bot_without_the_group_proposes_nothing(self):
        group = self.env.ref("ipai_loom_gateway.group_loom")
        self.bot.write({GROUPS_FIELD: [Command.unlink(group.id)]})
        answer = self.call("POST", "/odoo/propose/lead", {**CASE, "name": "x"})
        problem = self.assert_problem(answer, 403, "kind-unavailable")
        self.assertIn("group Loom", problem["next_step"])

    def test_a_secret_is_refused_and_left_nowhere(self):
        for kind, body in (
            ("partner", {"name": "Example Corp", "comment": self.NOTES}),
            ("partner", {"name": f"pw: {self.TYPED}"}),
        ):
            with self.subTest(kind=kind, body=[*body]), self.assertSecret():
                answer = self.call("POST", f"/odoo/propose/{kind}", {**CASE, **body})
                self.assertGreaterEqual(answer[0], 400)
                self.assertUntold(answer[1], answer[2])
                self.assertIn("password", str(answer[1]))
