# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""`make sizes`: the same work in a small and in a large installation, and how many times as long it takes there.

BENCH_SIZES (1000,100000) are the assets of the two; they stay in the state folder, so that a second run is short.
"""

import dataclasses
import json
import os

from . import server
from .console import Problem, step
from .instance import make_state, opened
from .settings import ROOT
from .templates import Templates

SIZES = "1000,100000"
MOST = 2.0
"""So many times as long may take what is the same work."""
NOISE = 20.0
"""Milliseconds that are nothing: a row of 3 and one of 9 take as long, on a machine that others use too."""
AGAIN = 3
"""So many times what seems to take longer is measured once more at both sizes: others may have used the machine."""
LONGEST_BATCH = 12_000
"""Milliseconds of a batch: ten runs of one batch each stay within `limit_time_real_cron`."""
PATH = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
FIGURES = "FIGURES "
SAMPLES = "ipai_lab_baseline"


def run(settings):
    """Print the table; return 1 when something grows that must not."""
    own = own_settings(settings)
    server.raise_on_signals()
    make_state(own)
    with opened(own, tools=True, keep=True, durable=False) as instance:
        return measure(instance)


def own_settings(settings):
    """A state of the benchmarks' own below that of the instance."""
    return dataclasses.replace(
        settings, state=settings.state / "bench", db="ipai_bench", host="127.0.0.1", workers=0
    )


def measure(instance):
    """Fill what is not filled, measure both, print the table; return 1 when something is over."""
    sizes = [int(size) for size in (os.environ.get("BENCH_SIZES") or SIZES).split(",")]
    if len(sizes) != 2:
        raise Problem("BENCH_SIZES takes two numbers of assets, as in 1000,100000.")
    kept = [filled(instance, size) for size in sizes]
    figures = [_measure(one, size) for one, size in zip(kept, sizes, strict=True)]
    for _time in range(AGAIN):
        names = over(*figures)
        for one, size, known in zip(kept, sizes, figures, strict=True) if names else ():
            for name, (_kind, spent, _batch) in _measure(one, size, names).items():
                known[name][1] = min(known[name][1], spent)
    return report(sizes, *figures)


def over(small, large):
    """Names of what is the same work and takes too many times as long.

    >>> over({"a": ["flat", 5, 0], "b": ["work", 5, 0]}, {"a": ["flat", 90.0, 0], "b": ["work", 90, 0]})
    ['a']
    """
    return [
        what
        for what, (kind, before, _batch) in small.items()
        if kind == "flat" and factor(before, large[what][1]) > MOST
    ]


def factor(before, after):
    """How many times as long, where what is next to nothing counts as NOISE."""
    return max(after, NOISE) / max(before, NOISE)


def addons(instance):
    """The addons that are measured: the suite without its sample data, and what brings them along."""
    suite = instance.settings.suite
    return [name for name in suite.names if SAMPLES not in suite.closure([name])]


def filled(instance, size):
    """An instance with the suite and an invented installation; kept until the code of an addon changes."""
    templates = Templates(instance)
    names = addons(instance)
    name = f"{templates.name(names)[-12:]}_{size}"
    name = f"ipai_bench_{name}"
    if name in instance.databases.names():
        kept = instance.with_db(name)
        kept.write_config()
        return kept
    filling = templates.copy(templates.get(names), f"{name}_new")
    step(f"Inventing an installation of {size:,} assets")
    filling.run(
        "--no-http",
        subcommand=("shell",),
        stdin=f"{PATH}from benchmarks import installation\ninstallation.fill(env, {size})\n",
        fails="The installation could not be invented.",
    )
    copy = templates.copy(f"{name}_new", name)
    filling.drop()
    return copy


def _measure(instance, size, only=None):
    """The figures of a size; of some rows by their names."""
    step(f"Measuring with {size:,} assets at load {os.getloadavg()[0]:.0f}")
    output = instance.run(
        "--no-http",
        subcommand=("shell",),
        stdin=f"{PATH}from benchmarks import sizes\nsizes.run(env, {size}, {only!r})\n",
        fails="The measurement failed.",
    )
    lines = [line for line in output.splitlines() if line.startswith(FIGURES)]
    if not lines:
        raise Problem(f"The measurement gave no figures; the log: {instance.log_file}")
    return json.loads(lines[-1].removeprefix(FIGURES))


def report(sizes, small, large):
    """Print a row for each thing that was timed; return 1 when one is over.

    >>> report([10, 1000], {"a": ["flat", 5, 0]}, {"a": ["flat", 90.0, 0]})
    | what | 10 | 1,000 | factor | longest batch |
    |---|---:|---:|---:|---:|
    | a | 5 ms | 90 ms | 4.5 **over** | |
    1
    >>> report([10, 1000], {"b": ["work", 5, 3]}, {"b": ["work", 900, 400]})
    | what | 10 | 1,000 | factor | longest batch |
    |---|---:|---:|---:|---:|
    | b | 5 ms | 900 ms | with the work | 400 ms |
    0
    """
    print(f"| what | {sizes[0]:,} | {sizes[1]:,} | factor | longest batch |")
    print("|---|---:|---:|---:|---:|")
    missed, slow = False, over(small, large)
    for what, (kind, before, _batch) in small.items():
        _kind, after, batch = large[what]
        wrong = what in slow or batch > LONGEST_BATCH
        missed |= wrong
        told = f"{factor(before, after):.1f}" if kind == "flat" else "with the work"
        mark = " **over**" if wrong else ""
        lap = f"{batch:.0f} ms " if batch else ""
        print(f"| {what} | {before:.0f} ms | {after:.0f} ms | {told}{mark} | {lap}|")
    return int(missed)
