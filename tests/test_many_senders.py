# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Agents of one source that report themselves at the same moment, on a server with workers.

Each report is done once, and none is refused for good once ``Retry-After`` is obeyed with the same Idempotency-Key.
"""

import contextlib
import os
import sys
import threading
import time
import uuid
from collections import Counter

import psycopg2
import pytest
import requests

from setup.settings import ROOT

sys.path.insert(0, str(ROOT / "addons" / "ipai_base"))
from canonical import digest  # noqa: E402  (it knows nothing of Odoo)

SENDERS = 8
SECONDS = int(os.environ.get("IPAI_SENDERS_SECONDS", "25"))
"""A minute of it is for `IPAI_SENDERS_SECONDS=60`; CI has many tests."""
MACHINES = 5
AGAIN = (409, 429, 503)


@pytest.fixture(scope="module")
def secrets(admin):
    """A key for each agent, so that none meets the limit of another."""
    return [
        admin.new_key("assets", name=f"Agent {n}", write_limit=1000) for n in range(SENDERS + 1)
    ]


class Sender:
    """An agent that reports again and again, and sends again what it is told to."""

    def __init__(self, url, secret, number):
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {secret}"
        self.url = url + "/ipai/assets/snapshot"
        self.number = number
        self.answers = Counter()
        self.refused, self.sent = [], {}
        self.reports = self.runs = 0

    def machine(self, position, version):
        return {
            "id": f"s{self.number}-{position}",
            "hostname": f"sender{self.number}-{position}",
            "os_version": str(version),
            "interfaces": [
                {"name": "e0", "addresses": [f"10.{100 + self.number}.{position}.9/24"]}
            ],
        }

    def until(self, end):
        while time.monotonic() < end:
            self.reports += 1
            position = self.reports % MACHINES
            self.report([self.machine(position, self.reports)])
            self.sent[f"s{self.number}-{position}"] = str(self.reports)

    def report(self, objects, source="agents", complete=False):
        body = {"source": source, "complete": complete, "objects": objects}
        head = {"Idempotency-Key": str(uuid.uuid4())}
        while True:
            answer = self.session.post(self.url, json=body, headers=head, timeout=120)
            self.answers[answer.status_code] += 1
            if answer.status_code == 200:
                self.runs += 1
                return answer.json()
            wait = answer.headers.get("Retry-After")
            if answer.status_code not in AGAIN or not wait:
                self.refused.append((answer.status_code, answer.text[:300]))
                return None
            time.sleep(min(float(wait), 10))


@pytest.fixture(scope="module")
def senders(prefork, secrets):
    return [Sender(prefork.url, secret, n) for n, secret in enumerate(secrets)]


def test_eight_senders_of_one_source_are_each_heard_once(admin, senders):
    agents, listing = senders[:SENDERS], senders[SENDERS]
    end = time.monotonic() + SECONDS
    threads = [threading.Thread(target=sender.until, args=(end,)) for sender in agents]
    for thread in threads:
        thread.start()
    # Meanwhile a complete report comes, which has the source alone: it waits its turn like the others.
    listed = [listing.machine(position, 1) for position in range(MACHINES)]
    listing.report(listed, complete=True)
    for thread in threads:
        thread.join()
    assert not [refusal for sender in senders for refusal in sender.refused]
    reports = sum(sender.reports for sender in agents)
    assert reports >= SENDERS * 3, [sender.answers for sender in agents]
    sent = {known: version for sender in agents for known, version in sender.sent.items()}
    found = admin.call(
        "ipai.sighting",
        "search_read",
        [("source_id.name", "=", "agents"), ("external_id", "in", list(sent))],
        ["external_id", "asset_id"],
    )
    assets = {row["external_id"]: row["asset_id"][0] for row in found}
    assert len(assets) == len(set(assets.values())) == len(sent)
    rows = admin.call("ipai.asset", "read", list(assets.values()), ["os_version"])
    versions = {row["id"]: row["os_version"] for row in rows}
    assert {known: versions[asset] for known, asset in assets.items()} == sent
    runs = admin.call("ipai.import.run", "search_count", [("source_id.name", "=", "agents")])
    assert runs == reports + 1


@contextlib.contextmanager
def held(running, name):
    """Hold what a report of a source waits for, as a long one does."""
    number = int.from_bytes(bytes.fromhex(digest(name))[:8], "big", signed=True)
    connection = psycopg2.connect(dbname=running.db)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [number])
        yield
    finally:
        connection.close()


def test_who_waits_too_long_is_told_when_to_come_back(admin, senders, prefork):
    """While another report holds the source, who has to wait gets 409 with Retry-After, and is done once after."""
    other = senders[1]
    other.report([other.machine(2, 1)], source="held")
    [source] = admin.call("ipai.source", "search", [("name", "=", "held")])
    before, result = other.answers.copy(), {}
    thread = threading.Thread(
        target=lambda: result.update(other.report([other.machine(1, 99)], source="held") or {})
    )
    with held(prefork, f"ipai.source,{source}"):
        thread.start()
        deadline = time.monotonic() + 120
        while not (other.answers - before)[409]:
            assert time.monotonic() < deadline, other.answers
            time.sleep(0.2)
    thread.join()
    assert not other.refused
    assert (sum(result["counts"].values()), result["counts"]["rejected"]) == (1, 0)
    asked = [("source_id.name", "=", "held"), ("external_id", "=", "s1-1")]
    assert admin.call("ipai.sighting", "search_count", asked) == 1
