# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The client of the suite and its command line, against a running server."""

import datetime
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "clients" / "ipai" / "src"
sys.path.insert(0, str(SOURCE))

from ipai_client import AREAS, Client, Refusal  # noqa: E402
from ipai_client.cli import FILTERS  # noqa: E402

MAIN = "import sys; from ipai_client.cli import main; sys.exit(main())"


@pytest.fixture(scope="module")
def environment(instance, client_of):
    admin = client_of(instance)
    limits = {"read_limit": 1000, "write_limit": 1000}
    key = admin.new_key("assets", name="suite client", **limits)
    return {"IPAI_URL": instance.url, "IPAI_KEY": key}


@pytest.fixture(scope="module")
def prefix(instance, client_of):
    return client_of(instance).call("ipai.prefix", "create", {"name": "10.232.0.0/29"})


@pytest.fixture
def ipai(environment):
    with Client.from_environment(environment) as client:
        yield client


def command(environment, *arguments, **options):
    return subprocess.run(
        [sys.executable, "-c", MAIN, *arguments],
        env={**os.environ, **environment, "PYTHONPATH": str(SOURCE)},
        stderr=subprocess.PIPE,
        stdout=options.pop("stdout", subprocess.PIPE),
        text=True,
        timeout=120,
        **options,
    )


def test_each_filter_of_the_command_is_one_of_the_server_and_none_is_missing(instance, ipai):
    made = ipai._call("GET", "/ipai/openapi.json")["paths"]
    general = {"limit", "cursor", "fields", "include_archived"}
    for area in AREAS:
        there = {one["name"] for one in made[f"/ipai/{area}"]["get"]["parameters"]}
        there -= general | {"If-None-Match"}
        assert there == set(FILTERS[area].split()), area


def test_pages_are_followed(ipai):
    whole = [asset["id"] for asset in ipai.each("assets")]
    by_two = [asset["id"] for asset in ipai.each("assets", limit=2)]
    assert len(whole) > 4 and whole == by_two


def test_a_moment_is_taken(ipai):
    since = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)
    assert list(ipai.each("assets", updated_since=since)) == []


def test_a_refusal_is_an_exception_with_its_code(ipai):
    with pytest.raises(Refusal, match="colour") as refused:
        list(ipai.each("assets", colour="red"))
    assert (refused.value.status, refused.value.code) == (400, "invalid-parameters")


def test_addresses_are_reserved_until_it_is_full(ipai, prefix, environment):
    assert ipai.next_address(prefix, dns_name="one.example.com")["address"] == "10.232.0.1/29"
    done = command(environment, "next-address", str(prefix), "--set", "dns_name=two.example.com")
    assert json.loads(done.stdout)["address"] == "10.232.0.2/29"
    for _left in range(4):
        ipai.next_address(prefix)
    done = command(environment, "next-address", str(prefix))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("ipai: full: 10.232.0.0/29 is full")


def test_into_a_pipe_it_is_json(environment):
    done = command(environment, "assets", "--limit", "2", "--fields", "name,status")
    assert done.returncode == 0
    assert [set(row) for row in json.loads(done.stdout)] == [{"id", "name", "status"}] * 2


def test_in_a_terminal_it_is_a_table(environment):
    ours, theirs = pty.openpty()
    done = command(environment, "assets", "--limit", "3", stdout=theirs)
    os.close(theirs)
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert done.returncode == 0
    lines = shown.splitlines()
    assert lines[0].split()[:3] == ["id", "name", "hostname"]
    assert len(lines) == 4


def test_a_reader_that_has_enough_is_no_error(environment):
    done = subprocess.run(
        ["bash", "-c", f'set -o pipefail; {sys.executable} -c "{MAIN}" assets --json | head -1'],
        env={**os.environ, **environment, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.stdout, done.stderr) == ("[\n", "")


def test_wrong_calls_are_told_apart(environment):
    assert command(environment, "assets", "--colour", "red").returncode == 2
    assert command(environment, "show", "assets", "0").returncode == 2
    wrong = command({**environment, "IPAI_KEY": "0" * 40}, "assets")
    assert wrong.returncode == 1 and "key-unknown" in wrong.stderr
    nowhere = command({**environment, "IPAI_URL": "http://127.0.0.1:9"}, "assets")
    assert nowhere.returncode == 1 and "no-answer" in nowhere.stderr
    unset = command({**environment, "IPAI_URL": ""}, "assets")
    assert unset.returncode == 1 and "IPAI_URL" in unset.stderr


def test_the_script_completes(environment):
    done = subprocess.run(
        [
            "bash",
            "-c",
            f'eval "$({sys.executable} -c "{MAIN}" completion bash)"; COMP_WORDS=(ipai assets --host); '
            'COMP_CWORD=2; _ipai; echo "${COMPREPLY[@]}"',
        ],
        env={**os.environ, **environment, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.strip() == "--hostname"
