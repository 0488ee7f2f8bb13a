# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Waiting for a change of the proposals: the database tells, nobody asks again and again."""

import select
import time

from odoo.sql_db import Cursor
from odoo.tools import config

LOCK = 1_229_996_400  # the first of the locks of those who wait
THREADS = 4

TRIGGER = """
CREATE OR REPLACE FUNCTION ipai_proposal_tell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NOTIFY ipai_proposal;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER ipai_proposal_tell AFTER INSERT OR UPDATE OF state ON ipai_proposal
    FOR EACH STATEMENT EXECUTE FUNCTION ipai_proposal_tell();
"""


def wait_for_change(env, seconds, found):
    """Wait until ``found()`` is true, at most so many seconds; return at once when too many wait already.

    The transaction of the request is ended before: it would see what was there at its beginning, and
    keep the database from cleaning up.
    """
    env.cr.commit()
    with env.registry.cursor() as cr:
        if not isinstance(cr, Cursor) or not _take_place(cr):
            return
        try:
            connection = cr._cnx
            cr.execute("LISTEN ipai_proposal")
            cr.commit()  # pylint: disable=invalid-commit
            end = time.monotonic() + seconds
            # What changed before LISTEN is seen here, what changes later is told.
            while not _fresh(env, found) and (left := end - time.monotonic()) > 0:
                select.select([connection], [], [], left)
                connection.poll()
                connection.notifies.clear()
        finally:
            # The connection goes back to the others.
            cr.execute("UNLISTEN ipai_proposal; SELECT pg_advisory_unlock_all()")
            cr.commit()  # pylint: disable=invalid-commit


def _fresh(env, found):
    """What ``found()`` says to what is there now; no transaction stays open behind it."""
    env.invalidate_all()
    answer = bool(found())
    env.cr.commit()
    return answer


def _take_place(cr):
    """One of the places for those who wait: one worker is left for the others."""
    places = max(0, config["workers"] - 1) if config["workers"] else THREADS
    for place in range(places):
        cr.execute("SELECT pg_try_advisory_lock(%s)", [LOCK + place])
        if cr.fetchone()[0]:
            return True
    return False
