# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The door of the inbox before an empty table and before one of five million events.

    python3 -m benchmarks.inbox_rows

serves as `benchmarks.inbox` does, calls the door and the bare route in turn, fills the table (`BENCH_ROWS`,
5,000,000 events with their keys), calls again, empties it and calls once more. It prints how PostgreSQL carries out
what the door and the lanes ask of the full table, and fails when the 95th percentile of the full one is more than
1.2 times that of the empty one, or when a plan reads a whole table. The load of a machine that others use changes
within minutes; so each percentile is also given in multiples of the bare route's, of the same rounds.
"""

import os
import re
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from benchmarks.inbox import Kinds, _round, _serving, _wait_until_empty
from setup import server
from setup.settings import ROOT

ROWS = int(os.environ.get("BENCH_ROWS") or 5_000_000)
ROUNDS = int(os.environ.get("BENCH_ROUNDS") or 8)
MOST = 1.2
PART = 250_000

FILL = """
WITH source AS (SELECT id, company_id FROM ipai_inbox_source WHERE name = 'Bench'), added AS (
    INSERT INTO ipai_inbox_event (
        source_id, company_id, kind, received_on, delivery_key, state, attempts, replays, crashes, size, headers,
        raw, lane, order_key, reason
    )
    SELECT source.id, source.company_id, 'bench',
           now() AT TIME ZONE 'UTC' - interval '90 days' + n * interval '90 days' / {rows},
           'old' || n, 'done', 1, 0, 0, 40, '{{}}', '{{}}', 0, source.id || ':' || n % 5000, 'Written'
      FROM generate_series({first}, {last}) AS n, source
    RETURNING id, source_id, delivery_key
)
INSERT INTO ipai_inbox_key (source_id, key, digest, event_id, since)
SELECT source_id, delivery_key, md5(delivery_key), id, now() FROM added
"""
EMPTY = "TRUNCATE ipai_inbox_event, ipai_inbox_key"
VALUES = {
    "source": "(SELECT id FROM ipai_inbox_source WHERE name = 'Bench')",
    "company": "1",
    "kind": "'bench'",
    "rate": "600",
    "key": "'one more'",
    "digest": "'x'",
    "window": "NULL::int",
    "address": "''",
    "content_type": "''",
    "size": "2",
    "headers": "'{}'",
    "raw": "'{}'",
    "lane": "0",
    "limit": "200",
}


def main():
    server.raise_on_signals()
    with tempfile.TemporaryDirectory() as folder, _serving(Path(folder)) as (running, made, copy):
        kinds = {
            name: make
            for name, make in Kinds(made).all().items()
            if name in ("inbox update", "bare insert")
        }

        def ask(statement):
            return copy.databases.query(statement, copy.settings.db)

        # Above what is sent here, so that it is counted as for any source.
        ask("UPDATE ipai_inbox_source SET rate_limit = 100000 WHERE name = 'Bench'")
        _round(running.url, kinds)  # warms both workers
        measured = {"empty": _measure(running, kinds, copy)}
        began = time.monotonic()
        for first in range(1, ROWS + 1, PART):
            ask(FILL.format(rows=ROWS, first=first, last=min(first + PART - 1, ROWS)))
        ask("VACUUM ANALYZE ipai_inbox_event")
        ask("VACUUM ANALYZE ipai_inbox_key")
        print(f"{ROWS} events filled in {time.monotonic() - began:.0f} s")
        measured["full"] = _measure(running, kinds, copy)
        whole = _plans(ask)
        ask(EMPTY)
        measured["empty again"] = _measure(running, kinds, copy)
    for name, (own, bare) in measured.items():
        print(f"{name:12} p95 {own:6.1f} ms, bare route {bare:6.1f} ms, {own / bare:.2f} times")
    empty = median(measured[name][0] for name in ("empty", "empty again"))
    figure = measured["full"][0] / empty
    print(f"full against empty {figure:.2f}  target <= {MOST} {'' if figure <= MOST else 'MISSED'}")
    for line in whole:
        print(f"reads a whole table: {line}")
    return int(figure > MOST or bool(whole))


def _measure(running, kinds, copy):
    """Return the 95th percentiles, in milliseconds, of the door and of the bare route."""
    times = {kind: [] for kind in kinds}
    for _number in range(ROUNDS):
        for kind, (_seconds, calls) in _round(running.url, kinds).items():
            times[kind] += calls
        _wait_until_empty(copy)
    return [quantiles(times[kind], n=20)[18] * 1000 for kind in ("inbox update", "bare insert")]


def _plans(ask):
    """Print how each statement is carried out; return the lines that read a whole table of the inbox."""
    whole = []
    for name, statement in _statements().items():
        filled = re.sub(r"%\((\w+)\)s", lambda found: VALUES[found[1]], statement)
        lines = [row[0] for row in ask(f"BEGIN; EXPLAIN (ANALYZE, COSTS OFF) {filled}; ROLLBACK")]
        print(f"\n{name}")
        print("\n".join(f"    {line}" for line in lines))
        whole += [line for line in lines if re.search(r"Seq Scan on ipai_inbox_(event|key)", line)]
    print()
    return whole


def _statements():
    """What the door and the lanes ask, as their modules have it: these know nothing of a database yet."""
    door = (ROOT / "addons/ipai_inbox/door.py").read_text()
    lane = (ROOT / "addons/ipai_inbox/models/ipai_inbox_lane.py").read_text()

    def constant(text, name):
        return re.search(rf'^{name} = f?"""(.*?)"""', text, re.M | re.S)[1]

    free = re.search(r'^FREE = "(.*)"', door, re.M)[1]
    keep, once = constant(door, "KEEP"), constant(door, "TAKE_ONCE").replace("{FREE}", free)
    return {
        "the door keeps an event": keep.replace("{taken}", once),
        "the door knows a duplicate": constant(door, "KNOWN"),
        "a lane claims": constant(lane, "CLAIM"),
    }


if __name__ == "__main__":
    sys.exit(main())
