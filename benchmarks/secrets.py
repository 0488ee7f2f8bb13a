# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How long the secret scan takes: `python3 benchmarks/secrets.py`, without Odoo.

Prints the median of 5 runs, in ms of the thread's own time: 4 kB of a form's notes (limit 1), once with the same
lines again and again, once with each of its own, and once of the labeled set, where every line is a temptation; and
1 MB of text that makes each part of the scan work hardest (limit 100).
"""

import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "addons" / "ipai_secret_scan"))

sys.path.insert(1, str(Path(__file__).parents[1] / "addons" / "ipai_secret_scan" / "tests"))

from secret_scan import kinds_in  # noqa: E402
from secret_set.generate import notes  # noqa: E402

NOTES = (
    "srv01 runs Debian 12.5 on 10.20.30.40/24, serial CZJ12345AB, commit 9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a. "
    "Backups at 02:30 to nas02:/volume1/backup, kept 30 days; the password is in the vault: vaultwarden://lab/srv01.\n"
)
VARIED = (
    "%d Replaced the failed disk in bay %d of the shelf, resync took three hours. The customer was told by phone and "
    "agreed to the window on Saturday.\n"
)
HOSTILE = (
    *(
        "pw ",
        "pw: ",
        "password: ",
        "password for ",
        "<",
        "eyJ",
        "a",
        " ",
        "://a:",
        "curl -u ",
        "mysql ",
        "net use ",
    ),
    *(
        "admin ",
        "recovery codes ",
        "otpauth://",
        "community ",
        "snmp -c",
        "enable ",
        "key 7 ",
        "123456-",
        "--password ",
    ),
    *(
        "password token secret key api-key pin pw ",
        "<p>a&amp;",
        "pass(",
        "|password|\n",
        "PrivateKey ",
    ),
)


def spent(text):
    """Milliseconds of one scan."""
    times = []
    for _run in range(5):
        started = time.thread_time()
        kinds_in(text)
        times.append(time.thread_time() - started)
    return statistics.median(times) * 1000


def main():
    print(f"4 kB of notes, the same lines  {spent((NOTES * 20)[:4096]):8.2f} ms")
    varied = "".join(VARIED % (number, number * 7) for number in range(40))[:4096]
    print(f"4 kB of notes, each of its own {spent(varied):8.2f} ms")
    tempting = "\n".join(note.text for note in notes(15)[1] if "<" not in note.text)[:4096]
    print(f"4 kB of temptations            {spent(tempting):8.2f} ms")
    for part in HOSTILE:
        text = (part * (2**20 // len(part) + 1))[: 2**20]
        print(f"1 MB of {part!r:45} {spent(text):8.2f} ms")


if __name__ == "__main__":
    main()
