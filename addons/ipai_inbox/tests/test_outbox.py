# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import datetime
import json
import time
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from ..models import ipai_outbox_event
from ..outbox import calls, schedule
from .outbox_common import OutboxCase, Receiver, _pinned


class TestOutbox(OutboxCase):
    def test_an_event_arrives_signed_with_an_id_of_its_own(self):
        target = self.new_target()
        record = self.new_map()
        self.announce(record, why="because")
        self.run_lane()
        [message] = self.receiver.taken
        [body] = self.receiver.bodies
        [delivery] = self.deliveries(target)
        self.assertEqual(delivery.state, "sent")
        self.assertEqual(delivery.attempts, 1)
        self.assertEqual(self.receiver.ids, [delivery.event_key])
        self.assertEqual(self.verified(message).key, body["id"])
        self.assertIsNone(self.verified((message[0], message[1] + b" ", "")))
        self.assertEqual(body["type"], "map.changed")
        self.assertEqual(body["data"]["record"]["name"], record.name)
        self.assertEqual(body["data"]["why"], "because")
        self.assertEqual(body["company"]["id"], self.env.company.id)
        self.assertEqual(delivery.with_user(self.manager).answer, "thanks")
        self.assertEqual(target.health, "green")

    def test_what_is_rolled_back_is_not_told(self):
        target = self.new_target()
        record = self.new_map()
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            record._announce("map.changed")
            raise ZeroDivisionError
        self.assertFalse(self.deliveries(target))
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            record._announce("map.changed")
            self.env.cr.flush()
            raise ZeroDivisionError
        self.assertFalse(self.deliveries(target))
        record._announce("map.changed")
        self.assertEqual(len(self.deliveries(target)), 1)

    def test_nothing_is_written_while_nobody_asks(self):
        self.new_target(topics=["map.deleted"])
        record = self.new_map()
        before = self.env["ipai.outbox.event"].search_count([])
        self.env.cr.flush()
        self.env["ipai.outbox.target"]._asked("map.changed")
        with self.assertQueryCount(0):
            record._announce("map.changed")
            record._announce_changes("map.changed", ["name"])
        self.env.cr.flush()
        self.assertEqual(self.env["ipai.outbox.event"].search_count([]), before)

    def test_a_change_is_told_once_with_what_was_and_what_is(self):
        target = self.new_target()
        record = self.new_map()
        first = record.name
        for name in ("Between", "Last"):
            record._announce_changes("map.changed", ["name", "threshold"])
            record.name = name
        record._announce_changes("map.changed", ["is_on"])
        self.deliveries(target)
        self.run_lane()
        [event] = self.receiver.events
        self.assertEqual(event["data"]["changes"], {"name": {"old": first, "new": "Last"}})
        record._announce_changes("map.changed", ["name"])
        record.name = "Last"
        self.assertEqual(len(self.deliveries(target)), 1, "nothing changed, so nothing is told")

    def test_of_many_events_the_lane_makes_the_deliveries_and_keeps_the_order(self):
        target = self.new_target()
        self.patch(ipai_outbox_event, "FEW", 2)
        many = [self.new_map() for _number in range(3)]
        self.deliveries(target)
        self.run_lane()
        self.receiver.taken.clear()
        self.announce(*many, number=1)
        self.env.invalidate_all()
        self.assertEqual(len(self.deliveries(target)), 0)
        self.assertEqual(target.waiting_count, 3)
        self.assertLess(fields.Datetime.now() - target.oldest, datetime.timedelta(minutes=1))
        self.announce(many[0], number=2)
        self.run_lane()
        told = [
            (one["data"]["record"]["id"], one["data"]["number"]) for one in self.receiver.events
        ]
        self.assertEqual(told, [*((one.id, 1) for one in many), (many[0].id, 2)])
        self.assertEqual(set(self.deliveries(target).mapped("state")), {"sent"})
        self.assertEqual(target.waiting_count, 0)

    def test_what_waits_for_its_delivery_is_not_forgotten(self):
        target = self.new_target()
        record = self.new_map()
        self.deliveries(target)
        self.patch(ipai_outbox_event, "FEW", 0)
        self.announce(record)
        self.env.cr.execute(
            "UPDATE ipai_outbox_event SET occurred_on = occurred_on - interval '2 days'"
        )
        self.assertTrue(target._is_late())
        self.env["ipai.outbox.event"]._gc_old()
        self.run_lane()
        self.assertIn("map.changed", [one["type"] for one in self.receiver.events])

    def test_what_is_restricted_or_looks_secret_is_named_not_told(self):
        target = self.new_target()
        record = self.new_map()
        secret = "AKIA" + "A1B2" * 4
        self.patch(record._fields["host_template"], "groups", "base.group_system")
        record._announce_changes("map.changed", ["message_template", "host_template"])
        record.sudo().write({"message_template": f"key {secret}", "host_template": "h"})
        record._announce("map.created", {"note": f"it is {secret}", "deep": [{"a": secret}]})
        self.env.cr.flush()
        self.run_lane()
        text = json.dumps(self.receiver.bodies)
        self.assertNotIn(secret, text)
        changed = next(e for e in self.receiver.events if e["type"] == "map.changed")
        self.assertEqual(changed["data"]["withheld"], ["host_template", "message_template"])
        self.assertEqual(changed["data"]["changes"], {})
        self.assertNotIn(secret, json.dumps(self.deliveries(target).event_id.mapped("body")))

    def test_a_target_is_told_of_its_company_its_topics_and_its_records(self):
        other = self.env["res.company"].create({"name": "Other"})
        mine = self.new_target(topics=["map.changed"])
        theirs = self.new_target(company_id=other.id)
        record, foreign = self.new_map("Fine"), self.new_map("Foreign")
        foreign.company_id = other
        filtered = self.new_target(topics=[])
        self.env["ipai.outbox.subscription"].create(
            {
                "target_id": filtered.id,
                "topic": "map.changed",
                "domain": "[('name', '=like', 'Fine%')]",
            }
        )
        unlike = self.new_map("Else")
        self.announce(record, foreign, unlike)
        self.announce(record, topic="map.deleted")
        told = {
            one: self.deliveries(one).event_id.mapped("res_id") for one in (mine, theirs, filtered)
        }
        self.assertEqual(told[mine], [record.id, unlike.id])
        self.assertEqual(told[theirs], [foreign.id])
        self.assertEqual(told[filtered], [record.id])

    def test_a_filter_that_cannot_be_used_is_refused(self):
        target = self.new_target(topics=[])
        for topic, domain in (
            ("map.changed", "[('no_such_field', '=', 1)]"),
            ("map.changed", "__import__('os')"),
            ("*", "[('name', '=', 'x')]"),
        ):
            with (
                self.assertRaisesRegex(ValidationError, "filter cannot be used"),
                self.env.cr.savepoint(),
            ):
                self.env["ipai.outbox.subscription"].create(
                    {"target_id": target.id, "topic": topic, "domain": domain}
                )

    def test_many_go_in_batches_with_an_id_that_stays(self):
        target = self.new_target("n8n", batch_size=4, gather=0)
        records = [self.new_map() for _number in range(10)]
        self.receiver.statuses = [500]
        self.announce(*records)
        self.run_lane()
        self.pass_time(minutes=10)
        self.run_lane()
        sizes = [len(body["events"]) for body in self.receiver.bodies]
        self.assertEqual(sorted(sizes), [2, 4, 4, 4])
        first, *others = self.receiver.ids
        self.assertEqual(others.count(first), 1, "the repetition has the ID of what failed")
        self.assertEqual(
            [json.dumps(body) for body in self.receiver.bodies if body["id"] == first][0],
            [json.dumps(body) for body in self.receiver.bodies if body["id"] == first][1],
        )
        told = {event["data"]["record"]["id"] for event in self.receiver.events}
        self.assertEqual(told, {record.id for record in records})
        self.assertEqual(set(self.deliveries(target).mapped("state")), {"sent"})

    def test_a_run_waits_for_what_is_gathered_or_tried_again_soon(self):
        target = self.new_target(gather=2)
        self.receiver.statuses = [500]
        self.announce(self.new_map())
        began = time.monotonic()
        with _pinned("PATIENCE", 5), patch.object(schedule, "WAITS", (2,) * 3):
            self.run_lane()
        self.assertEqual(len(self.receiver.taken), 2, "gathered, then once more, in one run")
        self.assertEqual(self.deliveries(target).mapped("state"), ["sent"])
        self.assertLess(time.monotonic() - began, 15)
        self.receiver.statuses = [500] * 9
        self.announce(self.new_map())
        began = time.monotonic()
        with _pinned("PATIENCE", 1):
            self.run_lane()
        self.assertLess(time.monotonic() - began, 5, "not for longer than it may")

    def test_of_one_record_the_order_is_kept_while_others_go_on(self):
        target = self.new_target()
        first, second = self.new_map("First"), self.new_map("Second")
        self.receiver.statuses = [500]
        for number in range(3):
            self.announce(first, number=number)
        self.announce(second, number=9)
        self.run_lane()
        self.assertEqual(
            [event["data"]["number"] for event in self.receiver.events],
            [0, 9],
            "1 and 2 wait for 0",
        )
        self.pass_time(minutes=1)
        self.run_lane()
        numbers = [event["data"]["number"] for event in self.receiver.events]
        self.assertEqual(numbers, [0, 9, 0, 1, 2])
        self.assertEqual(set(self.deliveries(target).mapped("state")), {"sent"})

    def test_a_receiver_that_is_down_for_an_hour_gets_all_of_it(self):
        target = self.new_target()
        records = [self.new_map() for _number in range(4)]
        port = self.receiver.server.server_port
        self.receiver.close()
        self.announce(*records)
        for _minutes in range(12):
            self.run_lane()
            self.pass_time(minutes=5)
        self.assertEqual(target.health, "red")
        self.assertIn("refused", target.health_reason)
        self.assertLessEqual(
            self.env["ipai.outbox.attempt"].search_count([("target_id", "=", target.id)]), 20
        )
        back = Receiver.__new__(Receiver)
        with patch("http.server.ThreadingHTTPServer.server_bind", _bind_again(port)):
            back.__init__()
        self.addCleanup(back.close)
        self.run_lane()
        self.run_lane()
        self.assertEqual(
            sorted(event["data"]["record"]["id"] for event in back.events),
            sorted(record.id for record in records),
            "it has all as soon as it is there, whatever the waits were",
        )
        self.assertEqual(target.health, "green")

    def test_500_is_tried_for_three_days_then_it_is_dead_and_somebody_is_told(self):
        target = self.new_target(responsible_id=self.manager.id)
        self.announce(self.new_map())
        self.receiver.statuses = [500] * 100
        attempts = 0
        for _day in range(40):
            self.run_lane()
            [delivery] = self.deliveries(target)
            if delivery.state == "dead":
                break
            attempts += 1
            self.assertEqual((delivery.state, delivery.attempts), ("failed", attempts))
            self.pass_time(hours=4)
        self.assertEqual(delivery.state, "dead")
        self.assertFalse(delivery.next_try)
        self.assertEqual(len({headers["webhook-id"] for headers, _b, _p in self.receiver.taken}), 1)
        self.env["ipai.outbox.target"]._cron_watch()
        self.env["ipai.outbox.target"]._cron_watch()
        self.assertEqual(
            target.activity_ids.filtered(lambda one: "died" in one.summary).mapped("summary"),
            ["1 events died"],
        )
        self.receiver.statuses = []
        target.with_user(self.manager).action_replay_dead()
        self.run_lane()
        self.assertEqual(self.deliveries(target).mapped("state"), ["sent"])

    def test_410_stops_it_keeps_its_events_and_resuming_sends_them(self):
        target = self.new_target(responsible_id=self.manager.id)
        self.receiver.statuses = [410]
        self.announce(self.new_map(), self.new_map())
        self.run_lane()
        self.assertEqual((target.state, target.health), ("gone", "red"))
        self.assertEqual(target.activity_ids.user_id, self.manager)
        self.announce(self.new_map())
        self.run_lane()
        self.assertEqual(len(self.receiver.taken), 1)
        self.pass_time(days=5)
        target.with_user(self.manager).action_resume()
        self.run_lane()
        self.assertEqual(len(self.deliveries(target)), 3)
        self.assertEqual(set(self.deliveries(target).mapped("state")), {"sent"})

    def test_a_redirect_is_not_followed(self):
        elsewhere = Receiver()
        self.addCleanup(elsewhere.close)
        target = self.new_target()
        for status in (301, 302, 303, 307, 308):
            self.receiver.statuses.append(status)
        self.receiver.headers = {"Location": elsewhere.url}
        self.announce(*[self.new_map() for _number in range(5)])
        for _time in range(5):
            self.run_lane()
            self.pass_time(minutes=3)
        self.assertFalse(elsewhere.taken)
        reasons = self.env["ipai.outbox.attempt"].search([("target_id", "=", target.id)])
        self.assertIn("it leads elsewhere", reasons[-1].reason)

    def test_a_slow_target_and_a_dead_one_hold_up_nobody_else(self):
        slow = Receiver()
        self.addCleanup(slow.close)
        slow.seconds = 1.5
        self.new_target(url=slow.url)
        self.new_target(url="http://127.0.0.1:9/")
        quick = self.new_target()
        self.announce(*[self.new_map() for _number in range(5)])
        began = time.monotonic()
        moments = []
        original = type(self.lane)._end

        def noted(lane, message, answer):
            if message.target_id == quick.id:
                moments.append(time.monotonic() - began)
            return original(lane, message, answer)

        with patch.object(type(self.lane), "_end", noted):
            self.run_lane()
        self.assertEqual(len(moments), 5)
        self.assertLess(moments[-1], 1.5, "it had its five before the slow one had answered once")
        self.assertEqual(len(slow.taken), 5)

    def test_an_answer_is_read_to_64_kb_and_not_beyond_its_time(self):
        target = self.new_target()
        self.receiver.answer = b"x" * 200_000
        self.announce(self.new_map())
        self.run_lane()
        [delivery] = self.deliveries(target)
        self.assertEqual(len(delivery.with_user(self.manager).answer), 64 * 1024)
        with self.assertRaises(AccessError):
            delivery.with_user(self.technician).read(["answer"])
        with self.assertRaises(AccessError):
            delivery.attempt_id.with_user(self.technician).read(["answer"])
        self.receiver.seconds = 2
        call = calls.Call(self.receiver.url, b"{}", allowed=_local(), whole=0.3)
        began = time.monotonic()
        self.assertIn("longer", call().error)
        self.assertLess(time.monotonic() - began, 1.5)

    def test_a_paused_target_keeps_its_events(self):
        target = self.new_target()
        target.with_user(self.manager).action_pause()
        self.announce(self.new_map())
        self.run_lane()
        self.assertFalse(self.receiver.taken)
        self.assertEqual(self.deliveries(target).mapped("state"), ["waiting"])
        target.with_user(self.manager).action_resume()
        self.run_lane()
        self.assertEqual(len(self.receiver.taken), 1)

    def test_a_replay_is_known_by_its_id(self):
        target = self.new_target()
        self.announce(self.new_map())
        self.run_lane()
        [delivery] = self.deliveries(target)
        delivery.with_user(self.technician).action_replay()
        self.run_lane()
        self.assertEqual(self.receiver.ids, [delivery.event_key] * 2)
        self.assertEqual((delivery.state, delivery.replays), ("sent", 1))
        self.assertTrue(self.env["ipai.audit"].search([("action", "=", "outbox.replay")]))

    def test_what_is_replayed_while_it_is_under_way_is_sent_again(self):
        target = self.new_target()
        self.announce(self.new_map())
        [message] = self.lane._begin([])
        answer = message.call()
        self.deliveries(target).with_user(self.technician).action_replay()
        self.lane._settle(message, answer)
        [delivery] = self.deliveries(target)
        self.assertEqual((delivery.state, delivery.replays), ("waiting", 1))
        self.run_lane()
        self.assertEqual(self.deliveries(target).mapped("state"), ["sent"])
        self.assertEqual(len(self.receiver.taken), 2)

    def test_what_is_dropped_is_not_sent(self):
        target = self.new_target()
        self.announce(self.new_map())
        self.deliveries(target).with_user(self.technician).action_drop()
        self.run_lane()
        self.assertFalse(self.receiver.taken)
        self.assertEqual(self.deliveries(target).mapped("state"), ["dropped"])
        with self.assertRaisesRegex(UserError, "None of these waits"):
            self.deliveries(target).with_user(self.technician).action_drop()

    def test_429_is_left_alone_for_as_long_as_it_asks(self):
        target = self.new_target()
        self.receiver.statuses, self.receiver.headers = [429], {"Retry-After": "120"}
        self.announce(self.new_map(), self.new_map())
        self.run_lane()
        self.assertEqual(len(self.receiver.taken), 1)
        self.pass_time(minutes=1)
        self.run_lane()
        self.assertEqual(len(self.receiver.taken), 1)
        self.pass_time(minutes=2)
        self.run_lane()
        self.assertEqual(set(self.deliveries(target).mapped("state")), {"sent"})

    def test_while_a_secret_is_rotated_both_sign(self):
        target = self.new_target()
        before = self.secret
        after = target._issue()
        self.announce(self.new_map())
        self.run_lane()
        [message] = self.receiver.taken
        self.assertTrue(self.verified(message, before))
        self.assertTrue(self.verified(message, after))
        target.action_end_overlap()
        self.announce(self.new_map())
        self.run_lane()
        self.assertIsNone(self.verified(self.receiver.taken[-1], before))
        self.assertTrue(self.verified(self.receiver.taken[-1], after))

    def test_nothing_secret_is_shown_anywhere(self):
        target = self.new_target(new_header="Authorization: Bearer abcdefgh12345678")
        shown = target.with_user(self.manager).read()[0]
        text = repr(shown) + repr(target.message_ids.mapped("body"))
        rows = self.env["ipai.audit"].search([("target", "=", f"ipai.outbox.target,{target.id}")])
        text += repr(rows.read())
        self.env.cr.execute("SELECT * FROM ipai_outbox_credential")
        text += repr(self.env.cr.fetchall())
        for secret in ("of-nobody-else", "abcdefgh12345678", self.secret):
            self.assertNotIn(secret, text)
        self.assertEqual(target.address, f"http://127.0.0.1:{self.receiver.server.server_port}/…")
        self.announce(self.new_map())
        self.run_lane()
        self.assertEqual(self.receiver.taken[0][0]["Authorization"], "Bearer abcdefgh12345678")

    def test_a_sender_that_fails_is_an_attempt(self):
        target = self.new_target()
        self.env.cr.execute(
            "UPDATE ipai_outbox_credential SET secret = NULL WHERE target_id = %s", [target.id]
        )
        self.announce(self.new_map())
        with mute_logger("odoo.addons.ipai_inbox.models.ipai_outbox_lane"):
            self.run_lane()
        [delivery] = self.deliveries(target)
        self.assertEqual(delivery.state, "failed")
        self.assertIn("issue one", delivery.reason)
        self.assertIn("no secret", target.health_reason)

    def test_the_test_event_goes_to_its_target_only(self):
        target = self.new_target(topics=[])
        other = self.new_target()
        target.with_user(self.manager).action_test()
        self.run_lane()
        self.assertEqual([event["type"] for event in self.receiver.events], ["outbox.test"])
        self.assertFalse(self.deliveries(other))

    def test_old_events_go_when_nobody_waits_for_them(self):
        target = self.new_target()
        self.announce(self.new_map())
        self.run_lane()
        self.receiver.statuses = [500]
        self.announce(self.new_map())
        self.run_lane()
        self.pass_time(days=31)
        self.env.cr.execute(
            "UPDATE ipai_outbox_event SET occurred_on = occurred_on - interval '31 days'"
        )
        self.env["ipai.outbox.event"]._gc_old()
        self.assertEqual(self.deliveries(target).mapped("state"), ["failed"])
        self.assertEqual(
            self.env["ipai.outbox.event"].search_count([("topic", "=", "map.changed")]), 1
        )


def _local():
    from ..outbox.destinations import networks

    return tuple(networks("127.0.0.0/8"))


def _bind_again(port):
    import socketserver

    def server_bind(self):
        self.server_address = ("127.0.0.1", port)
        self.allow_reuse_address = True
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", port

    return server_bind
