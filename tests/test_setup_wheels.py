# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The lock files, and a Python as Debian ships it."""

import re
import subprocess
import sys

import pytest

from setup import locks, wheels


@pytest.mark.parametrize("lock", locks.LOCKS)
def test_every_pin_names_the_files_that_it_may_be(lock):
    lines = (wheels.REQUIREMENTS / lock).read_text().splitlines()
    pinned = [line for line in lines if "==" in line and not line.startswith("#")]
    assert pinned
    assert [
        line for line in pinned if not re.search(r"( --hash=sha256:[0-9a-f]{64})+$", line)
    ] == []


@pytest.mark.parametrize("lock", ["18.0.txt", "19.0.txt", "tools.txt"])
def test_every_package_is_pinned_once_and_no_host_is_named(lock):
    pins = wheels.pins(wheels.REQUIREMENTS / lock)
    assert [pin for pin in pins if not re.fullmatch(r"[\w.-]+==[\w.]+( ?;.*)?", pin)] == []
    names = [pin.partition("==")[0].lower().replace("_", "-") for pin in pins]
    assert len(names) == len(set(names))


def test_the_lock_files_agree_on_versions():
    locks = ("18.0.txt", "19.0.txt", "tools.txt")
    found = {pin for lock in locks for pin in wheels.pins(wheels.REQUIREMENTS / lock)}
    names = [pin.partition("==")[0].lower() for pin in found if not pin.startswith("odoo-addon-")]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


def test_each_python_has_an_environment_of_its_own(tmp_path, monkeypatch):
    lock = tmp_path / "19.0.txt"
    lock.write_text("a==1\n")
    keys = [wheels._key(lock)]
    for name, value in (("version", "3.11.99 (another build)"), ("base_prefix", "/opt/python")):
        with monkeypatch.context() as other:
            other.setattr(sys, name, value)
            keys.append(wheels._key(lock))
    lock.write_text("a==2\n")
    keys.append(wheels._key(lock))
    assert len(set(keys)) == 4
    assert wheels._key(lock) == keys[-1]


def test_a_python_without_pip_gets_it_from_debian(tmp_path):
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv"], check=True)
    wheels._pip_from_debian(tmp_path / "venv")
    version = [tmp_path / "venv/bin/python", "-m", "pip", "--version"]
    assert subprocess.run(version, stdout=subprocess.PIPE, text=True, check=True).stdout.startswith(
        "pip "
    )
