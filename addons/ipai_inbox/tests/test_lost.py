# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json
import subprocess
import sys

from .. import in_hand, outcome
from .common import InboxCase


class TestLost(InboxCase):
    """An event that kills its process takes back its own attempt; what was in hand is known all the same."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        script = [sys.executable, "-c", "import os; print(os.getpid())"]
        dead = subprocess.run(script, capture_output=True, check=True)
        host, _pid, began, image = json.loads(in_hand.holder())
        cls.dead = json.dumps([host, int(dead.stdout), began, image])

    def lose(self, *events, holder=None):
        """Leave the note of a process that died with these in its hands."""
        ids = [event.id for event in events]
        in_hand.note(self.env.cr, self.lane.id, ids)
        self.env.cr.execute(
            "UPDATE ipai_inbox_in_hand SET holder = %s WHERE lane_id = %s",
            [holder or self.dead, self.lane.id],
        )

    def noted(self):
        self.env.cr.execute(
            "SELECT event_ids FROM ipai_inbox_in_hand WHERE lane_id = %s", [self.lane.id]
        )
        return [sorted(ids) for (ids,) in self.env.cr.fetchall()]

    def test_what_is_handled_is_noted_before_and_forgotten_after(self):
        first = self.event(self.post({"about": "x"}))
        second = self.event(self.post({"about": "y"}))
        self.work()
        self.assertEqual(self.noted(), [[first.id, second.id]])
        # One whose lane is known already, too.
        self.make_due(second)
        self.work()
        self.assertEqual(self.noted(), [[second.id]])
        self.post({"about": "z"})
        self.lane._run()
        self.assertEqual(self.noted(), [])

    def test_a_run_begins_with_what_the_process_before_it_died_of(self):
        poison = self.event(self.post({"about": "x"}))
        self.lose(poison)
        self.lane._run()
        self.env.invalidate_all()
        self.assertEqual((poison.crashes, poison.state), (1, "failed"))

    def test_an_event_that_kills_its_process_ends_dead_and_others_pass(self):
        poison = self.event(self.post({"about": "x"}))
        behind = self.event(self.post({"about": "x"}))
        other = self.event(self.post({"about": "y"}))
        for lost in range(1, outcome.CRASHES + 1):
            self.lose(poison)
            self.lane._recover()
            self.env.invalidate_all()
            self.assertEqual((poison.crashes, poison.attempts), (lost, lost))
            if lost < outcome.CRASHES:
                self.assertEqual(poison.state, "failed")
                self.lane._run()
                self.assertEqual(self.states(behind, other), ["received", "done"])
                self.make_due(poison)
        self.assertEqual(poison.state, "dead")
        self.assertFalse(poison.next_try)
        self.assertIn("ended without a word", poison.reason)
        self.lane._run()
        self.assertEqual(self.states(poison, behind), ["dead", "done"])
        self.assertEqual(self.source.health, "red")

    def test_those_that_were_with_it_come_one_by_one_and_lose_no_attempt(self):
        events = [self.event(self.post({"about": f"{number}"})) for number in range(3)]
        later = self.event(self.post({"about": "later"}))
        self.lose(*events)
        self.lane._recover()
        self.env.invalidate_all()
        self.assertEqual([event.attempts for event in events], [0, 0, 0])
        self.assertEqual(self.states(*events), ["received"] * 3)
        for number in range(3):
            self.assertEqual(self.work(), (1, 0))
            self.assertEqual(self.states(*events).count("done"), number + 1)
        self.work()
        self.assertEqual(self.states(later), ["done"])

    def test_what_was_settled_before_the_process_died_is_not_blamed(self):
        event = self.event(self.post({"about": "x"}))
        failed = self.event(self.post({"about": "y", "fail": "no"}))
        self.work()
        self.lose(event, failed)
        self.lane._recover()
        self.env.invalidate_all()
        self.assertEqual((event.crashes, failed.crashes, failed.attempts), (0, 0, 1))

    def test_a_process_that_lives_and_lost_its_connection_blames_nobody(self):
        event = self.event(self.post({"about": "x"}))
        self.lose(event, holder=in_hand.holder())
        self.lane._recover()
        self.env.invalidate_all()
        self.assertEqual((event.crashes, event.state), (0, "received"))
        self.assertEqual(self.noted(), [])

    def test_one_that_died_is_handled_alone_when_it_is_replayed(self):
        poison = self.event(self.post({"about": "x"}))
        other = self.event(self.post({"about": "y"}))
        for _time in range(outcome.CRASHES):
            self.lose(poison)
            self.lane._recover()
            self.make_due(poison)
        self.assertEqual(self.states(poison), ["dead"])
        poison.with_user(self.technician).action_replay()
        self.assertEqual((self.states(poison), poison.crashes), (["received"], 1))
        self.assertEqual(self.work(), (1, 0))
        self.assertEqual(self.states(poison, other), ["done", "received"])
