# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is free and what is taken, against the loops that one would write without us.

In `odoo shell`:

    from benchmarks.addresses import measure
    measure(env)

All of it happens in a scope of its own, which is deleted afterwards.
"""

import ipaddress
import statistics
import time

from odoo.tools import SQL

BATCH = 2_000
NEXT_FREE_TARGET = 20
"""Milliseconds within which the next free address is found."""


def measure(env, taken=40_000, prefixes=2_000, rounds=15):
    """Print and return {subject: (our median, the other median)} in milliseconds."""
    env = env(context={"tracking_disable": True})
    scope = env["ipai.ip.scope"].create({"name": f"Benchmark {time.time():.0f}"})
    try:
        net = _fill(env, scope, taken, prefixes)
        results = {
            f"next free of a /16 with {taken:,} taken": (
                _median(rounds, env, lambda: net._next_free_address()),
                _median(rounds, env, lambda: _next_free_by_loop(env, net)),
            ),
            f"utilization of {prefixes:,} prefixes": (
                _median(rounds, env, lambda: _utilization(env, scope)),
                _median(3, env, lambda: _utilization_by_loop(env, scope)),
            ),
        }
    finally:
        env.cr.rollback()
        for table in ("ipai_ip_address", "ipai_prefix"):
            env.cr.execute(
                SQL("DELETE FROM %s WHERE scope_id = %s", SQL.identifier(table), scope.id)
            )
        env.invalidate_all(flush=False)
        scope.unlink()
        env.cr.commit()
    for subject, (ours, other) in results.items():
        print(f"{subject:42} {ours:9.1f} ms, in a loop {other:9.1f} ms: {other / ours:.0f} times")
    next_free = next(iter(results.values()))[0]
    if next_free > NEXT_FREE_TARGET:
        raise AssertionError(f"next free took {next_free:.1f} ms, more than {NEXT_FREE_TARGET} ms")
    return results


def _fill(env, scope, taken, prefixes):
    """A /16 with its lowest hosts taken, and a container of /24 with five hosts in each third."""
    start = time.monotonic()
    net = env["ipai.prefix"].create({"name": "10.0.0.0/16", "scope_id": scope.id})
    base = ipaddress.ip_network("10.0.0.0/16")
    _addresses(env, scope, (f"{base[number]}/16" for number in range(1, taken + 1)))
    env["ipai.prefix"].create(
        {"name": "172.16.0.0/12", "scope_id": scope.id, "status": "container"}
    )
    outer = ipaddress.ip_network("172.16.0.0/12").subnets(new_prefix=24)
    inner = [next(outer) for _number in range(prefixes)]
    env["ipai.prefix"].create([{"name": str(n), "scope_id": scope.id} for n in inner])
    _addresses(env, scope, (f"{n[host]}/24" for n in inner[::3] for host in range(1, 6)))
    env.cr.commit()
    _vacuum(env)
    print(f"filled in {time.monotonic() - start:.1f} s")
    return net


def _addresses(env, scope, names):
    names = list(names)
    for start in range(0, len(names), BATCH):
        env["ipai.ip.address"].create(
            [{"name": name, "scope_id": scope.id} for name in names[start : start + BATCH]]
        )
        env.flush_all()
        env.invalidate_all()


def _vacuum(env):
    """Do what autovacuum does within a minute on a running database."""
    with env.registry.cursor() as cr:
        cr._cnx.autocommit = True
        cr.execute("VACUUM ANALYZE ipai_ip_address, ipai_prefix")


def _median(rounds, env, work):
    """The median of several runs, each with an empty cache, in milliseconds."""
    seconds = []
    for _round in range(rounds):
        env.invalidate_all()
        start = time.monotonic()
        work()
        seconds.append(time.monotonic() - start)
    return statistics.median(seconds) * 1000


def _utilization(env, scope):
    return env["ipai.prefix"].search([("scope_id", "=", scope.id)]).mapped("utilization")


def _next_free_by_loop(env, net):
    rows = env["ipai.ip.address"].search_read([("scope_id", "=", net.scope_id.id)], ["host"])
    hosts = {row["host"] for row in rows}
    return next(h for h in ipaddress.ip_network(net.name).hosts() if str(h) not in hosts)


def _utilization_by_loop(env, scope):
    percents = []
    for prefix in env["ipai.prefix"].search([("scope_id", "=", scope.id)]):
        count = env["ipai.ip.address"].search_count(
            [
                ("scope_id", "=", scope.id),
                ("host_key", ">=", prefix.first_key),
                ("host_key", "<=", prefix.last_key),
            ]
        )
        percents.append(count * 100 / ipaddress.ip_network(prefix.name).num_addresses)
    return percents
