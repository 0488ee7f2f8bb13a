# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import TicketCase

TITLE = "Printer on fire"
JEWELS = "crown jewels"
TASK = "Pour water on it"
QUIET = ("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


@tagged("post_install", "-at_install")
class TestTicketReach(TicketCase):
    """What another customer's portal user reaches of a ticket besides its pages: nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.outsiders = {"other customer": cls.bob, "plain user": cls.plain}
        for name in ("ada", "bob"):
            getattr(cls, name).email = f"{name}@example.com"
        cls.team = cls.env["helpdesk.ticket.team"].create(
            {"name": "Service Desk", "use_sla": True, "show_in_portal": True}
        )
        cls.env["helpdesk.sla"].create({"name": "Answer today", "hours": 4})
        cls.project = cls.env["project.project"].create(
            {"name": "Support", "allow_timesheets": True, "privacy_visibility": "portal"}
        )
        cls.task = cls.env["project.task"].create(
            {"name": TASK, "project_id": cls.project.id, "partner_id": cls.acme.id}
        )
        cls.ticket = cls.new_ticket(
            partner_id=cls.ada.partner_id.id,
            team_id=cls.team.id,
            project_id=cls.project.id,
            task_id=cls.task.id,
        )
        cls.hours = cls.env["account.analytic.line"].create(
            {
                "name": JEWELS,
                "project_id": cls.project.id,
                "task_id": cls.task.id,
                "unit_amount": 1,
                "employee_id": cls.env["hr.employee"].create({"name": "Tess"}).id,
            }
        )
        cls.message = cls.ticket.message_post(body=JEWELS, subtype_xmlid="mail.mt_comment")
        cls.attachment = cls.env["ir.attachment"].create(
            {
                "name": "x.txt",
                "raw": JEWELS.encode(),
                "res_model": "helpdesk.ticket",
                "res_id": cls.ticket.id,
            }
        )
        # In an outage, the ticket of one customer is the duplicate of another's.
        cls.own = cls.new_ticket(
            name="No mail",
            description="<p>since nine</p>",
            partner_id=cls.bob.partner_id.id,
            duplicate_id=cls.ticket.id,
        )

    def call(self, model, method, *args, **kwargs):
        """The answer's text of an RPC of the user who is logged in."""
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self.rpc("/web/dataset/call_kw", params)

    def rpc(self, route, params):
        answer = self.url_open(
            route,
            data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}),
            headers={"Content-Type": "application/json"},
        )
        return answer.text

    def test_no_record_beside_the_ticket_tells_of_it(self):
        """Each model that knows tickets, each record, each field, as far as the user may read."""
        self.env.flush_all()
        self.assertTrue(self.ticket.ticket_sla_ids)
        models = {
            field.model_name
            for name in self.env.registry
            for field in self.env[name]._fields.values()
            if field.comodel_name == "helpdesk.ticket" or field.model_name.startswith("helpdesk.")
        } | {"project.task", "account.analytic.line", "mail.message", "ir.attachment"}
        for who, user in self.outsiders.items():
            # The tasks of a project are for all of one's own people, if it says so.
            secret = (TITLE, JEWELS, TASK) if user.share else (TITLE, JEWELS)
            read = set()
            for name in sorted(models):
                model = self.env[name].with_user(user)
                if model._abstract or model._transient or not model.has_access("read"):
                    continue
                records = model.search([])
                for field in model.fields_get():
                    try:
                        rows = records.read([field])
                    except AccessError:
                        # It would be computed from what is not theirs: then it is not read.
                        continue
                    read.add((name, field))
                    for text in secret:
                        with self.subTest(who, model=name, field=field):
                            self.assertNotIn(text, repr(rows))
            for seen in ("name", "description", "display_name", "message_ids"):
                self.assertIn(("helpdesk.ticket", seen), read)
            self.assertIn(("helpdesk.ticket.sla", "ticket_id"), read)

    @mute_logger(*QUIET)
    def test_no_call_from_outside_reads_or_writes_it(self):
        ids, model = self.ticket.ids, "helpdesk.ticket"
        calls = (
            (model, "read", (ids,)),
            (model, "web_read", (ids, {"name": {}, "description": {}})),
            (model, "search_read", ([["name", "ilike", "Printer"]],)),
            (model, "name_search", ("Printer",)),
            (model, "export_data", (ids, ["name", "description"])),
            (model, "copy", (ids,)),
            (model, "write", (ids, {"stage_id": self.closing.id})),
            (model, "assign_to_me", (ids,)),
            (model, "message_subscribe", (ids, self.bob.partner_id.ids)),
            (model, "message_post", (ids,)),
            (model, "create", ({"name": "x", "description": "x", "partner_id": self.acme.id},)),
            ("helpdesk.ticket.stage", "write", (self.closing.ids, {"closed": False})),
            ("helpdesk.ticket.sla", "search_read", ([["ticket_id", "=", self.ticket.id]],)),
            ("ir.attachment", "read", (self.attachment.ids,)),
            ("mail.message", "read", (self.message.ids,)),
            ("ipai.kb.feedback", "search_read", ([],)),
        )
        before = self.ticket.stage_id
        for who, user in self.outsiders.items():
            self.log_in(user)
            for name, method, args in calls:
                with self.subTest(f"{who}: {name}.{method}"):
                    text = self.call(name, method, *args)
                    self.assertRegex(text, '"(error|result)"')
                    self.assertNotIn(TITLE, text)
                    self.assertNotIn(JEWELS, text)
            self.env.invalidate_all()
            self.assertEqual(self.ticket.stage_id, before)
            self.assertTrue(self.closing.closed)
            self.assertFalse(self.ticket.message_partner_ids & user.partner_id)
            self.assertFalse(
                self.env[model].search([("create_uid", "=", user.id)]), "none was made or copied"
            )

    @mute_logger(*QUIET)
    def test_a_customer_changes_nothing_of_their_own_but_by_the_page(self):
        self.log_in(self.ada)
        for values in ({"stage_id": self.closing.id}, {"partner_id": self.bob.partner_id.id}):
            self.assertIn(
                "AccessError", self.call("helpdesk.ticket", "write", self.ticket.ids, values)
            )

    @mute_logger(*QUIET)
    def test_no_route_of_mail_or_of_files_opens_it(self):
        thread = {"thread_model": "helpdesk.ticket", "thread_id": self.ticket.id}
        post = {**thread, "post_data": {"body": "mine now", "message_type": "comment"}}
        count = len(self.ticket.message_ids)
        for who, user in {**self.outsiders, "nobody": None}.items():
            self.log_in(user)
            for route, params in (
                ("/mail/thread/messages", thread),
                ("/mail/thread/data", {**thread, "request_list": ["followers", "attachments"]}),
                ("/mail/chatter_fetch", thread),
                ("/mail/message/post", post),
            ):
                with self.subTest(f"{who}: {route}"):
                    self.assertNotIn(JEWELS, self.rpc(route, params))
            for path in (
                f"/web/content/{self.attachment.id}",
                f"/web/image/{self.attachment.id}",
                f"/web/content/helpdesk.ticket/{self.ticket.id}/description",
                f"/my/ticket/{self.ticket.id}?access_token=",
                f"/my/ticket/{self.ticket.id}?access_token=00000000-0000-4000-8000-000000000000",
                f"/mail/view?model=helpdesk.ticket&res_id={self.ticket.id}",
                "/my/tickets?search=Printer&search_in=name",
                "/my/tickets?groupby=category&filterby=all",
            ):
                with self.subTest(f"{who}: {path}"):
                    text = self.url_open(path).text
                    self.assertNotIn(JEWELS, text)
                    self.assertNotIn(TITLE, text)
        self.env.invalidate_all()
        self.assertEqual(len(self.ticket.message_ids), count)

    def test_no_report_prints_tickets(self):
        """One that a new release brings must be tried as another customer first."""
        own = [("model", "=like", "helpdesk.%")]
        self.assertFalse(self.env["ir.actions.report"].search(own))

    def test_a_link_makes_no_ticket(self):
        self.log_in(self.ada)
        with mute_logger("odoo.http"):
            answer = self.url_open("/submitted/ticket?subject=x&description=x")
        self.assertEqual(answer.status_code, 405)
        self.assertFalse(self.env["helpdesk.ticket"].search([("name", "=", "x")]))

    # -- by mail -------------------------------------------------------------------------------

    def reply(self, author, copy=""):
        """A mail that answers the last message of the ticket, as it came to somebody's hands."""
        self.env["mail.thread"].with_context(tracking_disable=False).message_process(
            False,
            f"From: {author}\nTo: help@example.org\nCc: {copy}\nSubject: Re: it\n"
            f"Message-Id: <{author}-{len(self.ticket.message_ids)}@example.com>\n"
            f"In-Reply-To: {self.message.message_id}\n"
            "Content-Type: text/plain; charset=utf-8\n\nLet me in.",
        )
        self.env.invalidate_all()

    def test_who_answers_the_mail_of_another_is_not_let_in(self):
        before, count = self.ticket.message_partner_ids, len(self.ticket.message_ids)
        self.reply("bob@example.com", copy="bob@example.com")
        self.assertEqual(len(self.ticket.message_ids), count + 1, "what they wrote is not lost")
        self.assertEqual(self.ticket.message_partner_ids, before)
        self.assertNotIn("bob@", self.ticket.email_cc or "")
        self.assertFalse(self.ticket.with_user(self.bob).has_access("read"))

    def test_a_colleague_without_the_right_to_it_is_not_let_in_by_an_answer(self):
        """One's own people are no exception: who may not read a ticket does not follow it for a mail."""
        self.plain.partner_id.email = "plain.mail@example.com"
        before = self.ticket.message_partner_ids
        self.reply("plain.mail@example.com", copy="bob@example.com")
        self.assertEqual(self.ticket.message_partner_ids, before)
        self.assertFalse(self.ticket.with_user(self.plain).has_access("read"))
        self.technician.partner_id.email = "tech.mail@example.com"
        self.reply("tech.mail@example.com", copy="bob@example.com")
        self.assertIn(self.bob.partner_id, self.ticket.message_partner_ids)

    def test_the_customer_copies_whom_they_like(self):
        self.reply("ada@example.com", copy="bob@example.com")
        self.assertIn(self.bob.partner_id, self.ticket.message_partner_ids)

    # -- between one's own ------------------------------------------------------------------------

    def test_deadlines_are_seen_with_their_ticket(self):
        deadline = self.ticket.ticket_sla_ids
        for user, sees in (
            (self.ada, True),
            (self.colleague, True),
            (self.technician, True),
            (self.bob, False),
            (self.plain, False),
        ):
            with self.subTest(user.login):
                found = deadline.with_user(user).search([("id", "in", deadline.ids)])
                self.assertEqual(bool(found), sees)

    def test_whose_duplicate_it_is_is_told_to_ones_own_people_only(self):
        for name in ("duplicate_id", "duplicate_ids", "duplicate_count"):
            self.assertNotIn(name, self.own.with_user(self.bob).fields_get())
            self.assertIn(name, self.own.with_user(self.technician).fields_get())

    def test_deadlines_follow_the_rights_of_personal_and_team_tickets(self):
        personal = self.user("personal", "helpdesk_mgmt.group_helpdesk_user_own")
        stranger = self.user("stranger", "helpdesk_mgmt.group_helpdesk_user_team")
        member = self.user("member", "helpdesk_mgmt.group_helpdesk_user_team")
        self.team.user_ids = [Command.set(member.ids)]
        self.env.flush_all()
        deadline = self.ticket.ticket_sla_ids
        for user, sees in ((personal, False), (stranger, False), (member, True)):
            with self.subTest(user.login):
                ticket = self.ticket.with_user(user)
                self.assertEqual(ticket.has_access("read"), sees, "as the ticket itself")
                self.assertEqual(deadline.with_user(user).has_access("read"), sees)

    def test_deadlines_stay_in_their_company(self):
        other = self.env["res.company"].create({"name": "Other MSP"})
        deadline = self.ticket.ticket_sla_ids
        self.ticket.write({"team_id": False, "company_id": other.id})
        self.assertFalse(deadline.with_user(self.technician).search([("id", "in", deadline.ids)]))

    def test_the_page_has_what_the_customer_needs(self):
        self.log_in(self.bob)
        page = self.url_open(f"/my/ticket/{self.own.id}").text
        self.assertIn("since nine", page)
        self.assertNotIn(TITLE, page)
