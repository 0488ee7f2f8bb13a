# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""`make key` beside a running instance: one line, a key that works, and a sentence when it cannot be."""

import os
import subprocess
import sys

import pytest
import requests

from setup.settings import ROOT, Settings


@pytest.fixture(scope="module")
def make_key(instance):
    """Run the command on the database of the running instance."""
    settings = Settings.from_environment().for_tests()

    def run(**environment):
        return subprocess.run(
            [sys.executable, "-m", "setup", "key"],
            cwd=ROOT,
            env={**os.environ, "STATE": str(settings.state), "DB": instance.db, **environment},
            capture_output=True,
            text=True,
        )

    return run


def test_the_key_is_alone_on_standard_output_and_works(instance, make_key):
    done = make_key(LOGIN="probe")
    assert done.returncode == 0, done.stderr
    key = done.stdout.removesuffix("\n")
    answer = requests.get(f"{instance.url}/ipai/status", headers={"X-API-Key": key}, timeout=60)
    assert answer.status_code == 200, answer.text
    assert answer.json()["user"] == "probe"
    assert answer.json()["key"] == key[:8]
    logs = Settings.from_environment().for_tests().state / "logs"
    assert not [log for log in logs.glob("*.log") if key in log.read_text()]


def test_a_key_with_a_scope_opens_its_calls_and_its_bot_has_no_other_right(
    instance, make_key, client
):
    done = make_key(LOGIN="watcher", SCOPE="monitoring")
    assert done.returncode == 0, done.stderr
    key = {"X-API-Key": done.stdout.strip()}
    url = f"{instance.url}/ipai/prometheus/sd?port=9100"
    assert requests.get(url, headers=key, timeout=60).json()[0]["labels"]["asset"]
    [bot] = client.call("res.users", "search", [("login", "=", "watcher")])
    assert client.call("res.users", "has_group", [bot], "base.group_user")
    assert not client.call("res.users", "has_group", [bot], "ipai_base.group_user")
    other = make_key(LOGIN="other").stdout.strip()
    answer = requests.get(url, headers={"X-API-Key": other}, timeout=60)
    assert answer.json()["code"] == "scope-missing"


def test_an_unknown_scope_is_named_and_no_key_made(make_key):
    done = make_key(LOGIN="probe", SCOPE="nonsense")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Unknown scopes: nonsense" in done.stderr
