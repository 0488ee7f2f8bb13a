# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Time a read as a server does it: warm code, cold record cache."""

from statistics import median
from time import perf_counter

RUNS = 9
"""Of which the median counts; the first, which warms the caches of the server, is left out."""


def milliseconds(env, read, runs=RUNS):
    """The median time of ``read()`` in milliseconds."""
    times = []
    for _run in range(runs):
        env.invalidate_all()
        started = perf_counter()
        read()
        times.append((perf_counter() - started) * 1000)
    return median(times[1:])


def table(rows, limit):
    """The figures as a Markdown table: a row is (what, ours, plain, hits), times in milliseconds."""
    lines = [
        "| read | ipai.asset | plain model | plain : ours | found |",
        "|---|---:|---:|---:|---:|",
    ]
    for what, ours, plain, hits in rows:
        mark = "" if ours < limit else " **over**"
        lines.append(
            f"| {what} | {ours:.0f} ms{mark} | {plain:.0f} ms | {plain / ours:.1f} | {hits} |"
        )
    return "\n".join(lines)
