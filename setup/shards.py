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


class TestClass(NamedTuple):
    bases: set
    """Names."""
    runs: bool
    """Whether it stands in a file that the test runner reads."""
    weight: int
    """Grows with the tests of its own; it may inherit others."""


def of(suite, names):
    """Return the shards that the tests of the addons fall into: each test is in exactly one.

    The tests of a single addon that compute fall into two. More addons take minutes to install, once for each shard: one is quicker.

    :param suite: the Suite; the test classes are found by reading its files, so that no Odoo need be loaded.
    """
    classes = {name: _classes(suite.folder / name / "tests") for name in suite.with_tests()}
    bases = {cls: found.bases for own in classes.values() for cls, found in own.items()}
    running = {
        (name, cls): found.weight
        for name in classes
        if name in names
        for cls, found in classes[name].items()
        if found.runs
    }
    http = {key for key in running if THROUGH_HTTP & _ancestors(key[1], bases)}
    rest = {key: weight for key, weight in running.items() if key not in http}
    half = _half(rest) if len(names) == 1 else set()
    return [
        Shard(name, _addons(keys), tags)
        for name, keys, tags in (
            ("http", http, _only(http)),
            ("half", half, _only(half)),
            ("rest", set(rest) - half, _all_but(_addons(set(rest) - half), http | half)),
        )
        if keys
    ]


def _addons(keys):
    return sorted({addon for addon, _cls in keys})


def _only(keys):
    return ",".join(f"/{addon}:{cls}" for addon, cls in sorted(keys))


def _all_but(addons, keys):
    """Rather than a list of classes: a test that was not found by reading runs as well."""
    tags = [f"/{addon}" for addon in addons]
    tags += [f"-/{addon}:{cls}" for addon, cls in sorted(keys) if addon in addons]
    return ",".join(tags)


def _half(weights):
    """Return keys that weigh about half of all.

    >>> sorted(_half({"a": 6, "b": 1, "c": 2, "d": 2}))
    ['b', 'c', 'd']
    >>> _half({"a": 5})
    set()
    """
    left, right = set(), set()
    for key in sorted(weights, key=lambda key: (-weights[key], key)):
        lighter = min(right, left, key=lambda side: sum(weights[other] for other in side))
        lighter.add(key)
    return left


def _classes(folder):
    """Class → TestClass."""
    found = {}
    for file in sorted(folder.glob("*.py")):
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.ClassDef):
                bases = {getattr(base, "attr", None) or base.id for base in node.bases}
                tests = [
                    part for part in node.body if getattr(part, "name", "").startswith("test_")
                ]
                found[node.name] = TestClass(bases, file.name.startswith("test_"), 1 + len(tests))
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
