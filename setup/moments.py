# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""`make test-calendar`: the addons' tests at moments that code forgets, with the clock of all processes moved there.

The clock runs on from the moment (libfaketime with an offset), so that Odoo, its workers and the database agree.
"""

import os
import subprocess
import sys
from datetime import datetime, timedelta, timezone

from . import debian, tests
from .console import Problem, note, step
from .instance import make_state, opened
from .settings import ROOT

LIBRARIES = "usr/lib/{machine}-linux-gnu/faketime/libfaketimeMT.so.1"


def moments(now):
    """Yield (name, moment): each the next one after `now`.

    >>> for name, moment in moments(datetime(2026, 11, 27, 8, tzinfo=timezone.utc)):
    ...     print(name, moment.strftime("%a %Y-%m-%d %H:%M"))
    sunday Sun 2026-11-29 12:00
    leap-day Tue 2028-02-29 12:00
    new-year Thu 2026-12-31 23:30
    summer-time Sun 2027-03-28 00:45
    winter-time Sun 2027-10-31 00:45
    2038 Wed 2038-01-20 12:00
    """
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    sunday = today + timedelta(days=(6 - today.weekday()) or 7)
    yield "sunday", sunday.replace(hour=12)
    yield "leap-day", _next(now, 2, 29, 12, 0)
    yield "new-year", _next(now, 12, 31, 23, 30)
    yield "summer-time", _last_sunday(now, 3)
    yield "winter-time", _last_sunday(now, 10)
    yield "2038", datetime(2038, 1, 20, 12, tzinfo=timezone.utc)


def _next(now, month, day, hour, minute):
    for year in range(now.year, now.year + 9):
        try:
            moment = datetime(year, month, day, hour, minute, tzinfo=timezone.utc)
        except ValueError:
            continue
        if moment > now:
            return moment
    raise AssertionError(f"no {day}/{month} within eight years")


def _last_sunday(now, month):
    """A quarter of an hour before the clocks of Europe change: 01:00 UTC on the last Sunday of the month."""
    last = _next(now + timedelta(days=7), month, 31, 0, 45)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def run(settings):
    """Run the tests of the addons (ADDON for one) at each moment (K for those whose name holds it); return the exit code."""
    wanted = os.environ.get("K") or ""
    chosen = [(name, at) for name, at in moments(datetime.now(timezone.utc)) if wanted in name]
    if not chosen:
        names = ", ".join(name for name, _at in moments(datetime.now(timezone.utc)))
        raise Problem(f"K={wanted} names no moment: choose of {names}.")
    own = settings.for_tests()
    make_state(own)
    # All that is fetched is fetched by the true clock: certificates are not valid in 2038.
    with opened(own, tools=True, durable=False):
        library = _library(settings)
    failed = [name for name, at in chosen if not _passes(name, at, library)]
    note(f"{len(chosen) - len(failed)} of {len(chosen)} moments passed")
    if failed:
        note(f"failed at: {', '.join(failed)}")
    return 1 if failed else 0


def _library(settings):
    path = LIBRARIES.format(machine=os.uname().machine)
    return debian.unpacked(settings.cache, path, "libfaketime")


def _passes(name, at, library):
    step(f"The tests at {at:%A %Y-%m-%d %H:%M} UTC ({name})")
    started = datetime.now(timezone.utc)
    environment = {
        **os.environ,
        "LD_PRELOAD": str(library),
        "FAKETIME": f"{int((at - started).total_seconds()):+d}s",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "NO_FAKE_STAT": "1",
        tests.ONLY_ADDONS: "1",
    }
    environment.pop("K", None)
    done = subprocess.run(
        [sys.executable, "-m", "setup", "test"], cwd=ROOT, env=environment, check=False
    )
    note(f"{name}: {(datetime.now(timezone.utc) - started).total_seconds() / 60:.1f} minutes")
    return done.returncode == 0
