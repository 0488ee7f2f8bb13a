# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which events a lane has in its hands: known although its process dies in the middle of them.

A transaction that dies takes back all that it wrote, the attempts too; an event that kills whoever handles it (its
memory, its time, a fault of a library) would come back forever. So what is handled is noted in a transaction of its
own before. A note that is found later, of a process that lives no more, says which events to suspect: those are
handled one by one from then on, and after ``outcome.CRASHES`` lost processes an event is dead.
"""

import json
import os
import socket
import uuid

import psutil

from . import outcome

SCHEMA = """
CREATE TABLE IF NOT EXISTS ipai_inbox_in_hand (
    lane_id integer PRIMARY KEY REFERENCES ipai_inbox_lane ON DELETE CASCADE,
    event_ids integer[] NOT NULL,
    holder varchar NOT NULL,
    since timestamp NOT NULL
);
"""
NOTE = """
INSERT INTO ipai_inbox_in_hand (lane_id, event_ids, holder, since)
VALUES (%s, %s, %s, clock_timestamp() AT TIME ZONE 'UTC')
ON CONFLICT (lane_id) DO UPDATE
   SET event_ids = excluded.event_ids, holder = excluded.holder, since = excluded.since
"""
SUSPECT = """
UPDATE ipai_inbox_event e
   SET crashes = e.crashes + 1,
       attempts = e.attempts + alone.one,
       state = CASE WHEN e.crashes + 1 >= %(most)s THEN 'dead' WHEN alone.one = 1 THEN 'failed' ELSE e.state END,
       reason = CASE WHEN alone.one = 1 OR e.crashes + 1 >= %(most)s THEN %(reason)s ELSE e.reason END,
       held_until = CASE WHEN alone.one = 1 THEN coalesce(e.held_until, now.moment + %(hold)s * interval '1 s')
                         ELSE e.held_until END,
       next_try = CASE WHEN e.crashes + 1 >= %(most)s THEN NULL
                       WHEN alone.one = 1 THEN now.moment + %(wait)s * interval '1 s' ELSE e.next_try END
  FROM (SELECT %(one)s AS one) AS alone, (SELECT clock_timestamp() AT TIME ZONE 'UTC' AS moment) AS now
 WHERE e.id = ANY(%(ids)s) AND e.next_try <= %(since)s
"""
_IMAGE = {}


def holder():
    """Return who this process is, so that another can tell whether it still lives."""
    pid = os.getpid()
    if pid not in _IMAGE:
        _IMAGE.clear()  # of the process that this one was forked from
        began = psutil.Process(pid).create_time()
        _IMAGE[pid] = json.dumps([socket.gethostname(), pid, began, uuid.uuid4().hex])
    return _IMAGE[pid]


def lives(text):
    """Whether the process that calls itself so is still there.

    >>> lives(holder())
    True
    >>> host, pid, began, image = json.loads(holder())

    One that replaced itself, as Odoo does when it is told to, is another one; of another machine nothing is known:

    >>> lives(json.dumps([host, pid, began, "before"])), lives(json.dumps(["elsewhere", pid, began, image]))
    (False, False)
    """
    host, pid, began, _image = json.loads(text)
    if host != socket.gethostname():
        return False
    if pid == os.getpid():
        return text == holder()
    try:
        return psutil.Process(pid).create_time() == began
    except psutil.Error:
        return False


def note(cr, lane_id, event_ids):
    """Write down what a lane begins with; to be committed before it does."""
    cr.execute(NOTE, [lane_id, list(event_ids), holder()])


def forget(cr, lane_id):
    """The lane has nothing in its hands any more."""
    cr.execute("DELETE FROM ipai_inbox_in_hand WHERE lane_id = %s", [lane_id])


def recover(cr, lane_id, reason):
    """Find what a process left behind that died; return how many events there were.

    :param reason: what is written on an event whose process died with nothing but it in its hands.
    """
    cr.execute(
        """
        DELETE FROM ipai_inbox_in_hand WHERE lane_id = %s
        RETURNING event_ids, holder, since, pg_postmaster_start_time() AT TIME ZONE 'UTC' > since
        """,
        [lane_id],
    )
    found = cr.fetchone()
    # The database was started anew meanwhile, or the process lives and lost its connection: no event did that.
    if not found or found[3] or lives(found[1]):
        return 0
    ids, _holder, since, _restarted = found
    values = {"ids": ids, "since": since, "one": int(len(ids) == 1), "reason": reason}
    waits = {"most": outcome.CRASHES, "hold": outcome.HOLD, "wait": outcome.wait(1)}
    cr.execute(SUSPECT, {**values, **waits})
    return cr.rowcount


def unsuspected(rows):
    """Return the ids of those to take together: up to the first that is suspect, or that one alone.

    :param rows: (id, crashes) in their order.

    >>> unsuspected([(1, 0), (2, 0), (3, 1), (4, 0)]), unsuspected([(3, 1), (4, 0)]), unsuspected([])
    ([1, 2], [3], [])
    """
    taken = []
    for event_id, crashes in rows:
        if crashes and taken:
            break
        taken.append(event_id)
        if crashes:
            break
    return taken
