# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json

from odoo import Command

from odoo.addons.ipai_inbox.tests.common import InboxCase

PUSH = {
    "repository": {"full_name": "Acme/Router"},
    "ref": "refs/heads/main",
    "compare": "https://github.com/acme/router/compare/a...b",
    "pusher": {"name": "ana"},
    "commits": [{"id": "0123456789", "message": "Fix <b>it</b>"}],
}


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
