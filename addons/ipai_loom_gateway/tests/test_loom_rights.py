# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .common import LoomCase

MODELS = (
    "res.partner",
    "crm.lead",
    "project.project",
    "project.task",
    "mail.activity",
    "calendar.event",
)

NOISY = ("odoo.http", "odoo.addons.base.models.res_users", "odoo.addons.rpc.controllers.xmlrpc")


class TestLoomRights(LoomCase):
    def test_the_group_reads_and_writes_and_never_deletes(self):
        activity = self.corp.activity_schedule("mail.mail_activity_data_todo")
        records = {
            "res.partner": self.other,
            "crm.lead": self.env["crm.lead"].create({"name": "Lead"}),
            "project.project": self.env["project.project"].create({"name": "Project"}),
            "project.task": self.env["project.task"].create({"name": "Task"}),
            "mail.activity": activity,
            "calendar.event": self.env["calendar.event"].create(
                {
                    "name": "Event",
                    "start": "2026-02-01",
                    "stop": "2026-02-01",
                    "user_id": self.bot.id,
                }
            ),
        }
        self.assertEqual(set(records), set(MODELS))
        for model, record in records.items():
            with self.subTest(model=model):
                own = self.env[model].with_user(self.bot)
                self.assertTrue(own.has_access("read") and own.has_access("create"))
                with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
                    record.with_user(self.bot).unlink()
                self.assertTrue(record.exists())

    def test_people_delete_as_before(self):
        person = new_test_user(self.env, "person", groups="base.group_user")
        event = self.env["calendar.event"].with_user(person)
        made = event.create({"name": "Event", "start": "2026-02-01", "stop": "2026-02-01"})
        made.unlink()
        self.assertFalse(made.exists())

    def test_the_key_opens_nothing_of_odoo(self):
        headers = {"Authorization": f"Bearer {self.secret}", "Content-Type": "application/json"}
        answer = self.url_open(
            "/json/2/res.partner/search", data="{}", headers=headers, allow_redirects=False
        )
        self.assertIn(answer.status_code, (303, 400, 401, 404))
        body = (
            "<?xml version='1.0'?><methodCall><methodName>execute_kw</methodName><params>"
            f"<param><value><string>{self.env.cr.dbname}</string></value></param>"
            f"<param><value><int>{self.bot.id}</int></value></param>"
            f"<param><value><string>{self.secret}</string></value></param>"
            "<param><value><string>res.partner</string></value></param>"
            "<param><value><string>search</string></value></param>"
            "<param><value><array><data/></array></value></param></params></methodCall>"
        )
        with mute_logger(*NOISY):
            answer = self.url_open(
                "/xmlrpc/2/object", data=body, headers={"Content-Type": "text/xml"}
            )
        self.assertIn("Access Denied", answer.text)
        asked = {"model": "res.partner", "method": "search", "args": [[]], "kwargs": {}}
        answer = self.url_open(
            "/web/dataset/call_kw/res.partner/search",
            data=json.dumps({"jsonrpc": "2.0", "params": asked}),
            headers=headers,
        )
        self.assertIn("error", answer.json())

    def test_each_scope_opens_its_own_calls_only(self):
        self.key.scope_ids = [Command.set(self.env.ref("ipai_loom_gateway.scope_write").ids)]
        self.assert_problem(self.call("GET", "/odoo/status"), 403, "scope-missing")
        self.assert_problem(self.call("POST", "/odoo/search/leads", {}), 403, "scope-missing")

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model")
    def test_a_bot_without_the_group_is_told_what_it_may_not(self):
        plain = new_test_user(self.env, "plain", groups="base.group_user")
        key = self.env["ipai.api.key"].create(
            {
                "name": "Plain",
                "user_id": plain.id,
                "scope_ids": [Command.set(self.key.scope_ids.ids)],
            }
        )
        secret = key._issue()
        answer = self.call("POST", "/odoo/search/leads", {}, secret=secret)
        self.assert_problem(answer, 403, "access-denied")
        kinds = self.call("GET", "/odoo/status", secret=secret)[1]["kinds"]
        self.assertFalse(kinds["lead"]["available"])
        self.assertTrue(kinds["calendar-event"]["available"])

    def test_records_of_another_company_and_private_projects_stay_hidden(self):
        company = self.env["res.company"].create({"name": "Other Company"})
        self.other.company_id = company
        self.assertFalse(self.found("partners", query="unrelated"))
        self.assert_problem(self.call("GET", f"/odoo/partners/{self.other.id}"), 404, "not-found")
        project = self.env["project.project"].create(
            {"name": "Secret project", "privacy_visibility": "followers"}
        )
        self.env["project.task"].create({"name": "Secret task", "project_id": project.id})
        self.assertFalse(self.found("projects", name="secret"))
        self.assertFalse(self.found("tasks", name="secret"))

    def test_the_history_hides_what_the_searches_hide(self):
        company = self.env["res.company"].create({"name": "Other Company"})
        of_corp = {"name": "Hidden", "partner_id": self.corp.id}
        lead = self.env["crm.lead"].create({**of_corp, "company_id": company.id})
        project = self.env["project.project"].create({**of_corp, "privacy_visibility": "followers"})
        task = self.env["project.task"].create({**of_corp, "project_id": project.id})
        for record in (lead, task):
            record.activity_schedule("mail.mail_activity_data_todo", summary="Hidden")
            done = record.activity_schedule("mail.mail_activity_data_call", summary="Hidden")
            done.action_feedback(feedback="Hidden")
        status, value, _headers = self.call(
            "GET", f"/odoo/partners/{self.corp.id}?include_archived=true&include_children=true"
        )
        self.assertEqual(status, 200, value)
        lists = {name: rows for name, rows in value.items() if isinstance(rows, list)}
        self.assertEqual(len(lists), 6)
        self.assertFalse([name for name, rows in lists.items() if rows])
        self.assertNotIn("Hidden", str(value))

    def test_a_call_is_in_the_audit_without_what_was_searched(self):
        _status, _value, headers = self.call("POST", "/odoo/search/partners", {"query": "hush"})
        row = self.env["ipai.audit"].search([("request_id", "=", headers["X-Request-Id"])])
        self.assertEqual((row.source, row.outcome, row.field_names), ("Loom", "done", "query"))
        self.assertNotIn("hush", str(row.read()))
