# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which of Odoo's tests run side by side: those that go through HTTP wait a lot, the others compute."""

import ast
from typing import NamedTuple

THROUGH_HTTP = {"HttpCase"}


class Shard(NamedTuple):
    name: str
    addons: list
    """Those with tests in it."""
    tags: str
    """The value of --test-tags."""


def of(suite, names):
    """Return the shards that the tests of the addons fall into: each test is in exactly one.

    :param suite: the Suite; the test classes are found by reading its files, so that no Odoo need be loaded.
    """
    names = [name for name in suite.with_tests() if name in names]
    classes = {name: _classes(suite.folder / name / "tests") for name in suite.with_tests()}
    bases = {cls: some for found in classes.values() for cls, (some, _runs) in found.items()}
    http, rest = Shard("http", [], []), Shard("rest", [], [])
    for name in names:
        running = {cls for cls, (_bases, runs) in classes[name].items() if runs}
        through_http = {cls for cls in running if THROUGH_HTTP & _ancestors(cls, bases)}
        if through_http:
            http.addons.append(name)
            http.tags.extend(f"/{name}:{cls}" for cls in sorted(through_http))
        if running - through_http:
            rest.addons.append(name)
            rest.tags.append(f"/{name}")
            rest.tags.extend(f"-/{name}:{cls}" for cls in sorted(through_http))
    return [shard._replace(tags=",".join(shard.tags)) for shard in (http, rest) if shard.addons]


def _classes(folder):
    """Class → (names of its bases, whether it stands in a file that the test runner reads)."""
    found = {}
    for file in sorted(folder.glob("*.py")):
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.ClassDef):
                bases = {getattr(base, "attr", None) or base.id for base in node.bases}
                found[node.name] = bases, file.name.startswith("test_")
    return found


def _ancestors(cls, bases):
    """The names of all classes above one.

    >>> sorted(_ancestors("A", {"A": {"B"}, "B": {"HttpCase"}}))
    ['B', 'HttpCase']
    """
    found, new = set(), set(bases.get(cls, ()))
    while new:
        found |= new
        new = {above for name in new for above in bases.get(name, ())} - found
    return found
