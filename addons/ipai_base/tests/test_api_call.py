# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from unittest.mock import patch

from odoo.tools import mute_logger

from .api_common import ApiCase, Probe


class TestApiCall(ApiCase):
    def ping(self, body, **headers):
        return self.call("POST", "/ipai/ping", body, **headers)

    def test_a_call_gets_a_checked_answer_in_json(self):
        status, value, headers = self.ping(
            {"source": "n8n", "note": "é"}, **{"X-Request-Id": "case-4711"}
        )
        self.assertEqual((status, value["note"]), (200, "é"))
        self.assertRegex(value["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertEqual(headers["Content-Type"], "application/json")
        self.assertEqual(headers["Cache-Control"], "no-store")
        self.assertEqual(headers["X-Request-Id"], "case-4711")

    def test_json_with_two_meanings_is_refused(self):
        for body, reason in (
            (b'{"source": "a", "source": "b"}', "twice"),
            (b'{"source": NaN}', "NaN"),
            (b'{"source": "\xff"}', "UTF-8"),
            (b"[" * 50_000, "32 deep"),
            (b'{"source": "a\\u0000"}', "U+0000"),
            (b"", "JSON"),
        ):
            with self.subTest(body=body[:40]):
                self.key.write_limit = 1000
                problem = self.assert_problem(self.ping(body), 400, "invalid-json")
                self.assertIn(reason, problem["detail"])

    def test_unknown_and_wrong_fields_are_named_and_not_repeated(self):
        answer = self.ping({"source": 7, "surplus": "hunter2"})
        problem = self.assert_problem(answer, 422, "invalid-body")
        self.assertEqual({item["pointer"] for item in problem["errors"]}, {"/source", "/surplus"})
        self.assertNotIn("hunter2", str(problem))

    def test_only_json_and_only_so_much_of_it(self):
        answer = self.ping(b"source=a", **{"Content-Type": "application/x-www-form-urlencoded"})
        self.assert_problem(answer, 415, "unsupported-media-type")
        answer = self.ping({"source": "a", "note": "x" * 300_000})
        self.assert_problem(answer, 413, "too-large")

    def test_a_body_in_chunks_is_refused_and_not_cut(self):
        """Cut, it would be no JSON: its sender would look for the fault in the wrong place."""
        answer = self.opener.post(
            self.base_url() + "/ipai/ping",
            data=iter([b'{"source": "a", "note": "', b"x" * 300_000, b'"}']),
            headers={"Content-Type": "application/json", "X-API-Key": self.secret},
        )
        self.assertEqual((answer.status_code, answer.json()["code"]), (413, "too-large"))

    def test_wrong_verbs_and_unknown_addresses_answer_json(self):
        for method in ("GET", "PUT", "PATCH", "DELETE"):
            answer = self.call(method, "/ipai/ping")
            self.assert_problem(answer, 405, "method-not-allowed")
            self.assertEqual(answer[2]["Allow"], "POST")
        for method in ("GET", "POST", "DELETE"):
            for path in ("/ipai", "/ipai/", "/ipai/none", "/ipai/ping/7"):
                self.assert_problem(self.call(method, path, secret=""), 404, "not-found")

    @mute_logger("odoo.http", "odoo.addons.ipai_base.http.dispatcher")
    def test_a_crash_tells_nothing_but_its_request_id(self):
        answer = self.call("GET", "/ipai/test/crash")
        problem = self.assert_problem(answer, 500, "internal-error")
        self.assertNotIn("internals", str(problem))

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model")
    def test_the_rights_are_those_of_the_user_of_the_key(self):
        self.assert_problem(self.call("GET", "/ipai/test/forbidden"), 403, "access-denied")

    @mute_logger("odoo.service.model", "odoo.sql_db")
    def test_a_serialization_failure_is_tried_again_and_counted_once(self):
        Probe.failures_left = 1
        with patch("odoo.service.model.time.sleep") as sleep:
            status, value, headers = self.call("POST", "/ipai/test/write", {"word": "Retried"})
        self.assertEqual((status, value), (200, {"word": "Retried"}))
        self.assertEqual(sleep.call_count, 1)
        self.assertIn(";r=4;", headers["RateLimit"])
        rows = self.env["ipai.audit"].search([("request_id", "=", headers["X-Request-Id"])])
        self.assertEqual(rows.mapped("outcome"), ["done"])

    def test_a_call_leaves_a_row_in_the_audit_without_what_it_held(self):
        _status, _value, headers = self.ping({"source": "n8n", "case_id": "C-1", "note": "private"})
        row = self.env["ipai.audit"].search([("request_id", "=", headers["X-Request-Id"])])
        self.assertEqual(
            (row.action, row.outcome, row.status, row.source, row.case_id, row.key_prefix),
            ("POST /ipai/ping", "done", 200, "n8n", "C-1", self.secret[:8]),
        )
        self.assertEqual((row.user_id, row.company_id), (self.bot, self.env.company))
        self.assertEqual(row.field_names, "case_id, note, source")
        self.assertNotIn("private", str(row.read()))

    def test_the_limit_of_the_key_ends_in_429_with_the_time_to_wait(self):
        for left in (4, 3, 2, 1, 0):
            status, _value, headers = self.ping({"source": "n8n"})
            self.assertEqual(status, 200)
            self.assertRegex(headers["RateLimit"], rf'^"write";r={left};t=\d+$')
            self.assertEqual(headers["RateLimit-Policy"], '"write";q=5;w=60')
        answer = self.ping({"source": "n8n"})
        problem = self.assert_problem(answer, 429, "rate-limited")
        self.assertIn("quota-exceeded", problem["type"])
        self.assertGreaterEqual(int(answer[2]["Retry-After"]), 1)
        self.assertEqual(self.call("GET", "/ipai/status")[0], 200)

    def test_a_call_that_is_sent_twice_with_one_idempotency_key_is_done_once(self):
        once = {"Idempotency-Key": "9c1b2f6e-0001"}
        first = self.call("POST", "/ipai/test/write", {"word": "Once"}, **once)
        self.env.ref("base.be").name = "Changed since"
        second = self.call("POST", "/ipai/test/write", {"word": "Once"}, **once)
        self.assertEqual(first[:2], second[:2])
        self.assertNotIn("Idempotency-Replayed", first[2])
        self.assertEqual(second[2]["Idempotency-Replayed"], "true")
        self.env.invalidate_all()
        self.assertEqual(self.env.ref("base.be").name, "Changed since")
        other = self.call("POST", "/ipai/test/write", {"word": "Other"}, **once)
        self.assert_problem(other, 422, "idempotency-key-reused")
        short = self.call("POST", "/ipai/test/write", {"word": "a"}, **{"Idempotency-Key": "x"})
        self.assert_problem(short, 400, "idempotency-key-invalid")

    def test_stored_answers_are_kept_for_48_hours(self):
        self.call("POST", "/ipai/test/write", {"word": "a"}, **{"Idempotency-Key": "12345678"})
        answers = self.env["ipai.idempotency"]
        answers._gc_answers()
        self.assertTrue(answers.search([("key_id", "=", self.key.id)]))
        self.env.cr.execute(
            "UPDATE ipai_idempotency SET create_date = create_date - interval '49 hours'"
        )
        answers._gc_answers()
        self.assertFalse(answers.search([("key_id", "=", self.key.id)]))
