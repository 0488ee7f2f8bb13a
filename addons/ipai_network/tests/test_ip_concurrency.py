# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import threading
import time
from contextlib import contextmanager
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.exceptions import ValidationError
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger


@tagged("-at_install", "post_install")
class TestConcurrentInsert(BaseCase):
    """Two people take the same at once: in real transactions, on records removed afterwards."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        # The runner of the tests holds the lock, which the second thread would wait for.
        self.startPatcher(patch.object(Registry, "_lock", DummyRLock()))
        with self.environment() as env:
            self.scope_id = env["ipai.ip.scope"].create({"name": "Concurrency Test"}).id
        self.addCleanup(self.remove)

    @contextmanager
    def environment(self):
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def remove(self):
        with self.environment() as env:
            for model in ("ipai.ip.address", "ipai.prefix"):
                env[model].search([("scope_id", "=", self.scope_id)]).unlink()
            env["ipai.ip.scope"].browse(self.scope_id).unlink()

    def race(self, model, name):
        """Let a second transaction create the same while a first has not committed its own.

        :return: what the second user is told, and how many there are in the end
        """
        outcome = {}

        def create(env):
            env[model].create({"name": name, "scope_id": self.scope_id})
            env.flush_all()

        def second():
            with self.registry.cursor() as cr:
                cr.execute("SELECT pg_backend_pid()")
                outcome["pid"] = cr.fetchone()[0]
                env = api.Environment(cr, SUPERUSER_ID, {})
                try:
                    with mute_logger("odoo.sql_db", "odoo.service.model"):
                        retrying(lambda: create(env), env)
                except ValidationError as error:
                    outcome["told"] = str(error)

        with self.environment() as env:
            create(env)
            thread = threading.Thread(target=second)
            thread.start()
            self.wait_until_blocked(env, thread, outcome)
        thread.join(timeout=30)
        self.assertFalse(thread.is_alive(), "the second transaction never ended")
        with self.environment() as env:
            count = env[model].search_count([("scope_id", "=", self.scope_id)])
        return outcome.get("told"), count

    def wait_until_blocked(self, env, thread, outcome):
        """Return once the transaction of the thread waits for the one of ``env``."""
        deadline = time.monotonic() + 30
        while thread.is_alive() and time.monotonic() < deadline:
            if outcome.get("pid"):
                env.cr.execute(
                    "SELECT pg_backend_pid() = ANY(pg_blocking_pids(%s))", [outcome["pid"]]
                )
                if env.cr.fetchone()[0]:
                    return
            thread.join(timeout=0.01)
        self.fail("the second transaction did not wait for the first")

    def test_one_of_two_addresses_wins(self):
        told, count = self.race("ipai.ip.address", "192.0.2.10/24")
        self.assertIn("This address has just been taken in its scope", told or "")
        self.assertEqual(count, 1)

    def test_one_of_two_prefixes_wins(self):
        told, count = self.race("ipai.prefix", "192.0.2.0/24")
        self.assertIn("This prefix has just been added to the scope", told or "")
        self.assertEqual(count, 1)
