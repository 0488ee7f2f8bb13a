# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import contextlib
import datetime
from unittest.mock import MagicMock, patch

import psycopg2

from odoo import sql_db
from odoo.exceptions import UserError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .. import awake, door, outcome, turn
from ..responsible import tell
from .common import InboxCase, Probe


class TestLanes(InboxCase):
    def test_what_is_done_and_that_it_is_done_are_one(self):
        event = self.event(self.post({"write": "a"}))
        self.assertEqual(self.work(), (1, 0))
        self.env.invalidate_all()
        self.assertEqual((event.state, event.attempts), ("done", 1))
        self.assertEqual(event.reason, "taken by ipai_inbox_bot")
        self.assertFalse(event.next_try)
        self.assertEqual(self.written, "a")
        self.assertEqual(self.work(), (0, 0))

    def test_an_event_that_fails_takes_back_its_own_writes_and_no_others(self):
        good = self.event(self.post({"about": "x", "write": "a"}))
        bad = self.event(self.post({"about": "y", "write": "b", "fail": "no"}))
        sql = self.event(self.post({"about": "z", "write": "c", "sql": 1}))
        last = self.event(self.post({"about": "v", "state": "unmatched"}))
        with mute_logger("odoo.sql_db"):
            self.work()
        self.assertEqual(
            self.states(good, bad, sql, last), ["done", "failed", "failed", "unmatched"]
        )
        self.assertEqual(self.written, "a")
        self.assertEqual(bad.reason, "ZeroDivisionError: no")
        self.assertEqual(bad.attempts, 1)
        self.assertTrue(bad.next_try)

    def test_what_fails_holds_its_own_key_for_five_minutes_then_is_told_that_it_is_stale(self):
        first = self.event(self.post({"about": "x", "fail": "no"}))
        second = self.event(self.post({"about": "x"}))
        other = self.event(self.post({"about": "y"}))
        self.work()
        self.assertEqual(self.states(first, second, other), ["failed", "received", "done"])
        later = self.event(self.post({"about": "y"}))
        self.work()
        self.assertEqual(self.states(second), ["received"], "it waits for the one before")
        self.assertEqual(self.states(later), ["done"], "it is about something else")
        until = first.held_until - datetime.timedelta(minutes=1)
        first.sudo().held_until = until
        self.make_due(first)
        self.work()
        self.env.invalidate_all()
        self.assertEqual(
            (first.attempts, first.held_until), (2, until), "from its first attempt on"
        )
        self.env.cr.execute(
            "UPDATE ipai_inbox_event SET held_until = held_until - interval '6 minutes' WHERE id = %s",
            [first.id],
        )
        self.work()
        self.assertEqual(self.states(first, second), ["failed", "done"])
        self.assertTrue(first._is_stale)
        self.assertFalse(second._is_stale)

    def test_nothing_is_handled_in_the_name_of_who_has_left(self):
        acting = self.source.user_id = new_test_user(
            self.env, "acting", groups="ipai_base.group_technician", name="Acting"
        )
        event = self.event(self.post({"write": "a"}))
        acting.active = False
        self.work()
        self.assertEqual(self.states(event), ["failed"])
        self.assertIn("acts as Acting, who is archived", event.reason)
        self.assertFalse(self.written)
        acting.active = True
        self.make_due(event)
        self.work()
        self.assertEqual((event.state, self.written), ("done", "a"))

    def test_nothing_is_handled_in_a_company_that_the_user_was_taken_out_of(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        acting = self.source.user_id = new_test_user(
            self.env,
            "acting",
            groups="ipai_base.group_technician",
            company_ids=[(6, 0, (self.env.company + other).ids)],
        )
        event = self.event(self.post({"write": "a"}))
        acting.write({"company_id": other.id})
        acting.write({"company_ids": [(6, 0, other.ids)]})
        self.work()
        self.assertEqual(self.states(event), ["failed"])
        self.assertIn("may not see", event.reason)

    def test_what_a_responsible_who_left_would_be_told_is_told_to_a_manager(self):
        self.source.responsible_id = self.technician
        self.technician.active = False
        tell(self.source, "Events died", "Look at them.")
        activity = self.source.activity_ids
        self.assertTrue(activity.user_id.active)
        self.assertTrue(activity.user_id.has_group("ipai_base.group_manager"))
        self.assertIn("It was for", activity.note)
        self.assertIn("Look at them.", activity.note)

    def test_events_about_one_thing_are_handled_in_their_order(self):
        for letter in "abcdef":
            self.post({"about": "x", "write": letter})
        self.work()
        self.env.invalidate_all()
        self.assertEqual(self.written, "abcdef")

    def test_a_lane_without_time_takes_nothing_and_is_called_again(self):
        event = self.event(self.post({"write": "a"}))
        triggers = [("cron_id", "=", self.lane.cron_id.id)]
        self.env["ir.cron.trigger"].search(triggers).unlink()
        with patch.object(turn, "deadline", return_value=0):
            self.lane._run()
        self.assertEqual(self.states(event), ["received"])
        self.assertTrue(self.env["ir.cron.trigger"].search(triggers))
        self.lane._run()
        self.assertEqual(self.states(event), ["done"])

    def test_what_comes_while_a_lane_falls_asleep_is_not_left_behind(self):
        answers = []

        @contextlib.contextmanager
        def staying(_registry, lane_id):
            yield
            if not answers:
                answers.append(self.post({"write": "a"}))

        with patch.object(awake, "staying", staying):
            self.lane._run()
        self.assertEqual(self.states(self.event(answers[0])), ["done"])

    def test_nobody_is_called_who_is_awake(self):
        # Connections of their own: a lock keeps nobody of the same one out.
        database = sql_db.db_connect(self.env.cr.dbname)
        with patch.object(door, "wake") as wake, database.cursor() as cr:
            door._wake_sleepers(database, cr)
            self.assertEqual(wake.call_count, 1)
            with awake.staying(database, self.lane.id):
                door._wake_sleepers(database, cr)
                self.assertEqual(wake.call_count, 1)
            with awake.staying(database, self.lane.id + 1000):
                door._wake_sleepers(database, cr)
                self.assertEqual(wake.call_count, 2)
            with self.assertRaises(ZeroDivisionError), awake.staying(database, self.lane.id):
                raise ZeroDivisionError
            door._wake_sleepers(database, cr)
            self.assertEqual(wake.call_count, 3)

    def test_of_several_lanes_all_are_called(self):
        self.env["ipai.inbox.lane"].create({})
        self.env.flush_all()
        with awake.staying(sql_db.db_connect(self.env.cr.dbname), self.lane.id):
            self.assertFalse(awake.all_awake(self.env.cr))
            self.env["ipai.inbox.lane"].search([("id", "!=", self.lane.id)]).cron_id.active = False
            self.env.flush_all()
            self.assertTrue(awake.all_awake(self.env.cr))

    def test_a_lane_whose_lock_is_taken_from_it_goes_on(self):
        @contextlib.contextmanager
        def ended(*_how, **_more):
            yield MagicMock()
            raise psycopg2.OperationalError(
                "terminating connection due to idle-in-transaction timeout"
            )

        event = self.event(self.post({"write": "a"}))
        with patch.object(awake, "short", ended):
            self.lane._run()
        self.assertEqual(self.states(event), ["done"])

    def test_each_action_of_a_process_tells_its_round(self):
        actions = self.env.registry["ir.cron"]
        own = next(one for one in actions.__mro__ if one.__module__.endswith("base.models.ir_cron"))
        for arguments in (("cursor", {}), ("database", "cursor", {})):
            with (
                patch.object(own, "_process_job", classmethod(lambda cls, *given: given)),
                patch.object(turn, "begin") as begin,
            ):
                self.assertEqual(actions._process_job(*arguments), arguments)
            begin.assert_called_once_with("cursor")

    def test_attempts_end_and_the_event_is_dead(self):
        event = self.event(self.post({"fail": "no"}))
        for attempt in range(1, outcome.ATTEMPTS + 1):
            self.work()
            self.env.invalidate_all()
            self.assertEqual(event.attempts, attempt)
            self.assertEqual(event.state, "dead" if attempt == outcome.ATTEMPTS else "failed")
            if event.state != "dead":
                self.make_due(event)
        self.assertFalse(event.next_try)
        self.assertEqual(self.source.health, "red")

    def test_a_conflict_counts_no_attempt_and_is_tried_in_another_transaction(self):
        Probe.conflicts_left = 2  # handed over together, then alone
        one = self.event(self.post({"about": "x", "write": "a"}))
        event = self.event(self.post({"about": "y", "write": "b", "conflict": 1}))
        after = self.event(self.post({"about": "y", "write": "c"}))
        with mute_logger("odoo.sql_db"):
            self.assertEqual(self.work(), (1, 1))
        self.assertEqual(self.states(one, event, after), ["done", "received", "received"])
        self.assertEqual(event.attempts, 0)
        self.work()
        self.assertEqual(self.states(event, after), ["done", "done"])
        self.assertEqual(event.attempts, 1)
        self.assertEqual(self.written, "abc")

    def test_a_body_that_is_no_json_fails_for_good(self):
        event = self.event(self.post(b"not json"))
        generic = self.new_source("generic", "standard")
        path, secret = generic._issue()
        other = self.event(self.post(b"\xff\x00", path, secret=secret))
        fine = self.event(self.post({"title": "Hello"}, path, secret=secret))
        self.work()
        self.assertEqual(self.states(event, other, fine), ["failed", "failed", "done"])
        for one in event, other:
            self.assertIn("not JSON", one.reason)
            self.assertFalse(one.next_try)
        self.assertEqual(fine.reason, "Hello")

    def test_a_kind_without_a_handler_waits_for_it(self):
        event = self.event(self.post({"a": 1}))
        self.env.cr.execute("UPDATE ipai_inbox_event SET kind = 'gone' WHERE id = %s", [event.id])
        self.work()
        self.assertEqual(self.states(event), ["failed"])
        self.assertIn("No addon is installed", event.reason)
        self.assertTrue(event.next_try)

    def test_a_handler_that_says_nothing_of_an_event_has_failed(self):
        event = self.event(self.post({"state": "whatever"}))
        self.work()
        self.assertEqual(self.states(event), ["failed"])
        self.assertIn("has to return an Outcome", event.reason)

    def test_lanes_share_the_keys_and_each_keeps_to_its_own(self):
        second = self.env["ipai.inbox.lane"].create({})
        self.assertEqual(second.number, 1)
        self.assertTrue(second.cron_id.active)
        events = [self.event(self.post({"about": f"key {number}"})) for number in range(12)]
        self.work()
        done = [event for event in events if self.states(event) == ["done"]]
        self.assertTrue(0 < len(done) < 12)
        self.assertEqual({event.lane for event in done}, {0})
        again = [self.event(self.post({"about": f"key {n}"})) for n in reversed(range(12))]
        self.work()
        self.env.invalidate_all()
        self.assertEqual(
            [event.lane for event in reversed(again)], [event.lane for event in events]
        )
        waiting = [event for event in events if event not in done]
        second.unlink()
        self.work()
        self.assertEqual(set(self.states(*waiting)), {"done"})
        with self.assertRaisesRegex(UserError, "One lane has to stay"):
            self.lane.unlink()

    def test_a_lane_is_red_when_its_cron_is_off_or_work_lies_there(self):
        self.assertEqual(self.lane.health, "green")
        self.lane.cron_id.active = False
        self.lane.invalidate_recordset()
        self.assertEqual(self.lane.health, "red")
        self.lane.with_user(self.manager).action_switch_on()
        self.lane.invalidate_recordset()
        self.assertEqual(self.lane.health, "green")
        event = self.event(self.post({"a": 1}))
        self.env.cr.execute(
            "UPDATE ipai_inbox_event SET next_try = next_try - interval '6 minutes' WHERE id = %s",
            [event.id],
        )
        self.env.invalidate_all()
        self.assertEqual((self.lane.health, self.lane.waiting), ("red", 1))

    def test_a_run_ends_when_nothing_waits(self):
        events = [self.event(self.post({"about": str(number)})) for number in range(3)]
        self.lane._run()
        self.assertEqual(self.states(*events), ["done"] * 3)
        self.assertTrue(self.lane.last_run_on)

    def test_a_technician_replays_and_others_do_not(self):
        event = self.event(self.post({"write": "x"}))
        self.work()
        event.with_user(self.technician).action_replay()
        self.env.invalidate_all()
        self.assertEqual((event.state, event.attempts, event.replays), ("received", 0, 1))
        self.work()
        self.assertEqual(self.states(event), ["done"])
        self.assertIn("stale", event.reason)
        self.assertTrue(self.env["ipai.audit"].search([("action", "=", "inbox.replay")]))

    def test_all_since_a_moment_are_replayed(self):
        done = self.event(self.post({"a": 1}))
        unmatched = self.event(self.post({"state": "unmatched"}))
        self.work()
        wizard = (
            self.env["ipai.inbox.replay"]
            .with_user(self.technician)
            .create({"source_id": self.source.id, "since": "2020-01-01"})
        )
        self.assertEqual(wizard.count, 1)
        wizard.action_replay()
        self.assertEqual(self.states(done, unmatched), ["done", "received"])

    def test_a_dry_run_tells_and_leaves_nothing(self):
        event = self.event(self.post({"write": "x"}))
        bad = self.event(self.post({"fail": "no"}))
        self.work()
        self.assertEqual(self.written, "x")
        action = (event | bad).with_user(self.technician).action_dry_run()
        text = self.env["ipai.inbox.trial"].browse(action["res_id"]).text
        self.assertIn("done taken by ipai_inbox_bot", text)
        self.assertIn("failed ZeroDivisionError: no", text)
        self.assertEqual(self.written, "x")
        self.assertEqual((event.attempts, bad.attempts), (1, 1))

    def test_bodies_are_pruned_keys_and_rows_stay(self):
        event = self.event(self.post({"a": 1}, delivery="msg_1"))
        waiting = self.event(self.post({"fail": "x"}))
        self.work()
        self.source.retention = 1
        self.source.flush_recordset()
        self.env["ipai.inbox.event"]._gc_bodies()
        self.assertTrue(event._raw()[event.id])
        self.env.cr.execute("ALTER TABLE ipai_inbox_event DISABLE TRIGGER USER")
        self.env.cr.execute(
            "UPDATE ipai_inbox_event SET received_on = received_on - interval '2 days'"
        )
        self.env.cr.execute("ALTER TABLE ipai_inbox_event ENABLE TRIGGER USER")
        for days, kept in ((0, True), (1, False)):
            self.source.retention = days
            self.source.flush_recordset()
            self.env["ipai.inbox.event"]._gc_bodies()
            self.env.invalidate_all()
            self.assertEqual(event._raw()[event.id] is not None, kept)
        self.assertTrue(waiting._raw()[waiting.id], "what waits keeps its body")
        self.assertTrue(event.is_pruned)
        self.assertEqual(self.post({"a": 1}, delivery="msg_1")[0], 200)
        with self.assertRaisesRegex(UserError, "have no body any more"):
            event.with_user(self.technician).action_replay()

    def test_the_responsible_is_told_once_of_the_dead_and_of_silence(self):
        self.source.silent_after = 1
        event = self.event(self.post({"fail": "x"}))
        self.work()
        self.env.cr.execute("UPDATE ipai_inbox_event SET state = 'dead', next_try = NULL")
        for _time in range(2):
            self.env.invalidate_all()
            self.env["ipai.inbox.source"]._cron_watch()
        self.assertEqual(self.source.activity_ids.mapped("summary"), ["1 events died"])
        self.env.cr.execute("ALTER TABLE ipai_inbox_event DISABLE TRIGGER USER")
        self.env.cr.execute(
            "UPDATE ipai_inbox_event SET received_on = received_on - interval '2 hours' WHERE id = %s",
            [event.id],
        )
        self.env.cr.execute("ALTER TABLE ipai_inbox_event ENABLE TRIGGER USER")
        for _time in range(2):
            self.env.invalidate_all()
            self.env["ipai.inbox.source"]._cron_watch()
        self.assertEqual(
            sorted(self.source.activity_ids.mapped("summary")), ["1 events died", "Silent"]
        )
