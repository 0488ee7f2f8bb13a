# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A worker that dies in the middle of a snapshot: all of it or nothing, and the same request again does it."""

import http.client
import json
import time
import urllib.parse
import uuid

import psutil
import pytest
import requests

OBJECTS = 2000
WITHIN = 120
WORK_BEFORE_DEATH = 2.0
"""Seconds of processor time after which planning is over and assets are being written."""


@pytest.fixture
def headers(admin):
    return {
        "Authorization": f"Bearer {admin.new_key('assets', name='Crash')}",
        "Content-Type": "application/json",
        "Idempotency-Key": uuid.uuid4().hex,
    }


def snapshot():
    objects = [
        {
            "hostname": f"crash{number:05d}",
            "interfaces": [
                {
                    "name": "eth0",
                    "mac": f"02:0c:00:00:{number // 256:02x}:{number % 256:02x}",
                    "addresses": [f"10.66.{number // 250}.{number % 250 + 1}/16"],
                }
            ],
        }
        for number in range(OBJECTS)
    ]
    return json.dumps({"source": "crash", "objects": objects})


def kill_while_it_works(prefork, connection):
    """Kill the worker that serves a connection, with no chance to clean up, once it has worked a while."""
    port = connection.sock.getsockname()[1]
    deadline = time.monotonic() + WITHIN
    while time.monotonic() < deadline:
        for worker in psutil.Process(prefork.pid).children(recursive=True):
            ours = [c for c in worker.net_connections("tcp") if c.raddr and c.raddr.port == port]
            if ours:
                before = sum(worker.cpu_times()[:2])
                while sum(worker.cpu_times()[:2]) - before < WORK_BEFORE_DEATH:
                    time.sleep(0.02)
                worker.kill()
                return
    raise AssertionError("no worker took the request")


def counts(admin):
    """How many assets, interfaces, addresses, runs and sources the snapshot has left."""
    return [
        admin.call(model, "search_count", domain)
        for model, domain in (
            ("ipai.asset", [("hostname", "like", "crash%")]),
            ("ipai.interface", [("asset_id.hostname", "like", "crash%")]),
            ("ipai.ip.address", [("name", "=like", "10.66.%")]),
            ("ipai.import.run", [("source_id.name", "=", "crash")]),
            ("ipai.source", [("name", "=", "crash")]),
        )
    ]


def again(prefork, headers, body):
    """Send the same request until the database has noticed that the first one is dead."""
    deadline = time.monotonic() + WITHIN
    while True:
        answer = requests.post(
            f"{prefork.url}/ipai/assets/snapshot", data=body, headers=headers, timeout=WITHIN
        )
        if answer.status_code != 409 or time.monotonic() > deadline:
            return answer
        time.sleep(int(answer.headers["Retry-After"]))


def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_retry_does_all(
    prefork, admin, headers
):
    body = snapshot()
    address = urllib.parse.urlsplit(prefork.url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=WITHIN)
    connection.request("POST", "/ipai/assets/snapshot", body, headers)
    kill_while_it_works(prefork, connection)
    with pytest.raises((http.client.HTTPException, ConnectionError)):
        connection.getresponse()
    assert counts(admin) == [0, 0, 0, 0, 0]
    answer = again(prefork, headers, body)
    assert answer.status_code == 200, answer.text[:500]
    assert "Idempotency-Replayed" not in answer.headers
    assert answer.json()["counts"]["created"] == OBJECTS
    assert counts(admin) == [OBJECTS, OBJECTS, OBJECTS, 1, 1]
    replayed = again(prefork, headers, body)
    assert replayed.headers["Idempotency-Replayed"] == "true"
    assert replayed.json() == answer.json()
    assert counts(admin)[:4] == [OBJECTS, OBJECTS, OBJECTS, 1]
