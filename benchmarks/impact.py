# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The impact of 20 random roots over 100,000 assets and 300,000 relations, three ways.

    odoo shell -d bench < benchmarks/impact.py

in the top folder of the repository. The database must have `bench` in its name and no assets, or
those of an earlier run.

The roots are drawn from the 7 % of the assets on which others depend: the others answer at once.
Ours tells what fails, how deep and over which path, redundancy included. The walk asks the ORM for
the relations of each level, as one does who writes it in an afternoon. The bare query is the least
that PostgreSQL can be asked: the nodes that can be reached, without depth, path or redundancy.
"""

import os
from datetime import date
from random import Random
from statistics import median
from time import perf_counter

ASSETS = 100_000
RELATIONS = 300_000
ROOTS = 20
RUNS = 9
SEED = 20261122
LAYERS = (0.001, 0.01, 0.06, 0.929)
"""Of the assets: core network, access switches and storage, hypervisors, what runs on them."""
GROUPED = 0.1
"""Of the relations, those in a redundancy group of two of which one suffices."""
WALK_RATIO = 3
BARE_RATIO = 2

BARE = """
    WITH RECURSIVE reach(node) AS (
        SELECT %s
         UNION
        SELECT step.node FROM reach, LATERAL (
            SELECT r.impact_to FROM ipai_relation r WHERE r.impact_from = reach.node AND r.impact_from <> 0
             UNION ALL
            SELECT a.id FROM ipai_asset a WHERE a.host_id = reach.node
        ) AS step(node)
    )
    SELECT node FROM reach
"""


def run(env):
    """Fill the database if it is not filled, measure, print the table; raise when too slow."""
    ids = _prepare(env)
    carriers = ids[: round(ASSETS * sum(LAYERS[:3]))]
    roots = Random(SEED).sample(carriers, ROOTS)
    ways = {"ours": _ours, "walk with the ORM": _walk, "bare query": _bare}
    times = {name: [] for name in ways}
    sizes = []
    for root in roots:
        found, laps = {}, {name: [] for name in ways}
        for _run in range(RUNS):
            for name, way in ways.items():
                env.invalidate_all()
                started = perf_counter()
                found[name] = way(env, root)
                laps[name].append((perf_counter() - started) * 1000)
        for name, some in laps.items():
            times[name].append(median(some))
        sizes.append(len(found["bare query"]))
        if not found["ours"] <= found["bare query"] == found["walk with the ORM"]:
            raise AssertionError(f"root {root}: the three ways do not agree")
    _report(times, sizes)


def _report(times, sizes):
    print(
        f"\n{ASSETS:,} assets, {RELATIONS:,} relations, {date.today()}, {os.cpu_count()} cores; reached from a "
        f"root: median {median(sizes):.0f}, most {max(sizes):,}\n"
    )
    print("| way | median of 20 roots | all 20 roots |\n|---|---:|---:|")
    for name, values in times.items():
        print(f"| {name} | {median(values):.2f} ms | {sum(values):.0f} ms |")
    ours, walk, bare = (median(values) for values in times.values())
    print(f"\nwalk : ours = {walk / ours:.1f}; ours : bare = {ours / bare:.2f}")
    if walk < WALK_RATIO * ours or ours > BARE_RATIO * bare:
        raise SystemExit(
            f"Missed: the walk must take at least {WALK_RATIO} times as long as ours, ours at most "
            f"{BARE_RATIO} times as long as the bare query."
        )


def _ours(env, root):
    return set(env["ipai.impact"]._what_fails([root]).failed)


def _bare(env, root):
    env.cr.execute(BARE, [root])
    return {node for (node,) in env.cr.fetchall()}


def _walk(env, root):
    """One search for relations and one for guests at each level."""
    found, level = {root}, [root]
    while level:
        relations = env["ipai.relation"].search_fetch(
            [("target_asset_id", "in", level), ("type_id.impact", "=", "backward")],
            ["source_asset_id"],
        )
        guests = env["ipai.asset"].search([("host_id", "in", level)])
        level = list({*relations.source_asset_id.ids, *guests.ids} - found)
        found.update(level)
    return found


def _prepare(env):
    """The ids of the assets, lowest layer first; invented by SQL unless they stand already."""
    if "bench" not in env.cr.dbname:
        raise SystemExit(
            f"The benchmark fills the database with {ASSETS:,} invented assets, and {env.cr.dbname} may hold "
            "real ones. Give it a database of its own with “bench” in its name, as in DB=bench."
        )
    ids = env["ipai.asset"].search([("source", "=", "impact benchmark")], order="id").ids
    if not ids:
        ids = _fill(env)
        env.cr.commit()
        env.cr.execute("ANALYZE ipai_asset, ipai_relation")
        env.cr.commit()
    if len(ids) != ASSETS:
        raise SystemExit(
            f"{env.cr.dbname} holds {len(ids):,} assets of an earlier run. Drop it first."
        )
    return ids


def _fill(env):
    """Each asset of a layer needs some of the layer below, and the guests have a host."""
    random = Random(SEED)
    ids = [
        row[0]
        for row in env.cr.execute_values(
            "INSERT INTO ipai_asset (name, asset_tag, type_id, company_id, status, active, source)"
            " VALUES %s RETURNING id",
            [
                (f"impact {n}", f"IMPACT-{n}", env.ref("ipai_asset.type_compute").id, env.company.id,
                 "active", True, "impact benchmark")
                for n in range(ASSETS)
            ],
            page_size=1000,
            fetch=True,
        )
    ]  # fmt: skip
    layers, start = [], 0
    for share in LAYERS:
        layers.append(ids[start : start + round(share * ASSETS)])
        start += round(share * ASSETS)
    hosts = [(random.choice(layers[2]), guest) for guest in layers[3]]
    env.cr.execute_values(
        "UPDATE ipai_asset a SET host_id = v.host FROM (VALUES %s) AS v(host, guest) WHERE a.id = v.guest",
        hosts,
    )
    kind = env.ref("ipai_topology.relation_type_depends_on").id
    edges = {}
    while len(edges) < RELATIONS:
        upper = random.choices(range(1, len(layers)), [len(layer) for layer in layers[1:]])[0]
        effects, causes = layers[upper], layers[upper - 1]
        # Most relations stay near: what is numbered alike stands in the same rack.
        position = random.randrange(len(effects))
        near = round(position / len(effects) * len(causes) + random.gauss(0, 3)) % len(causes)
        edges[causes[near], effects[position]] = None
    groups = _groups(env, edges, random)
    env.cr.execute_values(
        "INSERT INTO ipai_relation (type_id, source_asset_id, target_asset_id, company_id, impact_from,"
        " impact_to, redundancy_group_id) VALUES %s",
        [(kind, effect, cause, env.company.id, cause, effect, groups.get((cause, effect)))
         for cause, effect in edges],
        page_size=1000,
    )  # fmt: skip
    env.invalidate_all()
    return ids


def _groups(env, edges, random):
    """Put pairs of relations of one dependent into a group."""
    causes = {}
    for cause, effect in edges:
        causes.setdefault(effect, []).append(cause)
    chosen = [
        effect for effect, some in causes.items() if len(some) > 1 and random.random() < GROUPED
    ]
    ids = [
        row[0]
        for row in env.cr.execute_values(
            "INSERT INTO ipai_redundancy_group (name, needed, company_id) VALUES %s RETURNING id",
            [(f"impact {effect}", 1, env.company.id) for effect in chosen],
            page_size=1000,
            fetch=True,
        )
    ]
    return {
        (cause, effect): group
        for effect, group in zip(chosen, ids, strict=True)
        for cause in causes[effect][:2]
    }


run(env)  # noqa: F821 (given by the shell)
