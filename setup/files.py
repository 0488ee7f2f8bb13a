# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Folders that are whole or absent, files that are private, and locks that a crash releases."""

import contextlib
import fcntl
import os
import shutil
import tempfile
import time
from pathlib import Path


@contextlib.contextmanager
def complete(folder):
    """Yield a folder to build in that becomes `folder` when the block ends well, and vanishes when not."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", suffix=".new", dir=folder.parent))
    building.chmod(0o755)
    try:
        yield building
        building.rename(folder)
    finally:
        shutil.rmtree(building, ignore_errors=True)


@contextlib.contextmanager
def locked(file, wait=None, busy=None):
    """Hold the lock of a file; when another process has it, wait `wait` seconds (None: for ever), then raise `busy`."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a") as handle:
        if wait is None:
            fcntl.flock(handle, fcntl.LOCK_EX)
        else:
            _try_lock(handle, time.monotonic() + wait, busy)
        yield


def is_locked(file):
    if not file.exists():
        return False
    with file.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _try_lock(handle, deadline, busy):
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise busy from None
            time.sleep(0.05)


def write_private(file, text):
    """Write a file that only its owner can read, whole or not at all."""
    fresh = file.with_name(file.name + ".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.write(text)
    fresh.replace(file)
