# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import datetime

from odoo import Command, fields

from odoo.addons.ipai_base.compat import GROUPS_FIELD

from .proposal_common import LoomProposalCase


class TestExecute(LoomProposalCase):
    def test_without_a_decision_it_says_who_is_asked_and_where(self):
        value = self.propose("partner", name="New")
        problem = self.assert_problem(self.execute(value), 409, "approval-required")
        self.assertIn("Anna", problem["details"]["waiting_for"])
        self.assertIn("/odoo/change-proposals/", problem["details"]["url"])
        self.assertFalse(self.env["res.partner"].search([("name", "=", "New")]))

    def test_after_the_decision_it_is_done_once_and_told_again(self):
        value = self.propose("partner", name="New")
        self.approve(value)
        first = self.execute(value)
        again = self.execute(value)
        self.assertEqual((first[0], again[0]), (200, 200))
        self.assertEqual(first[1], again[1])
        made = self.env["res.partner"].search([("name", "=", "New")])
        self.assertEqual(made.ids, [first[1]["results"][0]["record_id"]])
        self.assertIn("Anna", str(made.message_ids.mapped("body")))
        self.assertRegex(first[1]["executed_at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")

    def test_a_lead_leaves_its_contact_alone(self):
        other = {"email_from": "other@corp.example", "phone": "+1 415 555 0177"}
        value = self.propose("lead", name="Plant", partner_id=self.corp.id, **other)
        self.approve(value)
        done = self.execute(value)[1]
        lead = self.env["crm.lead"].browse(done["results"][0]["record_id"])
        self.assertEqual({name: lead[name] for name in other}, other)
        self.assertEqual(self.corp.email, "Contact@Corp.Example")
        self.assertEqual(self.corp.phone, "+1 (415) 555-0100")
        lead.with_user(self.env.ref("base.user_admin")).email_from = "by.hand@corp.example"
        self.assertEqual(self.corp.email, "by.hand@corp.example")

    def test_it_needs_the_word_of_the_caller(self):
        value = self.propose("partner", name="New")
        self.approve(value)
        self.assert_problem(self.execute(value, confirmed=False), 422, "confirmation-required")
        answer = self.call("POST", f"/odoo/execute/{value['proposal_id']}", {})
        self.assert_problem(answer, 422, "invalid-body")

    def test_a_rejected_one_stays_undone(self):
        value = self.propose("partner", name="New")
        self.record_of(value).with_user(self.anna).action_reject("No")
        problem = self.assert_problem(self.execute(value), 409, "proposal-closed")
        self.assertEqual(problem["details"]["state"], "rejected")

    def test_a_target_that_moved_is_left_alone(self):
        value = self.propose("partner", name="Example Inc", website="example.com")
        self.approve(value)
        self.corp.name = "Changed meanwhile"
        problem = self.assert_problem(self.execute(value), 409, "target-changed")
        self.assertEqual(problem["details"]["differences"][0]["now"], "Changed meanwhile")

    def test_an_old_one_has_expired(self):
        value = self.propose("partner", name="New")
        self.approve(value)
        past = fields.Datetime.now() - datetime.timedelta(seconds=1)
        self.record_of(value).sudo().expires_at = past
        self.assert_problem(self.execute(value), 409, "proposal-expired")

    def test_a_freeze_forbids_it_and_tells_until_when(self):
        now = fields.Datetime.now()
        self.env["ipai.change.freeze"].create(
            {
                "name": "Christmas",
                "starts_at": now - datetime.timedelta(hours=1),
                "ends_at": now + datetime.timedelta(hours=1),
            }
        )
        value = self.propose("partner", name="New")
        self.approve(value)
        problem = self.assert_problem(self.execute(value), 409, "change-freeze")
        self.assertIn("until", problem["details"])

    def test_the_list_shows_what_is_open_and_whatever_is_asked_for(self):
        first = self.propose("partner", name="First")
        second = self.propose("partner", name="Second", case_id="C-2")
        self.assertEqual(self.listed(), [second["proposal_id"], first["proposal_id"]])
        self.assertEqual(self.listed("?case_id=C-2"), [second["proposal_id"]])
        self.assertEqual(self.listed("?state=executed"), [])
        self.approve(first)
        self.assertEqual(self.listed("?state=approved"), [first["proposal_id"]])
        self.assertEqual(len(self.listed()), 2)
        page = self.call("GET", "/odoo/proposals?limit=1")[1]
        more = self.call("GET", f"/odoo/proposals?limit=1&cursor={page['next_cursor']}")[1]
        self.assertEqual([row["proposal_id"] for row in more["proposals"]], [first["proposal_id"]])
        self.assertIsNone(more["next_cursor"])
        shown = self.call("GET", f"/loom/v1/proposals/{first['proposal_id']}")[1]
        self.assertEqual(shown["state"], "approved")

    def listed(self, query=""):
        status, value, _headers = self.call("GET", f"/odoo/proposals{query}")
        self.assertEqual(status, 200, value)
        self.assertEqual(value["count"], len(value["proposals"]))
        return [row["proposal_id"] for row in value["proposals"]]

    def test_only_what_changed_since_is_shown(self):
        value = self.propose("partner", name="First")
        later = value["updated_at"]
        self.assertEqual(self.listed(f"?since={later}"), [])
        self.assertEqual(self.listed("?since=2026-01-01T00:00:00Z"), [value["proposal_id"]])
        for wrong in (
            "?since=yesterday",
            "?since=0.5",
            "?wait=3600",
            "?state=any",
            "?limit=0",
            "?page=2",
            "?case_id=%00",
        ):
            answer = self.call("GET", f"/odoo/proposals{wrong}")
            self.assert_problem(answer, 400, "invalid-parameters")

    def test_one_that_is_taken_back_stays_and_stays_so(self):
        value = self.propose("partner", name="New")
        path = f"/odoo/proposals/{value['proposal_id']}"
        for _time in range(2):
            answer = self.call("DELETE", path)
            told = {"status": "cancelled", "proposal_id": value["proposal_id"]}
            self.assertEqual(answer[:2], (200, told))
        self.assertEqual(self.record_of(value).state, "withdrawn")
        self.assert_problem(self.execute(value), 409, "proposal-closed")
        done = self.propose("partner", name="Done")
        self.approve(done)
        self.execute(done)
        answer = self.call("DELETE", f"/odoo/proposals/{done['proposal_id']}")
        self.assert_problem(answer, 409, "proposal-closed")

    def test_a_key_sees_its_own_users_proposals_only(self):
        value = self.propose("partner", name="New")
        other = self.env["ipai.api.key"]._for_script("loom2", self.key.scope_ids.mapped("code"))
        bot = self.env["res.users"].search([("login", "=", "loom2")])
        group = self.env.ref("ipai_loom_gateway.group_loom")
        bot.write({GROUPS_FIELD: [Command.link(group.id)]})
        self.assertEqual(self.call("GET", "/odoo/proposals", secret=other)[1]["count"], 0)
        path = f"/odoo/proposals/{value['proposal_id']}"
        for method in ("GET", "DELETE"):
            self.assert_problem(self.call(method, path, secret=other), 404, "not-found")
        path = f"/odoo/execute/{value['proposal_id']}"
        answer = self.call("POST", path, {"confirmed": True}, secret=other)
        self.assert_problem(answer, 404, "not-found")

    def test_a_proposal_id_is_eight_characters_or_it_is_not_found(self):
        for code in ("0", "ffffffff", "x" * 300, "%27", "f8a3b21c%2F.."):
            self.assert_problem(self.call("GET", f"/odoo/proposals/{code}"), 404, "not-found")

    def test_scopes_hold_writing_and_executing_apart(self):
        value = self.propose("partner", name="New")
        self.key.scope_ids = [Command.set(self.env.ref("ipai_loom_gateway.scope_write").ids)]
        self.assert_problem(self.execute(value), 403, "scope-missing")
        self.assertEqual(self.call("GET", f"/odoo/proposals/{value['proposal_id']}")[0], 200)
        self.key.scope_ids = [Command.set(self.env.ref("ipai_loom_gateway.scope_read").ids)]
        for method, path, body in (
            ("POST", "/odoo/propose/partner", {"name": "x", "case_id": "C"}),
            ("GET", "/odoo/proposals", None),
            ("DELETE", f"/odoo/proposals/{value['proposal_id']}", None),
        ):
            self.assert_problem(self.call(method, path, body), 403, "scope-missing")

    def test_the_call_its_case_and_its_target_are_in_the_audit(self):
        value = self.propose("partner", name="New")
        self.approve(value)
        headers = self.execute(value)[2]
        row = self.env["ipai.audit"].search([("request_id", "=", headers["X-Request-Id"])])
        target = f"ipai.proposal,{self.record_of(value).id}"
        self.assertEqual((row.source, row.case_id, row.target), ("Loom", "C-1", target))
