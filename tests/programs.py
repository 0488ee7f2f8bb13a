# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Programs of others that the tests run beside ours: fetched once, started on free ports, ended with the test."""

import contextlib
import os
import signal
import socket
import subprocess
import time

import pytest
import requests

from setup import debian
from setup.settings import Settings


def unpacked(program, package, ubuntu_package=None, suite=None):
    """Return a program of a Debian package, as `setup.debian.unpacked`, from the cache of these tests."""
    cache = Settings.from_environment().cache
    return debian.unpacked(cache, program, package, ubuntu_package, suite)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextlib.contextmanager
def running(command, log, ready, **options):
    """Run a server in a process group of its own while the block runs, from the moment it is ready."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, start_new_session=True, **options
        )
    try:
        deadline = time.monotonic() + 60
        while not ready():
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(
                    f"{command[0]} did not start:\n{log.read_text(errors='replace')[-4000:]}"
                )
            time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def answers(url, **options):
    try:
        return requests.get(url, timeout=5, **options).ok
    except requests.RequestException:
        return False
