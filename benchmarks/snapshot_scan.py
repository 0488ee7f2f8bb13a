# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A snapshot of 1,000 machines with the scan for secrets, against the same without it.

`make bench K=snapshot_scan`; or in `odoo shell` of a database whose name has `bench` in it:

    from benchmarks.snapshot_scan import measure
    measure(env)

Both run in turn in one process, which is what counts: its own processor time, whatever else the machine does. Each
run is rolled back. Of the pairs the median counts.
"""

import gc
import os
import time
from contextlib import ExitStack
from statistics import median
from unittest.mock import patch

from odoo.addons.ipai_base import compat, log_masking
from odoo.addons.ipai_base.models import ipai_secret_finding, ipai_secret_scan
from odoo.addons.ipai_discovery import schemas

MACHINES = 1_000
PAIRS = int(os.environ.get("BENCH_ROUNDS") or 5)
MOST = 1.05
"""So many times as much time may a snapshot take with the scan."""


def measure(env, machines=MACHINES, pairs=PAIRS):
    """Print the figures; raise AssertionError when a target is missed."""
    if "bench" not in env.cr.dbname:
        raise SystemExit("Run it in a database that has bench in its name: it writes a lot.")
    env = env(user=env.ref("base.user_admin"))
    for what, prepare in (("all new", None), ("unchanged", True)):
        ratios, withs = [], []
        for number in range(pairs + 1):
            spent = {}
            for scanned in (True, False) if number % 2 else (False, True):
                spent[scanned] = _snapshot(env, machines, number, scanned, prepare)
            if number:  # The first warms the caches.
                ratios.append(spent[True] / spent[False])
                withs.append(spent[True])
        print(
            f"{what:10} {machines} machines: {median(withs):6.2f} s of the processor with the scan, "
            f"{median(ratios):.3f} times as without ({min(ratios):.3f} to {max(ratios):.3f}, {pairs} pairs)"
        )
        if median(ratios) > MOST:
            raise AssertionError(f"{what}: more than {MOST} times")


def _snapshot(env, machines, number, scanned, again):
    """Seconds of this process's own time."""
    mark = f"{number}"
    body = {"source": f"bench-{mark}", "objects": [_machine(mark, n) for n in range(machines)]}
    objects = [reported.told() for reported in schemas.Snapshot.model_validate(body).objects]
    with ExitStack() as stack:
        stack.enter_context(patch.object(compat, "commit_batch", lambda *_args, **_kwargs: None))
        if not scanned:
            for module in (ipai_secret_scan, ipai_secret_finding):
                stack.enter_context(patch.object(module, "kinds_in", lambda *_args, **_kwargs: []))
            stack.enter_context(patch.object(log_masking, "mask", lambda text: text))
        if again:
            env["ipai.source"]._take_snapshot(body["source"], objects)
            env.flush_all()
            env.invalidate_all()
        gc.collect()
        started = time.process_time()
        answer = env["ipai.source"]._take_snapshot(body["source"], objects)
        env.flush_all()
        spent = time.process_time() - started
    expected = "unchanged" if again else "created"
    if answer["counts"][expected] != machines:
        raise AssertionError(f"not all machines are {expected}: {answer['counts']}")
    env.cr.rollback()
    env.transaction.clear()
    return spent


def _machine(mark, number):
    return {
        "hostname": f"snap{mark}x{number}",
        "serial": f"SNAP{mark}{number:05}",
        "type": "compute",
        "os_version": "12",
        "purpose": f"Rack R{number % 40}, unit {number % 42}; backups at 02:30, kept 30 days. Runs the shop of customer {number % 90}.",
        "interfaces": [
            {
                "name": "eth0",
                "mac": f"02:{int(mark):02x}:00:00:{number // 256:02x}:{number % 256:02x}",
                "addresses": [f"10.{int(mark) + 10}.{number // 250}.{number % 250 + 1}/16"],
            }
        ],
    }
