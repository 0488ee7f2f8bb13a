# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where a target may be, and the ways that are no webhook: a chat, mail, a file, a heartbeat, the audit's anchors."""

import json
import socket
import tempfile
from pathlib import Path
from unittest.mock import patch

import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import config, mute_logger

from odoo.addons.ipai_base import audit_chain

from ..outbox import calls, destinations
from .outbox_common import OutboxCase

ALLOWED = tuple(destinations.networks("127.0.0.0/8"))


class TestWhere(OutboxCase):
    def refused(self, url, allowed=()):
        answer = calls.Call(url, b"{}", allowed=allowed, whole=3)()
        self.assertTrue(answer.refused, f"{url}: {answer}")
        self.assertFalse(self.receiver.taken)
        return answer.error

    def test_what_is_not_public_is_not_called(self):
        port = self.receiver.server.server_port
        for host in (
            *("localhost", "127.0.0.1", "2130706433", "0177.0.0.1", "0x7f000001", "127.1", "0"),
            *("[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::]", "[64:ff9b::7f00:1]"),
            *("169.254.169.254", "[fe80::1]", "[fd00:ec2::254]", "10.0.0.1", "192.168.1.1"),
            *("100.100.100.200", "[2002:7f00:1::]", "224.0.0.1", "255.255.255.255", "192.0.0.192"),
        ):
            self.assertIn("a manager allows", self.refused(f"http://{host}:{port}/"), host)

    def test_other_schemes_and_names_with_passwords_are_refused(self):
        for url in (
            *("file:///etc/passwd", "gopher://127.0.0.1/", "//127.0.0.1/", "http:///x", "x"),
            *(
                "http://a:b@127.0.0.1/",
                "http://127.0.0.1\\@example.com/",
                "http://a b/",
                "http://a\r\nb/",
            ),
        ):
            self.refused(url, ALLOWED)
            with self.assertRaisesRegex(ValidationError, "cannot be used"):
                self.new_target(url=url)

    def test_a_name_is_resolved_once_and_called_where_it_was_looked_at(self):
        port = self.receiver.server.server_port
        answers = ["93.184.216.34", "127.0.0.1", "127.0.0.1"]
        asked, called = [], []

        def rebinding(host, *arguments, **kwargs):
            asked.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answers.pop(0), port))]

        def connected(address, *arguments, **kwargs):
            called.append(address[0])
            raise ConnectionRefusedError(111, "Connection refused")

        with (
            patch.object(destinations.resolve, "__defaults__", ((), rebinding)),
            patch("socket.create_connection", connected),
        ):
            answer = calls.Call(f"http://rebinding.example:{port}/", b"{}")()
        self.assertEqual((asked, called), (["rebinding.example"], ["93.184.216.34"]))
        self.assertIn("refused", answer.error)
        self.assertFalse(self.receiver.taken)

    def test_of_two_addresses_the_forbidden_one_is_left_out(self):
        def both(host, port, **kwargs):
            return [(0, 0, 0, "", (one, port)) for one in ("127.0.0.1", "93.184.216.34")]

        place = destinations.parse("http://both.example/")
        self.assertEqual(destinations.resolve(place, ask=both), ["93.184.216.34"])

    def test_a_manager_allows_a_network_and_nobody_allows_all(self):
        self.assertEqual(calls.Call(self.receiver.url, b"{}", allowed=ALLOWED)().status, 200)
        target = self.new_target(networks=False)
        self.announce(self.new_map())
        self.run_lane()
        self.assertEqual(len(self.receiver.taken), 1)
        self.assertIn("not of the public internet", self.deliveries(target).reason)
        for text in ("0.0.0.0/0", "::/0", "1.2.3.4/1", "nothing"):
            with self.assertRaisesRegex(ValidationError, "one network a line"):
                target.networks = text
        with self.assertRaises(AccessError):
            target.with_user(self.technician).networks = "127.0.0.0/8"

    def test_a_redirect_to_metadata_is_not_followed(self):
        self.receiver.statuses = [302]
        self.receiver.headers = {"Location": "http://169.254.169.254/latest/meta-data/"}
        answer = calls.Call(self.receiver.url, b"{}", allowed=ALLOWED)()
        self.assertEqual(answer.status, 302)
        self.assertFalse(answer.is_good)

    def test_technicians_see_targets_and_change_none(self):
        target = self.new_target().with_user(self.technician)
        self.assertTrue(target.name)
        for act in (
            lambda: target.action_test(),
            lambda: target.action_pause(),
            lambda: target.action_issue(),
            lambda: target.write({"new_url": "https://example.com/"}),
            lambda: target.subscription_ids.unlink(),
        ):
            with self.assertRaises(AccessError):
                act()

    def test_another_company_sees_nothing_of_it(self):
        other = self.env["res.company"].create({"name": "Other"})
        target = self.new_target()
        self.announce(self.new_map())
        self.run_lane()
        stranger = self.technician
        stranger.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        for records in (
            *(target, target.subscription_ids, self.deliveries(target)),
            *(self.deliveries(target).attempt_id, self.deliveries(target).event_id),
        ):
            with self.assertRaises(AccessError):
                records.with_user(stranger).check_access("read")

    def test_a_header_is_one_line_and_not_one_of_ours(self):
        for header in ("Host: x", "no header", "A: b\r\nC: d", "Content-Length: 3"):
            with self.assertRaisesRegex(ValidationError, "header in one line"):
                self.new_target(new_header=header)


class TestWays(OutboxCase):
    def test_a_storm_in_a_chat_is_one_message(self):
        self.new_target("chat", gather=30)
        records = [self.new_map(f"Host <!channel> {number} ") for number in range(40)]
        self.announce(*records)
        self.run_lane()
        self.assertFalse(self.receiver.taken, "it is gathered first")
        self.announce(records[0], topic="map.deleted")
        self.pass_time(seconds=31)
        self.run_lane()
        [body] = self.receiver.bodies
        self.assertEqual(set(body), {"text"})
        lines = body["text"].splitlines()
        self.assertEqual(len(lines), 2)
        self.assertIn("*40 × map.changed*", lines[0])
        self.assertIn("and 35 more", lines[0])
        self.assertNotIn("<!", body["text"])

    def test_a_digest_is_a_mail_to_people_of_the_company(self):
        self.manager.email = "manager@example.com"
        target = self.new_target("mail", user_ids=[(6, 0, self.manager.ids)])
        record = self.new_map("Digest <b>me</b>")
        record._announce_changes("map.changed", ["threshold"])
        record.threshold = 7
        before = self.env["mail.mail"].search([])
        self.run_lane()
        mail = self.env["mail.mail"].search([]) - before
        self.assertEqual(mail.recipient_ids, self.manager.partner_id)
        self.assertIn("Digest &lt;b&gt;me", mail.body_html)
        self.assertIn("threshold", mail.body_html)
        self.assertEqual(self.deliveries(target).mapped("state"), ["sent"])
        other = self.env["res.company"].create({"name": "Other"})
        with self.assertRaisesRegex(ValidationError, "choose other recipients"):
            self.new_target("mail", company_id=other.id, user_ids=[(6, 0, self.manager.ids)])

    def test_a_heartbeat_comes_in_time_and_says_what_is_broken(self):
        beat = self.new_target("heartbeat", topics=[], interval=5)
        self.run_lane()
        self.run_lane()
        self.assertEqual(len(self.receiver.taken), 1, "once in five minutes")
        self.assertEqual(self.receiver.taken[0][2], "/hook/of-nobody-else")
        self.new_target("webhook", name="Broken", url="http://127.0.0.1:9/").streak = 5
        self.env["ipai.outbox.target"].flush_model()
        self.pass_time(minutes=5)
        self.receiver.statuses = [500]
        self.run_lane()
        self.assertEqual(self.receiver.taken[1][2], "/hook/of-nobody-else/fail")
        self.assertIn("Broken", self.receiver.taken[1][1].decode())
        self.assertEqual(set(self.deliveries(beat).mapped("state")), {"sent", "dropped"})

    def test_a_file_gets_signed_lines_below_its_folder_only(self):
        with tempfile.TemporaryDirectory() as folder:
            self.patch(config, "options", {**config.options, "ipai_outbox_folder": folder})
            target = self.new_target("file", file_name="events.jsonl")
            self.announce(self.new_map(), self.new_map())
            self.run_lane()
            lines = (Path(folder) / "events.jsonl").read_text().splitlines()
        self.assertEqual(len(lines), 2)
        line = json.loads(lines[0])
        signed = line.pop("signature")
        text = json.dumps(line, ensure_ascii=False, sort_keys=True).encode()
        self.assertEqual(self.verified((signed, text, "")).key, line["id"])
        self.assertEqual(set(self.deliveries(target).mapped("state")), {"sent"})
        for name in ("../x.jsonl", "/tmp/x.jsonl", "x.sh", ""):
            with self.assertRaisesRegex(ValidationError, "Name the file"):
                target.file_name = name

    def test_the_audits_end_is_given_away_and_what_is_sealed_anew_is_noticed(self):
        audit = self.env["ipai.audit"]
        self.env.cr.execute("DELETE FROM ipai_audit_anchor WHERE false")
        target = self.new_target("webhook", topics=["audit.anchor"])
        audit._append("done", "outbox test")
        self.assertIn("never anchored", audit._anchored(0))
        anchor = self.env["ipai.audit.anchor"]._hand_out(least=1)
        self.assertTrue(anchor)
        self.assertFalse(anchor.given_on, "nobody has it yet")
        self.run_lane()
        [event] = self.receiver.events
        told = event["data"]["anchor"]
        self.assertEqual((told["rows"], told["hash"]), (anchor.rows, anchor.hash))
        self.assertTrue(anchor.given_on)
        audit._append("done", "later")
        audit._seal_all()
        message = audit.action_verify()["params"]["message"]
        self.assertIn(f"the last of them of row {anchor.rows}", message)
        self.assertIn("Not anchored since", message)
        rows = list(audit._export())
        self.assertEqual(audit_chain.unanchored(rows, [told]), (None, ""))
        # Somebody with the database seals all of it anew, without the last of what was anchored.
        self.env.cr.execute("ALTER TABLE ipai_audit DISABLE TRIGGER USER")
        self.env.cr.execute("DELETE FROM ipai_audit WHERE seq >= %s", [anchor.rows])
        self.env.cr.execute("ALTER TABLE ipai_audit ENABLE TRIGGER USER")
        self.env.invalidate_all()
        notice = audit.action_verify()["params"]
        self.assertEqual(notice["type"], "danger")
        self.assertIn(str(anchor.rows), notice["message"])
        audit._append("done", "in its place")
        audit._append("done", "and one more")
        self.assertEqual(audit.action_verify()["params"]["type"], "danger")
        self.assertEqual(target.kind, "webhook")

    def test_the_audit_is_anchored_each_so_many_rows(self):
        anchors = self.env["ipai.audit.anchor"]
        anchors._hand_out(least=1)
        self.assertFalse(anchors._hand_out())
        for _number in range(3):
            self.env["ipai.audit"]._append("done", "one more")
        self.assertFalse(anchors._hand_out(least=4))
        self.assertTrue(anchors._hand_out(least=3))
        refused = self.assertRaises(psycopg2.errors.InsufficientPrivilege)
        with mute_logger("odoo.sql_db"), refused, self.env.cr.savepoint():
            self.env.cr.execute("UPDATE ipai_audit_anchor SET hash = 'x'")

    def test_a_room_sends_what_it_wants_with_a_sender_of_its_own(self):
        sender = self.env.registry["ipai.outbox.sender.webhook"]
        seen = []

        original = sender._answered

        def answered(this, target, deliveries, answer):
            seen.append(json.loads(answer.body))
            return original(this, target, deliveries, answer)

        self.patch(sender, "_answered", answered)
        self.receiver.answer = b'{"number": 7}'
        target = self.new_target(topics=[])
        record = self.new_map()
        self.env["ipai.outbox.target"]._enqueue(target, "vendor.call", record, {"do": "it"})
        self.run_lane()
        [event] = self.receiver.events
        self.assertEqual((event["type"], event["data"]["do"]), ("vendor.call", "it"))
        self.assertEqual(seen, [{"number": 7}])

    def test_a_target_is_red_while_nothing_sends(self):
        target = self.new_target()
        self.assertEqual(target.health, "green")
        self.env.ref("ipai_inbox.cron_outbox").active = False
        target.invalidate_recordset()
        self.assertEqual(target.health, "red")
        self.assertIn("switch it on", target.health_reason)

    def test_without_an_address_nothing_is_tested(self):
        target = self.env["ipai.outbox.target"].create({"name": "Empty"})
        self.assertEqual(target.health, "red")
        with self.assertRaisesRegex(UserError, "no address"):
            target.action_test()
