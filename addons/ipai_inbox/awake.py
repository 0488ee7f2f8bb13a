# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether a lane is at work, and so finds by itself what came in.

To call one costs a connection and wakes each process of scheduled actions: with many events a second more than to keep
them. A lane says that it is awake with a lock, which ends with its process, however that ends. It lets go before its
last look, and who finds the lock held has committed before, so nothing falls between the two.
"""

import contextlib

import psycopg2

from odoo.addons.ipai_base.http.cursors import short

LOCK = 1_229_996_363
"""Advisory lock, with the id of the lane."""
ALL_AWAKE = """
    SELECT count(*) = 1 AND count(k.pid) = 1
      FROM ipai_inbox_lane l JOIN ir_cron c ON c.id = l.cron_id AND c.active
      LEFT JOIN pg_locks k ON k.locktype = 'advisory' AND k.granted AND k.objsubid = 2
            AND k.classid = %s AND k.objid::bigint = l.id
            AND k.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
"""Only of one lane: what belongs to another keeps none from falling asleep."""


@contextlib.contextmanager
def staying(registry, lane_id):
    """Let it be known that the lane looks for work, for as long as this lasts."""
    with contextlib.ExitStack() as stack:
        cr = stack.enter_context(short(registry, durable=False))
        cr.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK, lane_id])
        yield
        # PostgreSQL may have ended it, as it does not work: then the lane was called in vain, no more.
        with contextlib.suppress(psycopg2.Error):
            stack.close()


def all_awake(cr):
    """Whether nobody needs to be called."""
    cr.execute(ALL_AWAKE, [LOCK])
    return bool(cr.fetchone()[0])
