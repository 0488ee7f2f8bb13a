# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One Odoo with its database, files and configuration, and the processes that work on it."""

import collections
import contextlib
import ctypes
import dataclasses
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import threading
from pathlib import Path

from . import odoo as odoo_source
from . import postgres, wheels
from .console import Problem, Progress, failure, note
from .files import write_private
from .odoo import Odoo
from .postgres import Databases
from .settings import ROOT, Settings

LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1
LOADING = re.compile(r" odoo\.modules\.loading: Loading module (\S+) \((\d+/\d+)\)")
# A log line of Odoo: date, time, process, level, database, logger, message.
LOG_LINE = re.compile(
    r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ (?P<level>[A-Z]+) \S+ (?P<logger>\S+): (?P<message>.*)"
)


@dataclasses.dataclass(frozen=True)
class Instance:
    settings: Settings
    odoo: Odoo
    venv: Path
    databases: Databases

    @property
    def config_file(self):
        return self.settings.state / f"{self.settings.db}.conf"

    @property
    def log_file(self):
        return self.settings.state / "logs" / f"{self.settings.db}.log"

    @property
    def password_file(self):
        return self.settings.state / f"{self.settings.db}.password"

    @property
    def environment(self):
        """The environment of every process: where Odoo and the database are; nothing secret."""
        own = {
            **self.databases.environment,
            # Where the files are that hold our own credentials for vaults: a folder, not the credentials.
            "IPAI_SECRET_DIR": str(self.settings.state / "secrets"),
            "PYTHONPATH": str(self.odoo.path),
            "PYTHONUNBUFFERED": "1",
            # Compiled code goes beside the downloads, even where the shell forbids it in the sources: else each start
            # compiles all of Odoo anew.
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPYCACHEPREFIX": str(self.settings.cache / "bytecode"),
            "PATH": f"{self.venv / 'bin'}:{os.environ.get('PATH', os.defpath)}",
        }
        misleading = ("ODOO_", "OPENERP_", "PGDATABASE")
        inherited = {
            name: value
            for name, value in os.environ.items()
            if name == "ODOO_HOME" or not name.startswith(misleading)
        }
        return {**inherited, **own}

    def with_db(self, db, **changes):
        return dataclasses.replace(self, settings=self.settings.with_db(db, **changes))

    def python(self, *arguments):
        return [str(part) for part in (self.venv / "bin/python", *arguments)]

    def command(self, *arguments, subcommand=()):
        """Return the command line of an Odoo process on this instance's database."""
        return self.python(
            self.odoo.script,
            *subcommand,
            "-c",
            self.config_file,
            "-d",
            self.settings.db,
            *arguments,
        )

    def write_config(self):
        """Write Odoo's configuration; return the port that serves the websocket."""
        settings = self.settings
        for folder in (
            settings.state / "data",
            settings.state / "logs",
            settings.state / "secrets",
        ):
            folder.mkdir(mode=0o700, exist_ok=True)
        websocket_port = (
            free_port(preferred=settings.port + 3) if settings.workers else settings.port
        )
        options = {
            "addons_path": addons_path(self.odoo.path, settings),
            "admin_passwd": secrets.token_urlsafe(32),
            "data_dir": settings.state / "data",
            "dbfilter": f"^{re.escape(settings.db)}$",
            "gevent_port": websocket_port if settings.workers else None,
            "http_interface": settings.host,
            "http_port": settings.port,
            "list_db": False,
            # One for the lanes of the inbox, one for all else.
            "max_cron_threads": 2,
            "pg_path": self.databases.binaries,
            "proxy_mode": False,
            "screenshots": settings.state / "screenshots",
            "server_wide_modules": self._server_wide(),
            "without_demo": True,
            "workers": settings.workers,
        }
        lines = [f"{name} = {value}\n" for name, value in options.items() if value is not None]
        write_private(self.config_file, "[options]\n" + "".join(lines))
        return websocket_port

    def _server_wide(self):
        """What each process loads before any database: Odoo's own, and what says when that is away."""
        own = ["base", "rpc", "web"] if self.odoo.series >= "19" else ["base", "web"]
        return ",".join([*own, *({"ipai_base"} & set(self.settings.suite.names))])

    def run(self, *arguments, fails, subcommand=(), stdin=None):
        """Run an Odoo process to its end, showing which module loads; raise Problem with its last lines if it fails."""
        progress = Progress()
        last = collections.deque(maxlen=400)

        def watch(line):
            last.append(line)
            loading = LOADING.search(line)
            if loading:
                progress.show(f"[{loading[2]}] {loading[1]}")

        try:
            code = self.follow(self.command(*arguments, subcommand=subcommand), watch, stdin=stdin)
        finally:
            progress.done()
        if code:
            raise failure(
                f"{fails} The whole log: {self.log_file}", "".join(_from_first_error(last))
            )
        return "".join(last)

    def follow(self, command, watch, stdin=None):
        """Run a command, give each line of its output to `watch` and to the log file; return its exit code."""
        with self.log_file.open("a") as log, self.started(command, stdin=stdin) as process:
            _read(process, log, watch)
            return process.wait()

    @contextlib.contextmanager
    def started(self, command, stdin=None):
        """Yield a process with its output as text; it and what it started are ended when the block ends."""
        process = subprocess.Popen(
            command,
            env=self.environment,
            cwd=self.settings.state,
            stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )
        try:
            if stdin:
                process.stdin.write(stdin)
                process.stdin.close()
            yield process
        finally:
            end(process)

    def filestore(self, db=None):
        return self.settings.state / "data" / "filestore" / (db or self.settings.db)

    def drop(self):
        self.databases.drop(self.settings.db)
        shutil.rmtree(self.filestore(), ignore_errors=True)
        for file in (self.config_file, self.password_file):
            file.unlink(missing_ok=True)


def addons_path(odoo, settings):
    """Return the value of Odoo's option, None to leave it to Odoo.

    :param odoo: the folder that holds the package `odoo`. In a git checkout most addons of Odoo stand in `addons/`
        beside it: 18.0 adds that folder by itself only when nothing is named. In a nightly build or a package all
        stand inside the package.
    """
    if not settings.suite.names:
        return None
    beside = odoo / "addons"
    own = [beside] if (beside / "web" / "__manifest__.py").is_file() else []
    return ",".join(str(folder) for folder in [*own, settings.addons])


@contextlib.contextmanager
def opened(settings, tools=False, keep=False, durable=True):
    """Yield the Instance of these settings with everything it needs fetched and its database server running."""
    make_state(settings)
    odoo = odoo_source.get(settings)
    venv = wheels.get(settings, tools)
    with postgres.serving(settings, venv, keep, durable) as databases:
        instance = Instance(settings, odoo, venv, databases)
        instance.write_config()
        yield instance


def follow_together(runs):
    """Run (instance, command, watch) side by side, each as Instance.follow does; return their exit codes."""
    with contextlib.ExitStack() as stack:
        processes, readers = [], []
        for instance, command, watch in runs:
            log = stack.enter_context(instance.log_file.open("a"))
            process = stack.enter_context(instance.started(command))
            reader = threading.Thread(target=_read, args=(process, log, watch), daemon=True)
            reader.start()
            processes.append(process)
            readers.append(reader)
        for reader in readers:
            reader.join()
        return [process.wait() for process in processes]


def _read(process, log, watch):
    for line in process.stdout:
        log.write(line)
        watch(line)


def call_python(instance, environment, *arguments):
    """Run a Python program of the repository, its output on the terminal; return its exit code."""
    return subprocess.run(
        instance.python(*arguments),
        cwd=ROOT,
        env={**instance.environment, **environment},
        check=False,
    ).returncode


def make_state(settings):
    """Make the state folder; root's database server runs as another user, who must get through to its data."""
    settings.state.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)


def end(process, patience=20):
    """Ask a process to stop, wait, then end all that it started."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            note(f"Process {process.pid} did not stop in {patience} s and is killed.")
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()


def free_port(preferred=0):
    """Return a TCP port of the loopback interface that nobody listens on, the preferred one if it is free."""
    for port in (preferred, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port if port <= 65535 else 0))
            except OSError:
                continue
            return probe.getsockname()[1]
    raise Problem("No TCP port is free on 127.0.0.1: end some programs, then run this again.")


def _die_with_parent():
    """Have the kernel end this process when the one that started it dies, however it dies (prctl(2))."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _from_first_error(lines):
    """Return the lines from the first that Odoo logged as an error, all when there is none."""
    lines = list(lines)
    for index, line in enumerate(lines):
        found = LOG_LINE.match(line)
        if found and found["level"] in ("ERROR", "CRITICAL"):
            return [line for line in lines[index:] if not _is_info(line)]
    return lines


def _is_info(line):
    found = LOG_LINE.match(line)
    return bool(found) and found["level"] in ("DEBUG", "INFO")
