# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user

from .common import InboxCase


class TestRights(InboxCase):
    def test_who_may_what(self):
        event = self.event(self.post({"a": 1}))
        user = new_test_user(self.env, "inbox_user", groups="ipai_base.group_user")
        for model in ("ipai.inbox.event", "ipai.inbox.source", "ipai.inbox.lane"):
            with self.subTest(model), self.assertRaises(AccessError):
                self.env[model].with_user(user).search([])
        with self.assertRaises(AccessError):
            event.with_user(user).action_replay()
        for values in ({"state": "done"}, {"reason": "x"}):
            with self.subTest(values), self.assertRaises(AccessError):
                event.with_user(self.manager).write(values)
        with self.assertRaises(AccessError):
            event.with_user(self.manager).unlink()
        source = self.source.with_user(self.technician)
        for action in ("action_issue", "action_rotate", "action_end_overlap", "action_record"):
            with self.subTest(action), self.assertRaises(AccessError):
                getattr(source, action)()
        with self.assertRaises(AccessError):
            source.new_secret = self.secret
        self.assertTrue(self.source.with_user(self.manager)._issue())

    def test_what_is_issued_is_shown_by_no_form(self):
        source = self.source.with_user(self.manager)
        for action in ("action_issue", "action_rotate"):
            with self.subTest(action):
                shown = getattr(source, action)()
                self.assertEqual(shown["tag"], "ipai_base.show_once")
                self.assertNotIn("res_model", shown)
                self.assertTrue(shown["params"]["values"][-1]["value"])

    def test_a_manager_lets_a_source_act_as_nobody_stronger(self):
        source = self.source.with_user(self.manager)
        with self.assertRaisesRegex(ValidationError, "rights that you do not have"):
            source.user_id = self.env.ref("base.user_admin")
        source.user_id = self.technician

    def test_another_company_sees_and_replays_nothing(self):
        company = self.env["res.company"].create({"name": "Other"})
        event = self.event(self.post({"a": 1}))
        self.post({"a": 1}, headers={})
        other = new_test_user(
            self.env,
            "inbox_other",
            groups="ipai_base.group_manager",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        for model in ("event", "source", "refusal", "map"):
            self.assertFalse(self.env[f"ipai.inbox.{model}"].with_user(other).search([]))
        for action in ("action_replay", "action_dry_run"):
            with self.subTest(action), self.assertRaises(AccessError):
                getattr(event.with_user(other), action)()

    def test_a_script_gets_a_source_and_again_the_same_one_with_new_secrets(self):
        sources = self.env["ipai.inbox.source"]
        made = sources._for_script("github", "Lab")
        source = sources.search([("name", "=", "Lab")])
        self.assertEqual((source.kind, source.scheme), ("github", "github"))
        again = sources._for_script("github", "lab")
        self.assertEqual(len(sources.search([("name", "=ilike", "lab")])), 1)
        self.assertNotEqual(made["path"], again["path"])
        with self.assertRaises(AccessError):
            sources.with_user(self.manager)._for_script("github", "Other")
