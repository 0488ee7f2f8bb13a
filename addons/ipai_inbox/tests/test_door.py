# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging
import time

import psycopg2

from odoo.exceptions import UserError, ValidationError
from odoo.tools import config, mute_logger

from .. import door, sealing
from ..signing import SCHEMES
from .common import InboxCase

ALIKE = (404, {"code": "not-found", "detail": "Nothing is taken here."})


class TestDoor(InboxCase):
    def refusals(self, source=None):
        self.env.invalidate_all()
        found = self.env["ipai.inbox.refusal"].search(
            [("source_id", "=", (source or self.source).id)]
        )
        return {one.code: one.hits_all for one in found}

    def audited(self):
        return self.env["ipai.audit"].search_count([("action", "=", "POST /ipai/hook")])

    def test_a_signed_event_is_kept_as_it_came(self):
        body = b'{"a":  1, "text": "\xc3\xa9"}'
        answer = self.post(body, delivery="msg_1")
        self.assertEqual((answer[0], answer[1]["state"]), (202, "received"))
        event = self.event(answer)
        self.assertEqual(event._raw()[event.id], body)
        self.assertEqual(event.source_id, self.source)
        self.assertEqual((event.delivery_key, event.state), ("msg_1", "received"))
        self.assertEqual((event.attempts, event.reason), (0, False))
        self.assertNotIn(self.secret, event.headers_text)
        self.assertIn("webhook-signature: ***", event.headers_text.lower())

    def test_a_form_is_kept_byte_for_byte(self):
        source = self.new_source("github", "github")
        path, secret = source._issue()
        body = b"payload=%7B%22zen%22%3A+1%7D&x=1"
        headers = self.signed(body, secret=secret, scheme="github")
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        answer = self.post(body, path, headers)
        self.assertEqual(answer[0], 202)
        self.assertEqual(self.event(answer)._raw(), {answer[1]["id"]: body})

    def test_the_same_delivery_again_is_answered_with_the_first(self):
        first = self.post({"a": 1}, delivery="msg_1")
        again = self.post({"a": 1}, delivery="msg_1")
        self.assertEqual(again, (200, first[1]))
        self.work()
        again = self.post({"a": 1}, delivery="msg_1")
        self.assertEqual(again[0], 200)
        self.assertEqual((again[1]["id"], again[1]["state"]), (first[1]["id"], "done"))
        self.assertIn("taken", again[1]["reason"])

    def test_the_same_id_with_another_body_is_noted_and_the_first_counts(self):
        first = self.post({"a": 1}, delivery="msg_1")
        other = self.post({"a": 2}, delivery="msg_1")
        self.assertEqual((other[0], other[1]["id"]), (200, first[1]["id"]))
        self.assertEqual(self.refusals(), {"other-body": 1})
        self.assertEqual(self.event(first)._payload(), {"a": 1})

    def test_unknown_address_bad_signature_and_no_secret_look_alike(self):
        self.assertEqual(self.post({"a": 1}, path="/ipai/hook/unknown"), ALIKE)
        body = b'{"a": 1}'
        self.assertEqual(self.post(b'{"a": 2}', headers=self.signed(body)), ALIKE)
        self.assertEqual(self.post(body, headers={}), ALIKE)
        bare = self.new_source("test", "standard")
        bare._credentials()
        self.env.cr.execute(
            "UPDATE ipai_inbox_credential SET token_hash = %s WHERE source_id = %s",
            [door.token_hash("bare"), bare.id],
        )
        self.assertEqual(self.post(body, path="/ipai/hook/bare"), ALIKE)
        self.source.active = False
        self.source.flush_recordset()
        self.assertEqual(self.post(body), ALIKE)
        self.source.write({"active": True, "networks": "192.0.2.0/24"})
        self.source.flush_recordset()
        self.assertEqual(self.post(body), ALIKE)
        self.assertEqual(
            self.refusals(), {"bad-signature": 2, "switched-off": 1, "address-refused": 1}
        )
        self.assertEqual(self.refusals(bare), {"no-secret": 1})
        self.assertFalse(self.env["ipai.inbox.event"].search([("source_id", "=", self.source.id)]))

    def test_refusals_stand_in_the_audit_once_for_source_and_reason(self):
        before = self.audited()
        for _time in range(3):
            self.post(b"{}", headers={})
        self.assertEqual(self.audited(), before + 1)
        self.post({"a": 1})
        self.assertEqual(self.audited(), before + 1, "an accepted event has no audit row")

    def test_each_scheme_takes_its_own_and_nothing_forged(self):
        for code, scheme in SCHEMES.items():
            source = self.new_source("test", code)
            path, secret = source._issue()
            body = b'{"Id": 1, "n": "%s"}' % code.encode()
            headers = self.signed(body, secret=secret, scheme=code)
            wrong = self.signed(body, secret=scheme.new_secret(), scheme=code)
            with self.subTest(code):
                self.assertEqual(self.post(body, path, wrong)[0], 404)
                self.assertEqual(self.post(body, path, {})[0], 404)
                self.assertEqual(self.post(body, path, headers)[0], 202)
                if scheme.signed:
                    self.assertEqual(self.post(body + b" ", path, headers)[0], 404)

    def test_a_key_in_another_form_signs_nothing(self):
        body = b'{"a": 1}'
        for code in ("standard", "github", "stripe"):
            source = self.new_source("test", code)
            path, secret = source._issue()
            for key in (secret.encode(), bytes(32), secret.encode().hex().encode()):
                if key in SCHEMES[code].keys(secret):
                    continue
                headers = SCHEMES[code].sign(key, body, "msg_x", time.time())
                with self.subTest(code, key=key[:8]):
                    self.assertEqual(self.post(body, path, headers)[0], 404)

    def test_pulseway_takes_its_key_as_it_stands_and_as_it_spells(self):
        source = self.new_source("test", "pulseway")
        path, secret = source._issue()
        for key in (0, 1):
            body = b'{"n": %d}' % key
            headers = self.signed(body, secret=secret, scheme="pulseway", key=key)
            self.assertEqual(self.post(body, path, headers)[0], 202)

    def test_a_signed_time_outside_of_the_window_is_refused(self):
        for scheme in ("standard", "stripe"):
            source = self.new_source("test", scheme)
            path, secret = source._issue()
            for away, status in ((-290, 202), (290, 202), (-320, 400), (320, 400)):
                body = b'{"away": %d}' % away
                how = {"secret": secret, "scheme": scheme, "at": time.time() + away}
                with self.subTest(scheme, away=away):
                    self.assertEqual(self.post(body, path, **how)[0], status)
        answer = self.post({"a": 1}, at=time.time() - 3600)
        self.assertEqual(answer[1]["code"], "outside-window")
        self.assertIn("300 are allowed", answer[1]["detail"])

    def test_a_body_of_pulseway_is_late_when_it_would_no_longer_be_known(self):
        source = self.new_source("test", "pulseway")
        path, secret = source._issue()
        for hours, status in ((47, 202), (49, 400)):
            when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - hours * 3600))
            body = b'{"Id": 5, "DateTime": "%s"}' % when.encode()
            self.assertEqual(self.post(body, path, secret=secret, scheme="pulseway")[0], status)

    def test_an_unsigned_id_under_another_name_makes_no_second_event(self):
        source = self.new_source("github", "github")
        path, secret = source._issue()
        body = b'{"zen": 1}'
        first = self.post(body, path, secret=secret, scheme="github", delivery="one")
        again = self.post(body, path, secret=secret, scheme="github", delivery="two")
        self.assertEqual((again[0], again[1]["id"]), (200, first[1]["id"]))
        self.age_keys(source, 49 * 3600)
        later = self.post(body, path, secret=secret, scheme="github", delivery="one")
        self.assertEqual(later[0], 202)

    def age_keys(self, source, seconds):
        self.env.cr.execute(
            "UPDATE ipai_inbox_key SET since = since - %s * interval '1 second' WHERE source_id = %s",
            [seconds, source.id],
        )

    def test_a_body_of_pulseway_without_a_time_is_known_for_ten_minutes(self):
        source = self.new_source("test", "pulseway")
        path, secret = source._issue()
        how = {"path": path, "secret": secret, "scheme": "pulseway"}
        self.assertEqual(self.post({"Title": "Disk"}, **how)[0], 202)
        self.age_keys(source, 590)
        self.assertEqual(self.post({"Title": "Disk"}, **how)[0], 200)
        self.age_keys(source, 20)
        self.assertEqual(self.post({"Title": "Disk"}, **how)[0], 202)

    def test_a_signed_id_is_known_for_good(self):
        self.post({"a": 1}, delivery="msg_1")
        self.age_keys(self.source, 10**8)
        self.assertEqual(self.post({"a": 1}, delivery="msg_1")[0], 200)

    def test_what_is_not_signed_is_taken_each_time(self):
        source = self.new_source("test", "bearer")
        path, secret = source._issue()
        answers = [
            self.post({"same": 1}, path, secret=secret, scheme="bearer") for _time in range(2)
        ]
        self.assertEqual([status for status, _value in answers], [202, 202])
        self.assertNotEqual(answers[0][1]["id"], answers[1][1]["id"])
        self.assertTrue(source.is_weak)

    def test_the_secret_before_is_taken_until_the_overlap_ends(self):
        old = self.secret
        new = self.source._set_secret(SCHEMES["standard"].new_secret())
        self.source.flush_recordset()
        self.assertEqual(self.post({"n": 1}, secret=old)[0], 202)
        self.assertEqual(self.post({"n": 2}, secret=new)[0], 202)
        self.env.cr.execute(
            "UPDATE ipai_inbox_source SET previous_until = now() AT TIME ZONE 'UTC' - interval '1 s'"
        )
        self.assertEqual(self.post({"n": 3}, secret=old)[0], 404)
        self.assertEqual(self.post({"n": 4}, secret=new)[0], 202)

    def test_the_address_before_is_taken_until_the_overlap_is_ended(self):
        old_path, old_secret = self.path, self.secret
        path, secret = self.source._issue()
        self.source.flush_recordset()
        self.assertEqual(self.post({"n": 1}, old_path, secret=old_secret)[0], 202)
        self.assertEqual(self.post({"n": 2}, path, secret=secret)[0], 202)
        self.source.with_user(self.manager).action_end_overlap()
        self.source.flush_recordset()
        self.assertEqual(self.post({"n": 3}, old_path, secret=secret)[0], 404)
        self.assertEqual(self.post({"n": 4}, path, secret=old_secret)[0], 404)
        self.assertEqual(self.post({"n": 5}, path, secret=secret)[0], 202)

    def test_the_address_before_ends_with_the_overlap(self):
        old_path = self.path
        path, secret = self.source._issue()
        self.source.flush_recordset()
        self.assertEqual(self.post({"n": 1}, old_path, secret=secret)[0], 202)
        self.env.cr.execute(
            "UPDATE ipai_inbox_source SET previous_until = now() AT TIME ZONE 'UTC' - interval '1 s'"
        )
        self.assertEqual(self.post({"n": 2}, old_path, secret=secret)[0], 404)
        self.assertEqual(self.post({"n": 3}, path, secret=secret)[0], 202)

    def test_limits_of_size_and_rate_are_told(self):
        self.source.write({"size_limit": 1, "rate_limit": 2})
        self.source.flush_recordset()
        answer = self.post({"long": "x" * 2000})
        self.assertEqual((answer[0], answer[1]["code"]), (413, "too-large"))
        self.assertEqual(self.post(b"x" * (door.MOST + 1), headers={})[0], 413)
        statuses = [self.post({"n": number})[0] for number in range(3)]
        self.assertEqual(statuses, [202, 202, 429])

    def test_the_rate_is_counted_from_the_last_minute_of_an_index(self):
        """Not from all that the source ever sent."""
        names = "source company kind rate key digest window address content_type size headers raw"
        values = dict.fromkeys(names.split(), None) | {"source": self.source.id, "rate": 600}
        self.cr.execute("SET LOCAL enable_seqscan = off")
        self.cr.execute("EXPLAIN " + door.KEEP.format(taken=door.TAKE_ALL), values)
        plan = [line for (line,) in self.cr.fetchall()]
        self.cr.execute("RESET enable_seqscan")
        conditions = [line for line in plan if "Index Cond" in line]
        self.assertTrue(any("received_on" in line for line in conditions), plan)

    def test_nothing_of_the_credentials_lies_open_in_the_database(self):
        self.env.cr.execute(
            "SELECT token_hash, secret FROM ipai_inbox_credential WHERE source_id = %s",
            [self.source.id],
        )
        token_hash, sealed = self.env.cr.fetchone()
        self.assertNotIn(self.path.rpartition("/")[2], token_hash)
        self.assertNotIn(self.secret.removeprefix("whsec_"), sealed)
        place = door.place(self.source.id)
        self.assertEqual(sealing.ring(config).open(sealed, place), self.secret)
        fields = self.source.with_user(self.manager).read()[0]
        self.assertNotIn(self.secret, str(fields))
        self.assertNotIn(self.secret, str(self.env["ipai.audit"].search([]).mapped("target")))

    def test_a_secret_moved_to_another_source_opens_nothing(self):
        other = self.new_source("test", "standard")
        path, _secret = other._issue()
        self.env.cr.execute(
            """
            UPDATE ipai_inbox_credential to_ SET secret = from_.secret
              FROM ipai_inbox_credential from_ WHERE to_.source_id = %s AND from_.source_id = %s
            """,
            [other.id, self.source.id],
        )
        self.assertEqual(self.post({"a": 1}, path)[0], 404)
        self.assertEqual(self.refusals(other), {"secret-lost": 1})

    def test_another_scheme_closes_the_source_until_a_secret_of_its_form_is_set(self):
        self.source.scheme = "pulseway"
        self.source.flush_recordset()
        self.assertFalse(self.source.has_secret)
        self.assertEqual(self.post({"a": 1})[0], 404)
        with self.assertRaisesRegex(UserError, "64 hexadecimal digits"):
            self.source.with_user(self.manager).new_secret = "abc"
        self.source.with_user(self.manager).new_secret = "0f" * 32
        self.assertTrue(self.source.has_secret)
        self.assertFalse(self.source.new_secret)

    def test_what_was_received_is_never_changed(self):
        event = self.event(self.post({"a": 1}))
        for change in ("raw = 'x'", "headers = '{}'", "delivery_key = 'x'", "source_id = NULL"):
            with (
                self.subTest(change),
                self.assertRaises(psycopg2.errors.InsufficientPrivilege),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                self.cr.execute(f"UPDATE ipai_inbox_event SET {change} WHERE id = %s", [event.id])

    def test_the_log_shows_no_token(self):
        with self.assertLogs("werkzeug", logging.INFO) as logs:
            self.post({"a": 1})
        lines = "\n".join(logs.output)
        self.assertIn("/ipai/hook/***", lines)
        self.assertNotIn(self.path.rpartition("/")[2], lines)

    def test_the_recorder_keeps_what_was_refused_without_secrets_and_handles_nothing_of_it(self):
        self.source.with_user(self.manager).action_record()
        self.source.flush_recordset()
        headers = {"Authorization": "Bearer s3cr3t"}
        self.post({"token": "s3cr3t", "a": 1}, headers=headers)
        self.post({"b": 1})
        self.env.invalidate_all()
        kept, refused = self.source.recording_ids
        self.assertEqual((refused.verdict, kept.verdict), ("bad-signature", "kept"))
        self.assertEqual(refused.body, '{"token": "***", "a": 1}')
        self.assertNotIn("s3cr3t", refused.headers_text)
        self.assertEqual(self.source.record_left, 18)
        self.assertEqual(
            len(self.source.env["ipai.inbox.event"].search([("source_id", "=", self.source.id)])), 1
        )

    def test_a_test_event_goes_the_whole_way(self):
        for code in SCHEMES:
            source = self.new_source("github", code)
            source._issue()
            source.flush_recordset()
            with self.subTest(code):
                action = source.with_user(self.manager).action_test()
                self.assertEqual(action["params"]["type"], "success")
        self.work()
        self.env.invalidate_all()
        events = self.env["ipai.inbox.event"].search([("kind", "=", "test")])
        self.assertEqual(set(events.mapped("state")), {"done"})

    def test_what_a_person_types_is_checked(self):
        with self.assertRaisesRegex(ValidationError, "192.0.2.1/24 has host bits set"):
            self.source.networks = "192.0.2.1/24"
        company = self.env["res.company"].create({"name": "Other"})
        with self.assertRaisesRegex(ValidationError, "may not see Other"):
            self.new_source("test", "standard", company_id=company.id)
