# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How the objects of a large snapshot are cut into parts: what others run on first, what leads forward again last."""

from odoo.addons.ipai_discovery.importing.planning.plan import circles, depths

PART = 100
NAMES = ("id", "name", "hostname", "asset_tag", "serial")


def cut(objects, size=PART):
    """Return the positions of the objects in parts, in the order in which they are to be applied.

    A machine comes before what runs on it. An object with a relation to one of a later part comes a second
    time, in parts behind all others, when the other end is there.

    >>> vm = {"hostname": "vm", "host": "pve", "relations": [{"type": "depends on", "target": "nas"}]}
    >>> cut([vm, {"hostname": "pve"}, {"hostname": "nas"}], size=2)
    [[1, 2], [0]]
    >>> web = {"hostname": "web", "relations": [{"type": "depends on", "target": "db"}]}
    >>> cut([web, {"hostname": "mail"}, {"hostname": "db"}], size=2)
    [[0, 1], [2], [0]]
    """
    names = {}
    for position, reported in enumerate(objects):
        for name in _names(reported):
            names.setdefault(name, position)
    hosts = {
        position: names[_key(reported.get("host"))]
        for position, reported in enumerate(objects)
        if _key(reported.get("host")) in names
    }
    circling = circles(hosts)
    depth = depths(
        {p: host for p, host in hosts.items() if p not in circling and host not in circling}
    )
    order = sorted(range(len(objects)), key=lambda position: (depth.get(position, 0), position))
    parts = [order[start : start + size] for start in range(0, len(order), size)]
    part_of = {position: number for number, part in enumerate(parts) for position in part}
    again = [
        position
        for position in order
        if any(
            part_of[names[_key(relation.get("target"))]] > part_of[position]
            for relation in objects[position].get("relations") or ()
            if _key(relation.get("target")) in names
        )
    ]
    return parts + [again[start : start + size] for start in range(0, len(again), size)]


def _key(text):
    return (text or "").strip().lower()


def _names(reported):
    return {_key(reported.get(name)) for name in NAMES} - {""}
