# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import ValidationError

from ..paths import HEADS, PREFIXES
from .common import LoomCase

VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")
HTML = {"Accept": "text/html,application/xhtml+xml"}


class TestLoomPaths(LoomCase):
    def test_both_prefixes_give_the_same(self):
        status = [self.call("GET", f"{prefix}/status") for prefix in PREFIXES]
        for code, value, _headers in status:
            self.assertEqual(code, 200)
            value.pop("time")
        self.assertEqual(status[0][1], status[1][1])
        self.assertEqual(*(self.search("partners", prefix) for prefix in PREFIXES))

    def test_status_tells_what_the_contract_says_and_the_limits(self):
        value = self.call("GET", "/odoo/status")[1]
        self.assertIs(value["connected"], True)
        self.assertRegex(value["odoo_version"], r"^\d\d\.\d$")
        self.assertEqual(value["database"], self.env.cr.dbname)
        self.assertEqual(value["username"], "loom@ocg.lan")
        self.assertEqual(value["limits"]["read"], {"quota": 1000, "window": 60})
        self.assertTrue(all(kind["available"] for kind in value["kinds"].values()))

    def test_whatever_is_asked_below_our_words_is_answered_in_json(self):
        for prefix in PREFIXES:
            for head in HEADS:
                for path in (head, f"{head}/", f"{head}/none/of/it", f"{head}/%00"):
                    for verb in VERBS:
                        for secret in ("", "0" * 40, self.secret):
                            with self.subTest(path=f"{prefix}/{path}", verb=verb, secret=secret):
                                status, value, headers = self.call(
                                    verb, f"{prefix}/{path}", secret=secret
                                )
                                self.assertEqual(value.get("status", status), status)
                                self.assertIn("json", headers["Content-Type"])
                                self.assertIn(status, (200, 400, 401, 404, 405, 415, 429))

    def test_a_wrong_verb_is_told_the_right_one(self):
        answer = self.call("GET", "/odoo/search/partners")
        self.assert_problem(answer, 405, "method-not-allowed")
        self.assertEqual(answer[2]["Allow"], "POST")
        answer = self.call("DELETE", "/loom/v1/partners/1")
        self.assert_problem(answer, 405, "method-not-allowed")
        self.assertEqual(answer[2]["Allow"], "GET")

    def test_no_partner_has_a_strange_number(self):
        for number in ("0", "-1", "7.0", "abc", str(2**31), "9" * 40, "%C3%A9"):
            answer = self.call("GET", f"/odoo/partners/{number}")
            self.assert_problem(answer, 404, "not-found")

    def test_a_person_who_opens_our_address_comes_to_the_web_client(self):
        for path, page in (
            ("/odoo/proposals", "/odoo/change-proposals"),
            (f"/odoo/partners/{self.corp.id}", f"/odoo/contacts/{self.corp.id}"),
            ("/odoo/search/leads", "/odoo"),
            ("/odoo/status", "/odoo"),
        ):
            answer = self.url_open(path, headers=HTML, allow_redirects=False)
            self.assertEqual(answer.status_code, 303, path)
            self.assertTrue(answer.headers["Location"].endswith(page), answer.headers["Location"])
        with_key = self.call("GET", "/odoo/status", **HTML)
        self.assertEqual(with_key[0], 200)
        self.assert_problem(
            self.call("GET", "/loom/v1/status", secret="", **HTML), 401, "key-missing"
        )

    def test_other_addresses_of_the_web_client_are_left_alone(self):
        self.authenticate("admin", "admin")
        for path in ("/odoo", "/odoo/contacts", "/odoo/project/3/tasks", "/odoo/crm/5/proposals"):
            answer = self.url_open(path, headers=HTML, allow_redirects=False)
            self.assertEqual(answer.status_code, 200, path)
            self.assertIn("text/html", answer.headers["Content-Type"])

    def test_no_action_takes_one_of_our_addresses(self):
        action = self.env.ref("contacts.action_contacts")
        with self.assertRaisesRegex(ValidationError, "belongs to the Loom API"):
            action.path = "proposals"
        action.path = "my-proposals"
