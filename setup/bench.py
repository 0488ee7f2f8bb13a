# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""`make bench`: the measurements that a delivery must keep, in one command, in databases of their own; 1 when a target is missed.

K chooses some by name: asset_api, credentials, impact, loom, outbox, scale, seats, sizes, snapshot, snapshot_scan, tenfold.
"""

import contextlib
import os
import re
import subprocess
import sys
import tempfile

from . import database, server, sizes
from .console import Problem, step
from .instance import LOG_LINE, call_python, free_port, make_state, opened
from .settings import ROOT
from .templates import Templates

KEY = """
import json
from odoo.addons.ipai_base.compat import GROUPS_FIELD
key = env["ipai.api.key"]._for_script("bench", ["assets"])
bot = env["res.users"].search([("login", "=", "bench")])
bot.write({GROUPS_FIELD: [(4, env.ref("ipai_base.group_technician").id)]})
env.cr.commit()
print("KEY " + key)
"""


MEASURE = """
import sys
sys.path.insert(0, {root!r})
from benchmarks.{name} import measure
measure(env)
"""


def run(settings):
    """Measure one after the other; return 1 when a target was missed."""
    pattern = os.environ.get("K") or ""
    chosen = {name: measure for name, measure in MEASURES.items() if pattern in name}
    if not chosen:
        raise Problem(f"K={pattern} names no measurement: choose of {', '.join(MEASURES)}.")
    own = sizes.own_settings(settings)
    server.raise_on_signals()
    make_state(own)
    missed = []
    with opened(own, tools=True, keep=True, durable=False) as instance:
        for name, measure in chosen.items():
            step(f"Benchmark {name}")
            try:
                if measure(instance):
                    missed.append(name)
            except Problem as problem:
                print(problem, file=sys.stderr)
                missed.append(name)
    print(f"Missed: {', '.join(missed)}" if missed else "All targets are met.")
    return int(bool(missed))


FILL = """
import sys
sys.path.insert(0, {root!r})
from benchmarks import {name}
{name}.fill(env, {file!r})
"""


def _asset_api(_instance):
    """In a state of its own: the bare route is an addon of the benchmarks."""
    command = [sys.executable, "-m", "benchmarks.asset_api"]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def _loom(instance):
    names = ["ipai_loom_gateway"]
    with (
        _copy(instance, "loom", names=names, port=free_port(), workers=2) as copy,
        tempfile.TemporaryDirectory() as folder,
    ):
        database.set_password(copy, {})  # the addons of the template are up to date
        file = os.path.join(folder, "keys")
        copy.run(
            "--no-http",
            subcommand=("shell",),
            stdin=FILL.format(root=str(ROOT), name="loom", file=file),
            fails="The contacts could not be made.",
        )
        with server.serving(copy) as (running, process):
            asked = [running.url, file, str(process.pid)]
            return call_python(copy, {}, "-m", "benchmarks.loom", *asked)


def _credentials(instance):
    _measure(instance, "credentials", ["ipai_credential_ref"])


def _outbox(instance):
    _measure(instance, "outbox", ["ipai_discovery", "ipai_inbox"])


def _scale(instance):
    _measure(instance, "scale", ["ipai_discovery_runs"])


def _snapshot_scan(instance):
    _measure(instance, "snapshot_scan", ["ipai_discovery"])


def _tenfold(instance):
    """In the large installation of `make sizes`."""
    output = sizes.filled(instance, 100_000).run(
        "--no-http",
        subcommand=("shell",),
        stdin=MEASURE.format(root=str(ROOT), name="tenfold"),
        fails="tenfold.py misses its target.",
    )
    print(_spoken(output))


def _seats(instance):
    _measure(instance, "seats", ["ipai_seat_billing"])


def _measure(instance, name, addons):
    with _copy(instance, name, names=addons) as copy:
        output = copy.run(
            "--no-http",
            subcommand=("shell",),
            stdin=MEASURE.format(root=str(ROOT), name=name),
            fails=f"{name}.py misses its target.",
        )
        print(_spoken(output))


def _impact(instance):
    with _copy(instance, "impact") as copy:
        output = copy.run(
            "--no-http",
            subcommand=("shell",),
            stdin=(ROOT / "benchmarks/impact.py").read_text(),
            fails="impact.py misses its target.",
        )
        print(_spoken(output))


def _snapshot(instance):
    with _copy(instance, "snapshot", port=free_port(), workers=2) as copy:
        database.bring_up_to_date(copy)
        output = copy.run("--no-http", subcommand=("shell",), stdin=KEY, fails="No key was made.")
        key = re.search(r"^KEY (\S+)$", output, re.M)[1]
        with server.serving(copy) as (running, _process):
            environment = {
                "IPAI_URL": running.url,
                "IPAI_DB": running.db,
                "IPAI_LOGIN": running.login,
                "IPAI_PASSWORD": running.password,
                "IPAI_KEY": key,
            }
            return call_python(copy, environment, "-m", "benchmarks.snapshot")


def _spoken(output):
    """What a script printed, without the log of the server.

    >>> _spoken("2026-01-01 10:00:00,000 7 INFO db odoo.x: y\\n| a |\\n")
    '| a |'
    """
    return "\n".join(line for line in output.splitlines() if line and not LOG_LINE.match(line))


@contextlib.contextmanager
def _copy(instance, called, names=None, **changes):
    """Yield an instance with the suite, or with some addons of it, which is thrown away."""
    templates = Templates(instance)
    template = templates.get(names or sizes.addons(instance))
    copy = templates.copy(template, f"ipai_bench_{called}", **changes)
    try:
        yield copy
    finally:
        copy.drop()


MEASURES = {
    "asset_api": _asset_api,
    "credentials": _credentials,
    "impact": _impact,
    "loom": _loom,
    "outbox": _outbox,
    "scale": _scale,
    "seats": _seats,
    "sizes": sizes.measure,
    "snapshot": _snapshot,
    "snapshot_scan": _snapshot_scan,
    "tenfold": _tenfold,
}
