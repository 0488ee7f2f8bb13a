# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import time
from types import SimpleNamespace

import psycopg2

from odoo import sql_db
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from .. import connection, door

WHO = "SELECT pg_backend_pid()"


@tagged("post_install", "-at_install")
class TestConnection(TransactionCase):
    """With connections of their own, as a worker has them."""

    def setUp(self):
        super().setUp()
        name = self.env.cr.dbname
        self.database = sql_db.db_connect(name)
        self.registry = SimpleNamespace(db_name=name, cursor=self.database.cursor)
        connection.close()
        self.addCleanup(connection.close)

    def ask(self, query=WHO):
        with connection.cursor(self.registry) as cr:
            cr.execute(query)
            return cr.fetchone()[0]

    def test_a_statement_is_done_for_all_to_see_and_on_the_disk(self):
        key = "SELECT pg_try_advisory_xact_lock(424242)"
        with connection.cursor(self.registry) as cr, self.database.cursor() as other:
            for query, answer in (
                ("SHOW synchronous_commit", "on"),
                ("SHOW transaction_isolation", "read committed"),
                (key, True),
            ):
                cr.execute(query)
                self.assertEqual(cr.fetchone()[0], answer)
            other.execute(key)
            self.assertTrue(other.fetchone()[0], "the transaction of the statement has ended")

    def test_it_stays_and_serves_one_at_a_time(self):
        first = self.ask()
        self.assertEqual(self.ask(), first)
        with connection.cursor(self.registry) as cr:
            cr.execute(WHO)
            self.assertEqual(cr.fetchone()[0], first)
            self.assertNotEqual(self.ask(), first)
        self.assertEqual(len(connection._kept), 1)

    def test_the_lanes_are_called_over_one_that_stays(self):
        with self.database.cursor() as cr:
            names = [f"{cr.dbname}.{number}" for number in range(3)]
        with connection.of_server() as cr:
            cr.execute("LISTEN cron_trigger")
            listener = cr._cnx
        for name in names:
            door.notify(name)
        listener.poll()
        calls = [one for one in listener.notifies if one.payload in names]
        self.assertEqual([one.payload for one in calls], names)
        self.assertEqual({one.pid for one in calls}, {listener.get_backend_pid()})

    def test_one_that_the_server_ended_is_not_used(self):
        first = self.ask()
        with self.database.cursor() as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", [first])
        self.assertNotEqual(self.ask(), first)

    def test_one_that_was_idle_for_long_is_not_trusted(self):
        first = self.ask()
        [place] = connection._kept
        cr, used = connection._kept[place]
        connection._kept[place] = cr, used - connection.IDLE - 1
        self.assertLess(used, time.monotonic())
        self.assertNotEqual(self.ask(), first)

    @mute_logger("odoo.sql_db")
    def test_after_an_error_of_the_database_another_is_taken(self):
        first = self.ask()
        with self.assertRaises(psycopg2.Error):
            self.ask("SELECT no_such_column")
        self.assertNotEqual(self.ask(), first)

    def test_what_waits_for_a_commit_is_done_unless_it_was_refused(self):
        done = []
        with connection.cursor(self.registry) as cr:
            cr.postcommit.add(lambda: done.append("kept"))
        with self.assertRaises(ZeroDivisionError), connection.cursor(self.registry) as cr:
            cr.postcommit.add(lambda: done.append("refused"))
            raise ZeroDivisionError
        self.ask()
        self.assertEqual(done, ["kept"])
        self.assertEqual(len(connection._kept), 1)
