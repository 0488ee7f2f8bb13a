# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Scheduled actions with ten times the work of `make sizes`, in its installation of 100,000 assets, run after run.

In `odoo shell` of that database, whose name has `bench` in it:

    from benchmarks.tenfold import measure
    measure(env)

A row: what waited, how much of it is left after so many runs, which go on until nothing is, and how long the longest run
and batch took. Nothing stays.
"""

import os
from time import perf_counter, process_time

from odoo import fields

from .sizes import _batches, _cron

RUNS = int(os.environ.get("BENCH_ROUNDS") or 1_000)
"""At most; each ends after some seconds, and the next goes on."""
LIMIT = 120
"""Seconds that Odoo gives an action (`limit_time_real`)."""


def measure(env):
    """Print the rows; raise AssertionError when a run takes longer than it may, or gets nowhere."""
    for what, xmlid, prepare, left in ROWS:
        env.cr.execute(prepare)
        before = left(env)
        longest = batches = spent = 0
        for _run in range(RUNS):
            laps, started, own = [], perf_counter(), process_time()
            with _batches(env, laps):
                _cron(env, xmlid).run()
                env.flush_all()
            longest = max(longest, perf_counter() - started)
            spent += process_time() - own
            batches = max([batches, *laps])
            after = left(env)
            if not after:
                break
        print(
            f"| {what} | {before:,} | {after:,} after {_run + 1} | {longest:.1f} s | {batches / 1000:.1f} s"
            f" | {spent / max(before - after, 1) * 1000:.1f} ms |",
            flush=True,
        )
        env.cr.rollback()
        env.transaction.clear()
        if longest > LIMIT or after >= before > 0:
            raise AssertionError(f"{what}: {longest:.0f} s, {after} of {before} left")


def _count(query):
    def count(env):
        env.flush_all()
        env.cr.execute(query)
        return env.cr.fetchone()[0]

    return count


def _due(env):
    env.flush_all()
    env.invalidate_all()
    notices = env["ipai.expiry.notice"].sudo()
    return len(notices._due(fields.Date.context_today(notices)))


ROWS = (
    (
        "end proposals that ran out: 40 % of all",
        "ipai_proposal.cron_proposals",
        "UPDATE ipai_proposal SET state = 'pending', expires_at = now() - interval '1 day' WHERE id % 10 < 4",
        _count("SELECT count(*) FROM ipai_proposal WHERE state = 'pending' AND expires_at < now()"),
    ),
    (
        "escalate the reviews of 10 % of the changes",
        "ipai_change_approval.cron_escalate_reviews",
        "UPDATE ipai_change SET state = 'review', review_due_at = now() - interval '1 day' WHERE id % 10 = 0",
        _count(
            "SELECT count(*) FROM ipai_change WHERE state = 'review' AND review_due_at < now()"
            " AND review_escalated IS NOT TRUE"
        ),
    ),
    (
        "remind of what expires: the warranty and the end of life of each asset within 30 days",
        "ipai_asset.cron_remind",
        "UPDATE ipai_asset SET warranty_date = current_date + 1 + id % 30, end_of_life_date = current_date + 1 + id % 29",
        _due,
    ),
)
