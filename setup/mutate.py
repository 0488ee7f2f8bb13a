# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""`make mutate ADDON=…`: break the plain modules of an addon place by place, and name what no doctest noticed.

Each place is broken in a copy of the addons, never in the working tree. Only the doctests are asked, for they take
seconds: a place that survives may still be held by a test with a database, which `make test ADDON=…` tells.
"""

import ast
import dataclasses
import os
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import odoo as odoo_source
from . import wheels
from .console import Problem, note, step
from .settings import ROOT

# Read by nobody's doctest: models need a database, tests are not under test.
LEFT_OUT = {
    "models",
    "wizards",
    "controllers",
    "tests",
    "migrations",
    "__init__.py",
    "__manifest__.py",
}
OPPOSITE = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
}


@dataclasses.dataclass(frozen=True)
class Place:
    """One way to break one expression: the line, what stands there, what is put there instead."""

    line: int
    was: str
    becomes: str
    source: str


def places(source):
    """Return the Places of a module; `source` of each is the whole module, broken there.

    >>> [(place.line, place.was, place.becomes) for place in places("a = b < 1\\nc = not d")]
    [(1, 'b < 1', 'b <= 1'), (1, '1', '2'), (2, 'not d', 'd')]
    >>> print(places("if a and b:\\n    pass  # kept")[0].source)
    if (a or b):
        pass  # kept
    >>> [place.was for place in places('f"{a + 1}" + b')]
    ['f"{a + 1}" + b']
    >>> places('def f():\\n    "1 < 2"\\n    return x[:-y]')
    []
    """
    found = []
    for node in _outside_texts(ast.parse(source)):
        for broken in _broken(node):
            was, becomes = ast.get_source_segment(source, node), ast.unparse(broken)
            brackets = becomes if isinstance(node, ast.Constant) else f"({becomes})"
            found.append(Place(node.lineno, was, becomes, _replaced(source, node, brackets)))
    return sorted(found, key=lambda place: place.line)


def _outside_texts(node):
    """Yield the nodes below this one, without those in f-strings: before Python 3.12 their place is not told."""
    yield node
    if not isinstance(node, ast.JoinedStr):
        for child in ast.iter_child_nodes(node):
            yield from _outside_texts(child)


def _broken(node):
    """Return the nodes that could stand in the place of this one and mean something else."""
    match node:
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in OPPOSITE:
            return [ast.Compare(left, [OPPOSITE[type(op)]()], [right])]
        case ast.BoolOp(op=op, values=values):
            return [ast.BoolOp(OPPOSITE[type(op)](), values)]
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPPOSITE:
            return [ast.BinOp(left, OPPOSITE[type(op)](), right)]
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return [operand]
        case ast.Constant(value=bool(value)):
            return [ast.Constant(not value)]
        case ast.Constant(value=int(value)):
            return [ast.Constant(value + 1)]
    return []


def _replaced(source, node, text):
    """Return the source with the text in the place of the node; columns of ast count bytes."""
    lines = source.encode().splitlines(keepends=True)
    before = b"".join(lines[: node.lineno - 1]) + lines[node.lineno - 1][: node.col_offset]
    after = lines[node.end_lineno - 1][node.end_col_offset :] + b"".join(lines[node.end_lineno :])
    return (before + text.encode() + after).decode()


def modules(addon):
    """Return the plain modules of an addon that have a doctest."""
    return [
        file
        for file in sorted(addon.rglob("*.py"))
        if not LEFT_OUT & set(file.relative_to(addon).parts) and ">>> " in file.read_text()
    ]


def run(settings):
    """Break each place of ADDON, of those files only whose path has K in it; return 1 when a place survived."""
    addon, pattern = os.environ.get("ADDON"), os.environ.get("K") or ""
    if addon not in settings.suite.names:
        raise Problem(f"Name the addon to break: ADDON= one of {', '.join(settings.suite.names)}.")
    folder = settings.addons / addon
    files = [file for file in modules(folder) if pattern in file.relative_to(folder).as_posix()]
    work = [(file, place) for file in files for place in places(file.read_text())]
    if not work:
        raise Problem(f"{addon} has no plain module with a doctest that matches “{pattern}”.")
    odoo, venv = odoo_source.get(settings), wheels.get(settings, tools=True)
    environment = {**os.environ, "PYTHONPATH": str(odoo.path), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [venv / "bin/python", "-m", "setup.doctests"]

    def survives(item):
        file, place = item
        with tempfile.TemporaryDirectory() as scratch:
            copy = Path(scratch)
            for other in settings.suite.names:
                if other != addon:
                    (copy / other).symlink_to(settings.addons / other)
            shutil.copytree(folder, copy / addon, ignore=shutil.ignore_patterns("static", "i18n"))
            (copy / file.relative_to(settings.addons)).write_text(place.source)
            return _holds([*command, copy, addon], environment)

    if not _holds([*command, settings.addons, addon], environment):
        raise Problem(
            f"The doctests of {addon} fail unbroken: mend them first (make test ADDON={addon})."
        )
    step(f"Breaking {len(work)} places in {len(files)} files of {addon}")
    survivors = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for (file, place), survived in zip(work, pool.map(survives, work), strict=True):
            if survived:
                survivors += 1
                name = file.relative_to(settings.addons)
                print(f"{name}:{place.line}: {place.was} → {place.becomes}", flush=True)
    note(f"{len(work) - survivors} of {len(work)} places noticed ({1 - survivors / len(work):.0%})")
    return int(survivors > 0)


def _holds(command, environment, patience=60):
    """Return whether the doctests pass; those that do not end have noticed."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=patience,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0
