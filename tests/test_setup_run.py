# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""`make run` as a person lives with it: twice, killed, with changed and with broken code, on a bad day."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
import requests

from setup import debian
from setup.console import Problem
from setup.instance import free_port
from setup.settings import ROOT, Settings

MANIFEST = (
    '{"name": "%s", "version": "1.0.0", "author": "x", "license": "AGPL-3", "depends": ["%s"]}\n'
)
MODEL = "from odoo import fields, models\n\n\nclass Probe(models.Model):\n    _name = 'ipai.probe'\n    _description = 'P'\n"


class Machine:
    """Runs the commands with a state, a port and addons of its own, and with the database server that comes along."""

    def __init__(self, folder):
        self.folder = folder
        self.addons = folder / "addons"
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        self.environment = {
            **inherited,
            "STATE": str(folder / "state"),
            "ADDONS": str(self.addons),
            "PORT": str(free_port()),
            "PYTHONUNBUFFERED": "1",
        }
        self.url = f"http://127.0.0.1:{self.environment['PORT']}"
        self.add("ipai_probe", "base", "from . import models\n")
        self.add("ipai_above", "ipai_probe")
        self.add("ipai_aside", "base")
        self.write_model("    name = fields.Char()\n")

    def add(self, name, depends, init=""):
        (self.addons / name).mkdir(parents=True)
        (self.addons / name / "__manifest__.py").write_text(MANIFEST % (name, depends))
        (self.addons / name / "__init__.py").write_text(init)

    def write_model(self, fields):
        (self.addons / "ipai_probe/models.py").write_text(MODEL + fields)

    def setup(self, *arguments, **environment):
        """Run a command to its end; return its exit code and all it said."""
        done = subprocess.run(
            [sys.executable, "-m", "setup", *arguments],
            cwd=ROOT,
            env={**self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
        )
        return done.returncode, done.stdout

    @contextlib.contextmanager
    def running(self):
        """Yield the process of `make run` and what it said until it served."""
        with subprocess.Popen(
            [sys.executable, "-m", "setup", "run"],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            said = []
            for line in process.stdout:
                said.append(line)
                if "Ctrl-C here" in line:
                    break
            try:
                assert process.poll() is None, "".join(said)
                yield process, "".join(said)
            finally:
                if process.poll() is None:
                    process.send_signal(signal.SIGINT)
                process.communicate(timeout=60)

    def served(self):
        return requests.get(f"{self.url}/web/health", timeout=30).status_code == 200

    def columns(self):
        """Return the fields of the probe's table, read by Odoo itself."""
        script = (
            "print('FIELDS', sorted(env['ipai.probe']._fields) if 'ipai.probe' in env else None)"
        )
        done = subprocess.run(
            [sys.executable, "-m", "setup", "shell"],
            cwd=ROOT,
            env=self.environment,
            input=script,
            stdout=subprocess.PIPE,
            text=True,
            timeout=120,
        )
        return next(line for line in done.stdout.splitlines() if line.startswith("FIELDS"))


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    machine = Machine(tmp_path_factory.mktemp("machine"))
    yield machine
    code, said = machine.setup("clean")
    assert code == 0, said
    assert not (machine.folder / "state").exists()


@pytest.fixture
def settings(tmp_path):
    return Settings.from_environment(
        {"STATE": str(tmp_path / "state"), "CACHE": str(tmp_path / "cache")}
    )


def test_run_serves_tells_where_and_stops(machine):
    with machine.running() as (process, said):
        assert machine.served()
        code, text = machine.setup("info")
        told = json.loads(text)
        assert (code, told["url"], told["db"], told["login"]) == (0, machine.url, "ipai", "admin")
        assert told["password"] in said
        assert machine.setup("run")[1].startswith("The instance in")
        assert machine.setup("stop") == (0, "   Stopped.\n")
        assert process.wait(10) == 0
    with pytest.raises(requests.ConnectionError):
        machine.served()
    code, said = machine.setup("info")
    assert code == 1 and "is not running: start it with `make run`" in said


def test_passwords_are_private(machine):
    with machine.running():
        state = machine.folder / "state"
        secret = [
            path
            for path in state.glob("*")
            if path.suffix in (".password", ".conf", ".json") or path.name == "pgpass"
        ]
        assert len(secret) == 4
        assert {path.stat().st_mode & 0o077 for path in secret} == {0}


def test_a_second_run_touches_nothing(machine):
    with machine.running() as (_process, said):
        assert "Upgrading" not in said and "Installing" not in said


def test_changed_code_upgrades_that_addon_and_a_new_one_is_installed(machine):
    machine.write_model("    name = fields.Char()\n    extra = fields.Char()\n")
    machine.add("ipai_new", "base")
    with machine.running() as (_process, said):
        assert "Installing ipai_new and upgrading ipai_probe\n" in said
        log = (machine.folder / "state/logs/ipai.log").read_text()
        upgrade = log[log.rindex("updating modules list") :]
        assert "Loading module ipai_above" in upgrade
        assert (
            "Loading module ipai_aside"
            not in upgrade.partition("Modules loaded")[0].partition("ipai_above")[2]
        )
    assert "extra" in machine.columns()


def test_broken_code_says_so_and_repaired_code_goes_on(machine):
    machine.write_model("    name = fields.Char(\n")
    code, said = machine.setup("run")
    assert code == 1 and "Odoo failed while upgrading ipai_probe" in said and "SyntaxError" in said
    machine.write_model("    name = fields.Char()\n    mended = fields.Char()\n")
    with machine.running() as (_process, said):
        assert "Upgrading ipai_probe\n" in said
    assert "mended" in machine.columns()


def test_after_a_kill_the_next_run_serves(machine):
    with machine.running() as (process, _said):
        process.kill()
    with machine.running():
        assert machine.served()


def test_after_a_power_cut_a_stale_pid_file_is_no_obstacle(machine):
    with machine.running() as (process, _said):
        [pid_file] = [
            *machine.folder.glob("state/postgres/postmaster.pid"),
            *Path("/var/lib/ipai").glob("*/postmaster.pid"),
        ]
        lines = pid_file.read_text().splitlines()
        process.kill()
        process.wait()
        os.kill(int(lines[0]), signal.SIGKILL)
    # The number now belongs to another program: this one.
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    with machine.running():
        assert machine.served()


def test_a_half_finished_upgrade_is_finished(machine):
    with machine.running():
        pass
    state = "UPDATE ir_module_module SET state = 'to upgrade' WHERE name = 'ipai_aside'"
    script = f'env.cr.execute("{state}"); env.cr.commit()'
    subprocess.run(
        [sys.executable, "-m", "setup", "shell"],
        cwd=ROOT,
        env=machine.environment,
        input=script,
        text=True,
        check=True,
    )
    with machine.running() as (_process, said):
        assert "Upgrading ipai_aside\n" in said


def test_a_taken_port_is_named(machine):
    with machine.running():
        code, said = machine.setup("run", STATE=str(machine.folder / "other"))
    assert code == 1
    assert said.startswith(f"Port {machine.environment['PORT']} on 127.0.0.1 cannot be used")
    assert "make run PORT=" in said


@pytest.mark.parametrize(
    "environment, sentence",
    [
        ({"ODOO_HOME": "/usr"}, "ODOO_HOME=/usr is not a checkout of Odoo 18.0 or 19.0"),
        ({"SERIES": "17.0"}, "SERIES=17.0 is not supported"),
        ({"PORT": "eighty"}, "PORT=eighty is not a port"),
        ({"DB": "My DB"}, "DB=My DB is not a database name"),
        ({"WORKERS": "-1"}, "WORKERS=-1 is not a number of workers"),
        ({"STATE": "/proc/ipai"}, "/proc/ipai: choose other folders with STATE and CACHE"),
        (
            {"PGHOST": "127.0.0.1", "PGPORT": "9"},
            "The database server that PGHOST and its like name does not answer",
        ),
        ({"ADDONS": "/proc/self/fdinfo", "HOST": "203.0.113.7"}, "on 203.0.113.7 cannot be used"),
    ],
)
def test_a_wrong_setting_gets_one_sentence(machine, environment, sentence):
    code, said = machine.setup("run", **environment)
    assert code == 1
    assert sentence in said
    assert "Traceback" not in said


def test_an_unreachable_network_gets_one_sentence(machine, tmp_path):
    nowhere = dict.fromkeys(
        ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9"
    )
    code, said = machine.setup(
        "run", CACHE=str(tmp_path), STATE=str(tmp_path / "state"), no_proxy="", **nowhere
    )
    assert code == 1
    assert (
        "Odoo 19.0 could not be fetched: check the network, or set ODOO_HOME to a checkout." in said
    )
    assert "Traceback" not in said
    assert not list(tmp_path.glob("odoo-*"))


@pytest.fixture
def small_disk(machine):
    """Run a shell line in which $STATE is a small disk of its own and "$0" is Python, as (process, its lines)."""
    # Where root's database server, which runs as another user, can put its data.
    state = Path(tempfile.mkdtemp(dir="/tmp"))
    state.chmod(0o711)
    mapped = [] if os.geteuid() == 0 else ["--map-root-user"]

    @contextlib.contextmanager
    def run(size, line):
        line = f'mount -t tmpfs -o size={size} small "$STATE" && {line}'
        with subprocess.Popen(
            ["unshare", "--mount", *mapped, "sh", "-c", line, sys.executable],
            cwd=ROOT,
            env={**machine.environment, "STATE": str(state)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            try:
                yield process
            finally:
                if process.poll() is None:
                    process.send_signal(signal.SIGINT)
                process.communicate(timeout=60)

    yield run
    state.rmdir()


def test_a_full_disk_gets_one_sentence(small_disk):
    with small_disk("12m", 'exec "$0" -m setup run') as process:
        said = process.stdout.read()
        assert process.wait() == 1
    assert "The disk is full" in said
    assert "Traceback" not in said


def test_after_a_disk_that_was_full_half_way_the_next_run_serves(small_disk):
    until_full = 'timeout -s INT 60 "$0" -m setup run; test $? = 1 || exit'
    again = 'mount -o remount,size=1g "$STATE"; exec "$0" -m setup run'
    said = ""
    # Room for the empty server, not for Odoo's own tables.
    with small_disk("62m", f"{until_full}; {again}") as process:
        for line in process.stdout:
            said += line
            if "Ctrl-C here" in line and "The disk is full" in said:
                break
    first, _told, second = said.partition("The disk is full")
    assert "Installing base" in first and "serves on" not in first
    assert "serves on" in second


def test_a_missing_tool_is_named(monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.setattr(debian, "_may_install", lambda: None)
    with pytest.raises(Problem, match="sudo apt-get install chromium wkhtmltopdf nmap"):
        debian.require(*debian.TOOLS)
