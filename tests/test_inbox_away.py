# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""While the database is away the door says 503, before Odoo's first request as after it, and takes events again after."""

import secrets
import socket
import time

import pytest
import requests
from test_inbox_crash import GITHUB, needs_own_server, own_server

from setup import database, server
from setup.instance import free_port, opened
from setup.settings import Settings
from setup.templates import Templates

WITHIN = 60


@pytest.fixture(params=[0, 2], ids=["threads", "workers"])
def fresh(request, client_of):
    """Yield (url, path, key) of an Odoo that has started, and that nobody has asked anything yet."""
    own = Settings.from_environment().for_tests()
    with opened(own, tools=True, keep=True, durable=False) as instance:
        templates = Templates(instance)
        copy = templates.copy(
            templates.get(own.suite.names),
            f"{own.db}_away",
            port=free_port(),
            workers=request.param,
        )
        try:
            database.bring_up_to_date(copy)
            with server.serving(copy) as (running, _process):
                path, key = _source(client_of(running))
            with copy.started(_without_database(copy)) as process:
                _wait_until_it_listens(copy.settings.port, process)
                yield server.url(copy.settings), path, key
        finally:
            if not own_server().runs():
                own_server().start(durable=False)
            copy.drop()


def _source(admin):
    values = {"name": "Away", "kind": "github", "scheme": "github"}
    source = admin.call("ipai.inbox.source", "create", values)
    shown = admin.call("ipai.inbox.source", "action_issue", [source])["params"]["values"]
    path = "/ipai/hook/" + shown[0]["value"].rpartition("/")[2]
    return path, GITHUB.keys(shown[-1]["value"])[0]


def _without_database(copy):
    """The command without -d, as behind a proxy: nothing of the database is loaded before a request."""
    command = list(copy.command())
    at = command.index("-d")
    return command[:at] + command[at + 2 :]


def _wait_until_it_listens(port, process):
    deadline = time.monotonic() + WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise AssertionError("Odoo does not listen")


def deliver(url, path, key, number):
    body = b'{"zen": %d}' % number
    headers = GITHUB.sign(key, body, secrets.token_hex(8), time.time())
    return requests.post(url + path, data=body, headers=headers, timeout=30, allow_redirects=False)


def assert_away(url, path, key):
    answer = deliver(url, path, key, 1)
    assert answer.status_code == 503, answer.text[:200]
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "database-away"
    assert int(answer.headers["Retry-After"]) > 0
    assert path not in answer.text


def assert_taken(url, path, key, number):
    """It takes events as soon as the database is back, without a restart."""
    deadline = time.monotonic() + WITHIN
    while time.monotonic() < deadline:
        answer = deliver(url, path, key, number)
        if answer.status_code == 202:
            return
        assert answer.status_code == 503, answer.text[:200]
        time.sleep(1)
    raise AssertionError("it never takes anything again")


@needs_own_server
def test_the_door_says_that_the_database_is_away_before_and_after_the_first_request(fresh):
    own_server().stop()
    assert_away(*fresh)
    own_server().start(durable=False)
    assert_taken(*fresh, 2)
    own_server().stop()
    assert_away(*fresh)
    own_server().start(durable=False)
    assert_taken(*fresh, 3)
