# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A scheduled action, run as it is at a large installation: in several batches, ended in between, ended by its time.

Each addon with scheduled actions has a ``tests/test_batches.py`` whose classes name theirs in ``crons``; a test of
``ipai_lab_baseline`` finds those that nobody names.
"""

from contextlib import ExitStack
from unittest.mock import patch

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from .. import batches, compat

MOST_RUNS = 60


class Killed(BaseException):
    """What a worker that is killed leaves: nothing is caught, nothing is tidied."""


class Worker:
    """Runs an action as a scheduler does, with a savepoint for each commit.

    :param kill_in: the batch that is ended in its midst, counted from 1; None for none.
    :param seconds: what a run may take; 0 for one batch each.
    """

    def __init__(self, test, cron, kill_in=None, seconds=None):
        self.test, self.cron, self.env = test, cron, test.env
        self.kill_in, self.seconds = kill_in, seconds
        self.commits, self.left, self.queries = 0, 0, None

    def run(self):
        """:raises Killed: in the midst of the batch."""
        self.left = 0
        with ExitStack() as patches:
            patches.enter_context(patch.object(compat, "commit_batch", self._commit))
            for size in ("SIZE", "LIGHT"):
                patches.enter_context(patch.object(batches, size, 2))
            if self.seconds is not None:
                patches.enter_context(patch.object(batches, "budget", lambda: self.seconds))
            execute = self.env.cr.execute
            patches.enter_context(
                patch.object(
                    self.env.cr, "execute", lambda *args, **how: self._ask(execute, *args, **how)
                )
            )
            self._savepoint()
            self._arm()
            self.cron.ir_actions_server_id.with_user(self.cron.user_id).run()
            self.env.flush_all()

    def _commit(self, env, step, done, left):
        env.flush_all()
        self.commits += 1
        self.left = left
        self._savepoint()
        self._arm()

    def _savepoint(self):
        self.env.flush_all()
        self.queries = None
        self.env.cr.execute("SAVEPOINT committed")

    def _arm(self):
        if self.kill_in == self.commits + 1:
            self.queries = self.test.queries_into_a_batch

    def _ask(self, execute, query, params=None, **how):
        if self.queries is not None:
            self.queries -= 1
            if self.queries < 0:
                raise Killed
        return execute(query, params, **how)


@tagged("post_install", "-at_install")
class BatchCase(TransactionCase):
    """The mixin's subclasses make the work and say what came of it."""

    crons = ()
    queries_into_a_batch = 4

    def assertBatches(self, xmlid, outcome, least=3):
        """The action takes several batches, and comes to the same end killed in each of them, and in short runs.

        :param outcome: returns what came of it, comparable.
        """
        self.assertIn(xmlid, self.crons, "named for the test that looks for them all")
        cron = self.env.ref(xmlid).sudo()
        self.env.flush_all()
        before = outcome()
        self.env.cr.execute("SAVEPOINT beginning")
        straight = Worker(self, cron)
        straight.run()
        wanted = outcome()
        self.assertNotEqual(wanted, before, "it did something")
        self.assertGreaterEqual(straight.commits, least, "several batches")
        for number in range(1, straight.commits + 1):
            with self.subTest(cron=xmlid, killed_in=number):
                self._back("beginning")
                self._kill(cron, number)
                Worker(self, cron).run()
                self.assertEqual(outcome(), wanted)
        with self.subTest(cron=xmlid, what="a run of one batch each"):
            self._back("beginning")
            worker = Worker(self, cron, seconds=0)
            for _run in range(MOST_RUNS):
                worker.run()
                if not worker.left:
                    break
            self.assertEqual(worker.left, 0)
            self.assertEqual(outcome(), wanted)

    def _kill(self, cron, number):
        worker = Worker(self, cron, kill_in=number)
        try:
            worker.run()
        except Killed:
            self._back("committed")
        else:
            self.assertGreaterEqual(
                worker.commits, number - 1, "the batch asks nothing: there is nothing to end"
            )

    def _back(self, savepoint):
        self.env.cr.execute(SQL("ROLLBACK TO SAVEPOINT %s", SQL.identifier(savepoint)))
        self.env.transaction.clear()
        self.env.invalidate_all(flush=False)
        self.env.registry.clear_cache()
