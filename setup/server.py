# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Serving: start Odoo in the foreground, tell where it is, stop it, throw it away."""

import contextlib
import dataclasses
import http.client
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

from . import database, wheels
from .console import Problem, note, step
from .files import is_locked, locked, write_private
from .instance import LOG_LINE, make_state, opened
from .postgres import Embedded, binaries

READY_WITHIN = 120
STOPPED_WITHIN = 60


@dataclasses.dataclass(frozen=True)
class Running:
    """What a person or a test needs to talk to a running instance."""

    url: str
    db: str
    login: str
    password: str
    series: str
    pid: int
    websocket_port: int


def run(settings):
    """Serve the suite until Ctrl-C or `make stop`."""
    raise_on_signals()
    busy = Problem(
        f"{_where(settings)} is running already: `make info` tells where, `make stop` ends it."
    )
    make_state(settings)
    with locked(_lock(settings), wait=0, busy=busy):
        _lock(settings).write_text(str(os.getpid()))
        # The workers of a killed run need a moment to notice.
        check_port(settings, patience=10 if _info_file(settings).exists() else 0)
        with opened(settings) as instance:
            database.bring_up_to_date(instance)
            if not shutil.which("wkhtmltopdf"):
                note(
                    "PDF reports need wkhtmltopdf (`apt-get install wkhtmltopdf`); all else works without it."
                )
            with serving(instance, show=_Warnings()) as (running, process):
                write_private(
                    _info_file(settings), json.dumps(dataclasses.asdict(running), indent=2)
                )
                step(f"Odoo {running.series} serves on {running.url}")
                note(f"login {running.login}, password {running.password}; log {instance.log_file}")
                note("Ctrl-C here or `make stop` elsewhere ends it.")
                with contextlib.suppress(KeyboardInterrupt):
                    _wait_until_it_ends(process)
                    raise Problem(
                        f"Odoo stopped by itself (exit code {process.wait()})."
                        f" The log says why: {instance.log_file}"
                    )
            _info_file(settings).unlink()


@contextlib.contextmanager
def serving(instance, show=None):
    """Yield (Running, process) of an Odoo that answers; end it with the block."""
    settings = instance.settings
    websocket_port = instance.write_config()
    with instance.log_file.open("a") as log, instance.started(instance.command()) as process:
        threading.Thread(target=_copy, args=(process.stdout, log, show), daemon=True).start()
        running = Running(
            url=url(settings),
            db=settings.db,
            login=database.LOGIN,
            password=instance.password_file.read_text(),
            series=instance.odoo.series,
            pid=process.pid,
            websocket_port=websocket_port,
        )
        for port in {settings.port, websocket_port}:
            _wait_until_it_answers(instance, process, port)
        yield running, process


def url(settings):
    """Return where an instance with these settings is served."""
    return f"http://{_reachable(settings.host)}:{settings.port}"


def info(settings):
    """Return what `make info` prints."""
    if not is_locked(_lock(settings)) or not _info_file(settings).exists():
        raise Problem(f"{_where(settings)} is not running: start it with `make run`.")
    return _info_file(settings).read_text()


def stop(settings):
    """End the running instance and wait until all is down; do nothing when there is none."""
    lock = _lock(settings)
    if not is_locked(lock):
        note(f"{_where(settings)} is not running.")
        return
    os.kill(int(lock.read_text()), signal.SIGTERM)
    with locked(
        lock,
        wait=STOPPED_WITHIN,
        busy=Problem(f"It did not stop in {STOPPED_WITHIN} s: see its terminal."),
    ):
        note("Stopped.")


def clean(settings):
    """Throw the instance away: database, files, password, and the test databases."""
    if not settings.state.exists():
        return
    stop(settings)
    for part in (settings.for_tests(), settings):
        server = Embedded(part, None)
        if server.runs():
            server = Embedded(part, binaries(wheels.get(settings)))
        server.remove()
    shutil.rmtree(settings.state)
    note(f"Removed {settings.state}. Downloads stay in {settings.cache}.")


def shell(settings):
    """Open Odoo's Python shell on the database, with `env` at hand."""
    with opened(settings, keep=True) as instance:
        if settings.db not in instance.databases.names():
            raise Problem(f"There is no database {settings.db} yet: `make run` creates it.")
        return subprocess.run(
            instance.command("--no-http", subcommand=["shell"]), env=instance.environment
        ).returncode


def check_port(settings, patience=0):
    """Raise Problem when the port cannot be had within `patience` seconds."""
    deadline = time.monotonic() + patience
    while True:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                return probe.bind((settings.host, settings.port))
            except socket.gaierror as error:
                raise Problem(
                    f"HOST={settings.host} is not an address of this machine: use 127.0.0.1 or 0.0.0.0."
                ) from error
            except OSError as error:
                if time.monotonic() >= deadline:
                    raise Problem(
                        f"Port {settings.port} on {settings.host} cannot be used ({error.strerror}):"
                        f" end what uses it, or choose another as in `make run PORT={settings.port + 10}`."
                    ) from error
        time.sleep(0.1)


def _wait_until_it_answers(instance, process, port):
    settings = instance.settings
    deadline = time.monotonic() + READY_WITHIN
    while process.poll() is None and time.monotonic() < deadline:
        connection = http.client.HTTPConnection(_reachable(settings.host), port, timeout=10)
        try:
            connection.request("GET", "/web/health")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    state = (
        f"stopped (exit code {process.returncode})"
        if process.poll() is not None
        else "does not answer"
    )
    raise Problem(f"Odoo {state} on {settings.host}:{port}. The log says why: {instance.log_file}")


def _wait_until_it_ends(process):
    """Wait with wake-ups: a signal that comes just before a wait without end would only be seen after it."""
    descriptor = os.pidfd_open(process.pid)
    try:
        while not select.select([descriptor], [], [], 1)[0]:
            pass
    finally:
        os.close(descriptor)


def raise_on_signals():
    """Make the first Ctrl-C or SIGTERM end the run in order, and later ones wait for it."""

    def interrupt(number, frame):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, interrupt)
    signal.signal(signal.SIGTERM, interrupt)


def _copy(lines, log, show):
    with contextlib.suppress(ValueError):  # both are closed when the server has ended
        for line in lines:
            log.write(line)
            log.flush()
            if show:
                show(line)


class _Warnings:
    """Show the terminal what Odoo logs from WARNING up, with the lines that belong to it."""

    _showing = False

    def __call__(self, line):
        found = LOG_LINE.match(line)
        if found:
            self._showing = found["level"] not in ("DEBUG", "INFO")
        if self._showing:
            sys.stderr.write(line)


def _lock(settings):
    return settings.state / "run.lock"


def _info_file(settings):
    return settings.state / "running.json"


def _reachable(host):
    return "127.0.0.1" if host == "0.0.0.0" else host


def _where(settings):
    return f"The instance in {settings.state}"
