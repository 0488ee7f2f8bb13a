# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a row would do to its asset."""

import re
from dataclasses import dataclass

from odoo.addons.ipai_asset.identity import split_list
from odoo.addons.ipai_base import told
from odoo.addons.ipai_base.told import is_nothing

from ..parts.keys import is_part, same_part

CREATE, UPDATE, SEEN, UNCHANGED, CONFLICT, ERROR = (
    "create",
    "update",
    "seen",
    "unchanged",
    "conflict",
    "error",
)
NEVER_CLEARED = frozenset({"name", "status", "type_id", "last_seen"})
ONLY_FORWARD = frozenset({"last_seen"})
_EMPTY_TAG = re.compile(r"<(\w+)\s*/>")


@dataclass(frozen=True)
class Change:
    """One field that would go from `old` to `new`."""

    field: str
    old: object
    new: object


def changes_of(wanted, current, row, clear_empty=False):
    """Return the changes that bring an asset from `current` to what the row says.

    >>> from ..reading.rows import ImportRow
    >>> row = ImportRow("Row 2", {}, additive=frozenset({"ip_addresses"}), hints=frozenset({"hostname"}))
    >>> changes_of({"ip_addresses": "192.0.2.2", "hostname": "gw", "notes": None},
    ...            {"ip_addresses": "192.0.2.1", "hostname": "router", "notes": "kept"}, row)
    [Change(field='ip_addresses', old='192.0.2.1', new='192.0.2.1, 192.0.2.2')]
    """
    changes = []
    for field, new in wanted.items():
        old = current.get(field)
        if settled(field, old, row):
            continue
        if is_nothing(new) and not is_part(field):
            if not clear_empty or field in NEVER_CLEARED or field in row.additive:
                continue
            new = None
        if field in row.additive:
            new = united(old, new)
        if not is_same(field, old, new):
            changes.append(Change(field, None if is_nothing(old) else old, new))
    return changes


def settled(field, old, row):
    """Tell whether what a known asset holds in a field stands, whatever the row says.

    >>> from ..reading.rows import ImportRow
    >>> row = ImportRow("Row 2", {}, initial=frozenset({"notes"}), hints=frozenset({"hostname"}))
    >>> settled("notes", None, row), settled("hostname", None, row), settled("hostname", "gw", row)
    (True, False, True)
    """
    return field in row.initial or (field in row.hints and not is_nothing(old))


def action_of(changes):
    """Return what kind of row changes make: to have been seen again is no update.

    >>> action_of([Change("last_seen", None, "2026-01-01 00:00:00")])
    'seen'
    """
    if not changes:
        return UNCHANGED
    return SEEN if {change.field for change in changes} <= ONLY_FORWARD else UPDATE


def held_back(changes, locked):
    """Return (changes to carry out, changes of locked fields, which only become drift).

    >>> held_back([Change("os_version", "11", "12"), Change("location", None, "A1")], {"os_version"})
    ([Change(field='location', old=None, new='A1')], [Change(field='os_version', old='11', new='12')])
    """
    held = set(locked) - ONLY_FORWARD  # when something was seen is nobody's opinion
    free = [change for change in changes if change.field not in held]
    return free, [change for change in changes if change.field in held]


def united(old, new):
    """Return the addresses, or the ids, of both lists, the known ones first.

    >>> united("192.0.2.1", "192.0.2.2, 192.0.2.1")
    '192.0.2.1, 192.0.2.2'
    """
    if isinstance(new, list):
        return [*(old or []), *(entry for entry in new if entry not in (old or []))]
    return ", ".join(dict.fromkeys([*split_list(old), *split_list(new)]))


def circles(hosts):
    """Return the members of each circle in {row: row that it runs on}.

    >>> sorted(circles({"a": "b", "b": "a", "c": "a"}))
    ['a', 'b']
    """
    found = set()
    for start in hosts:
        here, way = start, []
        while here in hosts and here not in way and here not in found:
            way.append(here)
            here = hosts[here]
        if here in way:
            found.update(way[way.index(here) :])
    return found


def depths(hosts):
    """Return how many rows must exist before each row, for rows outside circles.

    >>> depths({"vm": "node", "node": "rack"})
    {'vm': 2, 'node': 1}
    """
    known = {}
    for start in hosts:
        way = []
        here = start
        while here in hosts and here not in known:
            way.append(here)
            here = hosts[here]
        depth = known.get(here, 0)
        for step in reversed(way):
            depth += 1
            known[step] = depth
    return {row: known[row] for row in hosts}


def is_same(field, old, new):
    """Tell whether a field holds already what is to be written."""
    if not (old or new) and is_nothing(old) and is_nothing(new):
        return True
    if field in ONLY_FORWARD:
        return bool(old) and old >= new
    if is_part(field):
        return same_part(field, old, new)
    if field in ("ip_addresses", "mac_addresses"):
        return split_list(old) == split_list(new)
    return told.is_same(old, new)


def holds(field, current, written):
    """Tell whether a field holds what was written to it, whatever of the two was stored in which form.

    >>> holds("notes", "<p>22<br>80</p>", "<p>22<br/>80</p>"), holds("tag_ids", [2, 1], [1, 2])
    (True, True)
    """
    if is_part(field):
        return same_part(field, current, written)
    return told.is_same(_one_form(current), _one_form(written))


def _one_form(value):
    if isinstance(value, str) and "<" in value:
        return _EMPTY_TAG.sub(r"<\1>", value).strip()
    if isinstance(value, list):
        return sorted(value, key=str)
    return value
