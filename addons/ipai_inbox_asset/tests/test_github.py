# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json
import re
from unittest.mock import patch

from odoo import Command
from odoo.tests import new_test_user

from odoo.addons.ipai_inbox.tests.common import InboxCase

PUSH = {
    "repository": {"full_name": "Acme/Router"},
    "ref": "refs/heads/main",
    "compare": "https://github.com/acme/router/compare/a...b",
    "pusher": {"name": "ana"},
    "commits": [{"id": "0123456789", "message": "Fix <b>it</b>"}],
}

ALIKE = (
    "author_id",
    "email_from",
    "reply_to",
    "subtype_id",
    "message_type",
    "is_internal",
    "record_company_id",
    "record_alias_domain_id",
    "email_add_signature",
    "notified_partner_ids",
)
"""What the message of a batch has as one that came alone."""


class TestGithub(InboxCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source = cls.new_source("github", "github")
        cls.path, cls.secret = cls.source._issue()
        link = {"name": "Code", "kind": "repository", "url": "https://github.com/acme/router.git"}
        asset_type = cls.env["ipai.asset.type"].search([("active", "=", True)], limit=1)
        values = {"name": "router", "link_ids": [Command.create(link)]}
        if asset_type:
            values["type_id"] = asset_type.id
        cls.asset = cls.env["ipai.asset"].create(values)
        cls.article = cls.env["ipai.kb.link"].create(
            {"name": "Boot", "url": "https://github.com/acme/router/wiki/Boot"}
        )

    def deliver(self, value):
        return self.event(self.post(json.dumps(value).encode(), scheme="github"))

    def test_a_push_is_noted_on_what_names_the_repository(self):
        event = self.deliver(PUSH)
        self.work()
        self.assertEqual(self.states(event), ["done"])
        self.assertEqual(event.reason, "ana pushed 1 commits to main")
        self.assertEqual(
            event.touched, [f"ipai.asset,{self.asset.id}", f"ipai.kb.link,{self.article.id}"]
        )
        for record in self.asset, self.article:
            message = record.message_ids[0]
            self.assertIn("0123456 Fix &lt;b&gt;it&lt;/b&gt;", message.body)
            self.assertIn(PUSH["compare"], message.body)
            self.assertEqual(message.author_id, self.source.user_id.partner_id)

    def test_what_nobody_names_waits_until_somebody_does(self):
        event = self.deliver({**PUSH, "repository": {"full_name": "acme/switch"}})
        ping = self.deliver({"zen": "Keep it logically awesome."})
        self.work()
        self.assertEqual(self.states(event, ping), ["unmatched", "ignored"])
        self.article.url = "https://github.com/acme/switch"
        event.with_user(self.technician).action_replay()
        self.work()
        self.assertEqual(self.states(event), ["done"])

    def test_another_company_hears_nothing(self):
        company = self.env["res.company"].create({"name": "Other"})
        self.env["ipai.kb.link"].create(
            {"name": "x", "url": "https://github.com/acme/nas", "company_id": company.id}
        )
        event = self.deliver({**PUSH, "repository": {"full_name": "acme/nas"}})
        self.work()
        self.assertEqual(self.states(event), ["unmatched"])

    def pushes(self, *numbers):
        commits = [[{"id": f"{number:07d}", "message": f"No {number}."}] for number in numbers]
        events = [self.deliver({**PUSH, "commits": one}) for one in commits]
        return events[0].union(*events)

    def notes(self, record):
        """The numbers in the messages of a record, the oldest first, one message each."""
        found = [re.findall(r"No (\d+)\.", one.body) for one in record.message_ids.sorted("id")]
        return [int(numbers[0]) for numbers in found if len(numbers) == 1]

    def test_a_batch_is_noted_message_by_message_as_if_each_had_come_alone(self):
        reader = new_test_user(self.env, "reader", groups="ipai_base.group_manager")
        reader.notification_type = "inbox"
        subtypes = self.env.ref("mail.mt_note") | self.env.ref("mail.mt_comment")
        self.article.message_subscribe(reader.partner_id.ids, subtypes.ids)
        alone = self.pushes(1)
        self.work()
        together = self.pushes(2, 3, 4, 5)
        self.work()
        self.assertEqual(self.states(*alone, *together), ["done"] * 5)
        for record, told in (
            (self.asset, self.env["res.partner"]),
            (self.article, reader.partner_id),
        ):
            self.assertEqual(self.notes(record), [1, 2, 3, 4, 5])
            first, *others = record.message_ids.filtered(lambda one: "No " in one.body)
            self.assertEqual(first.notified_partner_ids, told)
            for other in others:
                for name in ALIKE:
                    self.assertEqual(other[name], first[name], name)
            numbers = record.message_ids.mapped("message_id")
            self.assertEqual(len(set(numbers)), len(numbers))

    def test_one_that_cannot_be_noted_keeps_no_other_from_it(self):
        events = self.pushes(1, 2, 3)
        create = type(self.env["mail.message"]).create

        def refuse(messages, vals_list):
            if any("No 2." in values.get("body", "") for values in vals_list):
                raise ZeroDivisionError("no room for 2")
            return create(messages, vals_list)

        with patch.object(type(self.env["mail.message"]), "create", refuse):
            self.work()
        # The third is about the same repository, and waits for the second.
        self.assertEqual(self.states(*events), ["done", "failed", "received"])
        self.assertEqual(self.notes(self.article), [1])
        self.make_due(events[1])
        self.work()
        self.assertEqual(self.states(*events), ["done"] * 3)
        self.assertEqual(self.notes(self.article), [1, 2, 3])
        self.assertEqual(self.notes(self.asset), [1, 2, 3])

    def test_many_notes_take_no_more_queries_than_a_few(self):
        self.pushes(*range(5))
        self.work()
        counts = []
        for numbers in range(100, 105), range(200, 240):
            self.pushes(*numbers)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.work()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 5)
