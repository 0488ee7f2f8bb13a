# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Workers and PostgreSQL killed under 50,000 events: `tests/test_inbox_crash.py`, whole.

    python3 -m benchmarks.inbox_crash

takes the test as CI runs it with 160 events, with `BENCH_EVENTS` (50,000), a fifth of them twice, and garbage between
them; it fails when one that was acknowledged is not done, or done twice. An hour, on two cores.
"""

import os
import subprocess
import sys

from setup.settings import ROOT


def main():
    events = os.environ.get("BENCH_EVENTS") or "50000"
    test = "test_what_was_acknowledged_is_done_once_whatever_is_killed"
    # Unbuffered, so that an hour of silence says how far it is.
    environment = {**os.environ, "INBOX_EVENTS": events, "K": test, "PYTEST_ADDOPTS": "-s"}
    return subprocess.run(["make", "test"], cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
