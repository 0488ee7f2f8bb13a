# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What an unchanged report costs in a small fleet and in a large one: by its own size, not the fleet's.

    DB=bench make run                          # once: a database of its own; stop it when it serves
    DB=bench make shell < benchmarks/reports.py

Takes snapshots of 1, 10 and 100 machines that nothing has changed about, at 300 assets and at BENCH_ASSETS
(107,000): time and queries, median of seven. The machines that make the fleet large are written by SQL, with
names, serial numbers, interfaces and addresses as the others have. Everything is rolled back at the end.

Targets: at most twice the time, and the same number of queries.
"""

import os
import statistics
import time

SMALL, LARGE = 300, int(os.environ.get("BENCH_ASSETS", "107000"))
SIZES = (1, 10, 100)
TIMES = 7
TIMES_SLOWER = 2

FILL = """
WITH made AS (
    INSERT INTO ipai_asset (name, hostname, hostname_key, serial_number, serial_key, type_id, company_id, status,
                            active, search_text, create_uid, write_uid, create_date, write_date)
    SELECT 'fill' || n, 'fill' || n, 'fill' || n, 'FL-' || n, 'FL' || n, %(type)s, %(company)s, 'active',
           TRUE, 'fill' || n, 1, 1, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
      FROM generate_series(1, %(count)s) n RETURNING id, name),
cards AS (
    INSERT INTO ipai_interface (asset_id, name, kind, mac_address, company_id, sort_key, unique_key)
    SELECT id, 'eth0', 'physical', '3c:53:' || substr(lpad(to_hex(id), 8, '0'), 1, 2) || ':' ||
           substr(lpad(to_hex(id), 8, '0'), 3, 2) || ':' || substr(lpad(to_hex(id), 8, '0'), 5, 2) || ':' ||
           substr(lpad(to_hex(id), 8, '0'), 7, 2), %(company)s, 'eth000000', id || '/eth000000' FROM made
    RETURNING id, asset_id)
INSERT INTO ipai_sighting (asset_id, source_id, external_id, first_seen, last_seen, missed, company_id)
SELECT asset_id, %(source)s, 'fill-' || asset_id, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC', 0, %(company)s
  FROM cards
"""


def machine(number):
    return {
        "id": f"bench-{number}",
        "hostname": f"bench{number:05d}",
        "serial": f"BN-{number:05d}",
        "os_version": "12",
        "interfaces": [
            {
                "name": "eth0",
                "mac": f"3c:52:82:be:{number // 256:02x}:{number % 256:02x}",
                "addresses": [f"10.222.{number // 250}.{number % 250 + 1}/16"],
            }
        ],
    }


def costs(env):
    """Return {size: (seconds, queries)} of unchanged reports, the median of several."""
    sources, found = env["ipai.source"], {}
    for size in SIZES:
        taken = []
        for _time in range(TIMES):
            env.flush_all()
            env.invalidate_all()
            before, started = env.cr.sql_log_count, time.perf_counter()
            answer = sources._take_snapshot(
                "bench-agents", [machine(n) for n in range(size)], complete=False
            )
            env.flush_all()
            taken.append((time.perf_counter() - started, env.cr.sql_log_count - before))
            assert answer["counts"]["unchanged"] == size, answer["counts"]
        found[size] = tuple(statistics.median(column) for column in zip(*taken, strict=True))
    return found


def measure(env):
    """Print the figures; raise AssertionError when a target is missed."""
    sources, assets = env["ipai.source"], env["ipai.asset"]
    sources._take_snapshot("bench-agents", [machine(n) for n in range(SMALL)], complete=False)
    small = costs(env)
    values = {
        "type": env.ref("ipai_asset.type_compute").id,
        "company": env.company.id,
        "source": sources.search([("name", "=", "bench-agents")]).id,
        "count": max(LARGE - assets.search_count([]), 0),
    }
    env.flush_all()
    env.cr.execute(FILL, values)
    env.cr.execute("ANALYZE ipai_asset; ANALYZE ipai_interface; ANALYZE ipai_sighting")
    env.invalidate_all()
    large = costs(env)
    print(
        f"{'objects':>8} {'at 300':>10} {f'at {assets.search_count([]):,}':>12} {'times':>6} {'queries':>9}"
    )
    for size in SIZES:
        (one, asked), (other, asked_then) = small[size], large[size]
        print(
            f"{size:8d} {1000 * one:7.1f} ms {1000 * other:9.1f} ms {other / one:6.2f} {asked:.0f}/{asked_then:.0f}"
        )
        assert asked_then <= asked, "The number of queries grows with the fleet."
        assert other <= TIMES_SLOWER * one, "A report costs by the fleet's size."


if "env" in globals():
    try:
        measure(env)  # noqa: F821
    finally:
        env.cr.rollback()  # noqa: F821
