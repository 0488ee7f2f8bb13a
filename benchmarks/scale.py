# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The largest reports and files that are expected: how long they take, and what the processor works for them.

`make bench K=scale`.

- A CSV of 20,000 rows, half of them known: previewed and applied.
- A snapshot of 1,000 machines with 30 interfaces each, and the same again, unchanged.
- 5,000 such machines as an accepted run, applied in parts by the worker.
- 10,000 objects matched against 100,000 assets: queries for each 1,000.

Everything is in one process beside its database server, so processor time is that of the process; where other
programs use the machine, it says more than the clock.
"""

import time

from . import asset_import, reports

SECONDS = {"preview": 30, "apply": 90, "snapshot": 60, "unchanged": 6}
"""At most, on two quiet cores."""
ROWS, MACHINES, INTERFACES, ACCEPTED = 20_000, 1_000, 30, 5_000
FLEET, OBJECTS, PART = 100_000, 10_000, 1_000


def measure(env):
    """Print the figures; end with 1 when a target is missed."""
    taken = asset_import.measure(env, ROWS, actions=("preview", "apply"))
    taken |= _snapshots(env)
    _accepted(env)
    _matching(env)
    missed = {name: taken[name] for name, most in SECONDS.items() if taken[name] > most}
    if missed:
        raise SystemExit(f"MISSED: {missed}")


def machine(number, interfaces=INTERFACES):
    """A machine as an agent reports it, with an address on each of its first two interfaces."""
    return {
        "id": f"scale-{number}",
        "hostname": f"scale{number:05d}",
        "serial": f"SC-{number:05d}",
        "os_version": "12",
        "interfaces": [
            {
                "name": f"eth{port}",
                "mac": f"3c:52:{port:02x}:{number >> 16 & 255:02x}:{number >> 8 & 255:02x}:{number & 255:02x}",
                "addresses": [f"10.{200 + port}.{number // 250}.{number % 250 + 1}/16"]
                if port < 2
                else [],
            }
            for port in range(interfaces)
        ],
    }


class Watch:
    """Says what was done in how many seconds."""

    def __init__(self, env, what):
        self.env, self.what = env, what

    def __enter__(self):
        self.env.invalidate_all()
        self.began, self.cpu = time.monotonic(), time.process_time()
        return self

    def __exit__(self, *_problem):
        self.env.cr.commit()
        self.seconds = time.monotonic() - self.began
        cpu = time.process_time() - self.cpu
        print(f"{self.what}: {self.seconds:.1f} s, of the process {cpu:.1f} s")


def _snapshots(env):
    objects = [machine(number) for number in range(MACHINES)]
    taken = {}
    for name, counted in (("snapshot", "created"), ("unchanged", "unchanged")):
        with Watch(env, f"{name} of {MACHINES:,} machines x {INTERFACES} interfaces") as watch:
            answer = env["ipai.source"]._take_snapshot("scale", objects, complete=False)
        assert answer["counts"][counted] == MACHINES, answer["counts"]
        taken[name] = watch.seconds
    return taken


def _accepted(env):
    objects = [machine(number) for number in range(MACHINES, MACHINES + ACCEPTED)]
    with Watch(env, f"{ACCEPTED:,} machines x {INTERFACES} accepted"):
        run = env["ipai.accepted.run"]._accept("scale", objects, False)
    with Watch(env, "  and done"):
        while run.state in ("waiting", "working"):
            env["ipai.accepted.run"].sudo()._cron_work()
            env.invalidate_all()
    assert run.state == "done" and run.created_count == ACCEPTED, (run.state, run._counts())


def _matching(env):
    """Objects matched against a fleet, new and then unchanged: what each part asks of the database."""
    source = env["ipai.source"]
    values = {
        "type": env.ref("ipai_asset.type_compute").id,
        "company": env.company.id,
        "source": source.search([("name", "=", "scale")]).id,
        "count": max(FLEET - env["ipai.asset"].search_count([]), 0),
    }
    env.cr.execute(reports.FILL, values)
    env.cr.execute("ANALYZE ipai_asset; ANALYZE ipai_interface; ANALYZE ipai_sighting")
    env.cr.commit()
    objects = [machine(number, 1) for number in range(10**5, 10**5 + OBJECTS)]
    for _time in range(2):
        asked = []
        with Watch(env, f"{OBJECTS:,} objects beside {FLEET:,} assets"):
            for start in range(0, OBJECTS, PART):
                before = env.cr.sql_log_count
                source._take_snapshot("scale", objects[start : start + PART], complete=False)
                env.flush_all()
                asked.append(env.cr.sql_log_count - before)
                env.cr.commit()
                env.invalidate_all()
    print(f"queries for each {PART:,} that stand unchanged: {min(asked)} to {max(asked)}")
