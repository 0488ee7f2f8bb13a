# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Locks by name, held until the transaction ends: who comes second waits a while, then starts afresh."""

from .canonical import digest

WAIT = "4s"
"""How long one waits for another transaction; the server tries a call that waited too long a few times more."""


def hold(cr, names, shared=False):
    """Hold names, in an order that all keep.

    A transaction sees the database as it was when it began. One that had to wait for another would not see
    what that one wrote, so it ends as a serialization failure, which the server answers by running it anew.

    :param names: texts
    :param shared: others may hold them too, as long as nobody wants them alone
    :raises psycopg2.OperationalError: 55P03 after waiting too long, 40001 after having waited
    """
    suffix = "_shared" if shared else ""
    numbers = {int.from_bytes(bytes.fromhex(digest(n))[:8], "big", signed=True) for n in names}
    # They are tried in this order, and none behind the first that others hold.
    cr.execute(
        f"""
        SELECT number FROM unnest(%s::bigint[]) AS number
         WHERE NOT pg_try_advisory_xact_lock{suffix}(number) LIMIT 1
        """,
        [sorted(numbers)],
    )
    if missed := cr.fetchone():
        cr.execute("SELECT set_config('lock_timeout', %s, TRUE)", [WAIT])
        cr.execute(f"SELECT pg_advisory_xact_lock{suffix}(%s)", missed)
        run_anew(cr)


def run_anew(cr):
    """End this transaction so that the server runs the call again, on what others have written meanwhile."""
    cr.execute(
        "DO $$ BEGIN RAISE EXCEPTION 'others wrote the same' USING ERRCODE = '40001'; END $$"
    )
