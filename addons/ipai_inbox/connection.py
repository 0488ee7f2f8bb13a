# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A connection to the database that a process keeps for its deliveries.

Odoo takes one from its pool for each request, cleans it, begins, and commits: that is five times there and back, for
two statements. Here each statement is a transaction of its own, on the disk before its answer, and there are two.
"""

import atexit
import contextlib
import os
import select
import time

import psycopg2
from psycopg2 import extensions

from odoo import sql_db

SERVER = "postgres"
IDLE = 60
"""Seconds for which nothing came after which a connection is not trusted any more."""
_kept = {}
"""By process and database: a cursor, and when it was used last."""


def cursor(registry):
    """A cursor whose statements commit one by one; what waits for a commit is done at the end."""
    return _cursor(registry.db_name, registry.cursor)


def of_server():
    """The same of the database that Odoo's scheduled actions listen on, whose connections no pool keeps."""
    return _cursor(SERVER, lambda: sql_db.db_connect(SERVER).cursor())


@contextlib.contextmanager
def _cursor(name, connect):
    cr = _take(name) or connect()
    if not isinstance(cr, sql_db.Cursor):  # a test's cursor, inside of its transaction
        with cr:
            yield cr
        return
    try:
        if not cr._cnx.autocommit:
            cr._cnx.set_session(isolation_level="READ COMMITTED", autocommit=True)
            cr.execute("SET synchronous_commit TO on")
        yield cr
        cr.postcommit.run()
    except psycopg2.Error:
        cr._cnx.close()
        raise
    finally:
        cr.postcommit.clear()
        _keep(cr)


def _take(name):
    """Return the cursor that was kept for a database, None without one that is fit for use."""
    cr, used = _kept.pop((os.getpid(), name), (None, 0))
    if cr is None or cr.closed:
        return None
    if time.monotonic() - used > IDLE or _spoke(cr._cnx):
        cr._cnx.close()
        return None
    return cr


def _spoke(cnx):
    """Whether the server has said something, unasked: that it goes."""
    waiting = select.poll()
    waiting.register(cnx.fileno(), select.POLLIN)
    return bool(waiting.poll(0))


def _keep(cr):
    place = os.getpid(), cr.dbname
    idle = not cr.closed and cr._cnx.get_transaction_status() == extensions.TRANSACTION_STATUS_IDLE
    if idle and place not in _kept:
        _kept[place] = cr, time.monotonic()
    else:
        cr._cnx.close()


@atexit.register
def close():
    """Close what this process kept."""
    for place in [place for place in _kept if place[0] == os.getpid()]:
        cr, _used = _kept.pop(place)
        cr._cnx.close()
