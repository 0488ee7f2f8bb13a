# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which of Odoo's tests run side by side: those that go through HTTP wait a lot, the others compute."""

import ast
from typing import NamedTuple

THROUGH_HTTP = {"HttpCase"}
BROWSER = {"start_tour", "browser_js"}
# A tour takes as long as so many other tests.
TOUR = 70


class Shard(NamedTuple):
    name: str
    addons: list
    """Those with tests in it."""
    tags: str
    """The value of --test-tags."""


class TestClass(NamedTuple):
    bases: set
    """Names."""
    runs: bool
    """Whether it stands in a file that the test runner reads."""
    weight: int
    """Roughly how long its own tests take, in tests that do not open a browser."""


def of(suite, names):
    """Return the shards that the tests of the addons fall into: each test is in exactly one.

    Those through HTTP stay together, since what they need is made once; others join them until both shards weigh the same.

    :param suite: the Suite; the test classes are found by reading its files, so that no Odoo need be loaded.
    """
    classes = {name: _classes(suite.folder / name / "tests") for name in suite.with_tests()}
    bases = {cls: found.bases for own in classes.values() for cls, found in own.items()}
    weights = {
        (name, cls): found.weight
        for name in classes
        if name in names
        for cls, found in classes[name].items()
        if found.runs
    }
    http = {key for key in weights if THROUGH_HTTP & _ancestors(key[1], bases)}
    if http:
        http |= _fill(http, weights)
    rest = set(weights) - http
    shards = (
        Shard("http", _addons(http), _only(http)),
        Shard("rest", _addons(rest), _all_but(_addons(rest), http)),
    )
    return [shard for shard in shards if shard.addons]


def _addons(keys):
    return sorted({addon for addon, _cls in keys})


def _only(keys):
    return ",".join(f"/{addon}:{cls}" for addon, cls in sorted(keys))


def _all_but(addons, keys):
    """Rather than a list of classes: a test that was not found by reading runs as well."""
    tags = [f"/{addon}" for addon in addons]
    tags += [f"-/{addon}:{cls}" for addon, cls in sorted(keys) if addon in addons]
    return ",".join(tags)


def _fill(shard, weights):
    """Return keys to add to a shard, so that it weighs about as much as all others.

    >>> sorted(_fill({"a"}, {"a": 3, "b": 1, "c": 6, "d": 2}))
    ['b', 'd']
    >>> _fill({"a"}, {"a": 5, "b": 4})
    set()
    """
    more = set()
    lacking = sum(weights.values()) / 2 - sum(weights[key] for key in shard)
    for key in sorted(weights.keys() - shard, key=lambda key: (weights[key], key)):
        if weights[key] <= lacking:
            lacking -= weights[key]
            more.add(key)
    return more


def _classes(folder):
    """Class → TestClass."""
    found = {}
    for file in sorted(folder.glob("*.py")):
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.ClassDef):
                bases = {getattr(base, "attr", None) or base.id for base in node.bases}
                found[node.name] = TestClass(bases, file.name.startswith("test_"), _weight(node))
    return found


def _weight(cls):
    """The weight of a class, as a node of the syntax tree.

    >>> _weight(ast.parse("class A:\\n def test_a(self): pass\\n def test_b(self): self.start_tour()").body[0])
    72
    """
    names = [getattr(node, "name", None) or getattr(node, "attr", "") for node in ast.walk(cls)]
    tests = sum(name.startswith("test_") for name in names)
    return tests + TOUR * sum(name in BROWSER for name in names)


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
