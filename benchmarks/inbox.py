# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The inbox beside Odoo's native webhook, doing the same work, and beside a bare route with one INSERT.

    python3 -m benchmarks.inbox

serves `ipai_inbox` and `base_automation` on two workers, in a state of its own with a database that syncs to the
disk, and calls in turn: a native webhook that changes a contact, one that makes one, `POST /ipai/hook/…` with the
same bodies, signed, and a bare route. Then it lets the lane work off a backlog (`BENCH_BACKLOG`, 100,000 events)
and looks at its memory. It fails when a target is missed.
"""

import contextlib
import dataclasses
import http.client
import json
import os
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlsplit

import psutil

from setup import database, server
from setup.instance import free_port, opened
from setup.settings import ROOT, Settings
from setup.templates import Templates

sys.path.insert(0, str(ROOT / "addons" / "ipai_inbox"))
from signing import SCHEMES  # noqa: E402  (the schemes know nothing of Odoo)

ADDON = "ipai_bench_inbox"
CLIENTS = 4
ROUNDS = int(os.environ.get("BENCH_ROUNDS") or 8)
CALLS = 25
"""In a round each client makes so many calls of each kind, one kind after another."""
BACKLOG = int(os.environ.get("BENCH_BACKLOG") or 100_000)
CONTACTS = 200
UPDATE, CREATE, TAIL, PROCESSED = 3.0, 8.0, 1.6, 5.0
"""Targets: accepted against native for a change and for a new one, 95th percentile against bare, processed."""
GROWTH = 80
"""Megabytes that the process of the lane may grow by in a backlog."""
WITHIN = 3600

PREPARE = """
import json
contacts = env["res.partner"].create([{{"name": f"Bench {{n}}"}} for n in range({contacts})])
model = env["ir.model"]._get("res.partner")
urls = {{}}
for name, getter, code in (
    ("update", "model.browse(int(payload.get('id')))", "record.write({{'phone': payload.get('phone')}})"),
    ("create", "model.browse(%d)" % contacts[0].id, "env['res.partner'].create(payload)"),
):
    rule = env["base.automation"].create({{
        "name": name, "model_id": model.id, "trigger": "on_webhook", "record_getter": getter,
    }})
    env["ir.actions.server"].create({{
        "name": name, "model_id": model.id, "state": "code", "code": code,
        "base_automation_id": rule.id, "usage": "base_automation",
    }})
    urls[name] = "/web/hook/" + rule.webhook_uuid
source = env["ipai.inbox.source"].create(
    {{"name": "Bench", "kind": "bench", "scheme": "standard", "rate_limit": 0}}
)
path, secret = source._issue()
answer = {{"urls": urls, "path": path, "secret": secret, "contacts": contacts.ids}}
env.cr.commit()
with open({file!r}, "w") as file:
    json.dump(answer, file)
"""
FILL = """
INSERT INTO ipai_inbox_event (
    source_id, company_id, kind, received_on, delivery_key, state, attempts, replays, next_try, size, headers, raw
)
SELECT source.id, source.company_id, 'bench', moment, 'backlog' || n, 'received', 0, 0, moment, 40, '{{}}',
       convert_to('{{"id": ' || ({contacts}::int[])[1 + n %% {count}] || ', "phone": "' || n || '"}}', 'UTF8')
  FROM generate_series(1, {backlog}) AS n, (SELECT now() AT TIME ZONE 'UTC' AS moment) AS now,
       (SELECT id, company_id FROM ipai_inbox_source WHERE name = 'Bench') AS source
""".replace("%%", "%")


class Kinds:
    """The requests that are compared: each returns path, body and headers."""

    def __init__(self, made):
        self.made = made
        self.key = SCHEMES["standard"].keys(made["secret"])[0]

    def update(self, number):
        contacts = self.made["contacts"]
        return json.dumps({"id": contacts[number % len(contacts)], "phone": f"{number}"}).encode()

    def create(self, number):
        return json.dumps({"name": f"New {number}"}).encode()

    def signed(self, body):
        return SCHEMES["standard"].sign(self.key, body, f"msg_{uuid.uuid4().hex}", time.time())

    def all(self):
        urls, path = self.made["urls"], self.made["path"]
        return {
            "native update": lambda n: (urls["update"], self.update(n), {}),
            "native create": lambda n: (urls["create"], self.create(n), {}),
            "inbox update": lambda n: (path, self.update(n), self.signed(self.update(n))),
            "inbox create": lambda n: (path, (body := self.create(n)), self.signed(body)),
            "bare insert": lambda n: ("/bench/insert", self.update(n), {}),
        }


def main():
    server.raise_on_signals()
    with tempfile.TemporaryDirectory() as folder, _serving(Path(folder)) as (running, made, copy):
        kinds = Kinds(made).all()
        _round(running.url, kinds)  # warms both workers
        rounds = [_round(running.url, kinds) for _round_number in range(ROUNDS)]
        rates = {kind: median(CLIENTS * CALLS / one[kind][0] for one in rounds) for kind in kinds}
        tails = {
            kind: quantiles([t for one in rounds for t in one[kind][1]], n=20)[18] * 1000
            for kind in kinds
        }
        for kind in kinds:
            print(f"{kind:14} {rates[kind]:8.1f} a second, 95th percentile {tails[kind]:7.1f} ms")
        _wait_until_empty(copy)
        processed, growth = _backlog(running, copy)
    native = rates["native update"]
    figures = [
        ("accepted, a change", rates["inbox update"] / native, UPDATE, True),
        ("accepted, a new one", rates["inbox create"] / rates["native create"], CREATE, True),
        ("95th percentile against bare", tails["inbox update"] / tails["bare insert"], TAIL, False),
        ("processed", processed / native, PROCESSED, True),
        ("growth of the lane, MB", growth, GROWTH, False),
    ]
    missed = 0
    for name, figure, target, more in figures:
        good = figure >= target if more else figure <= target
        missed += not good
        print(
            f"{name:30} {figure:8.2f}  target {'>=' if more else '<='} {target} {'' if good else 'MISSED'}"
        )
    return int(missed > 0)


@contextlib.contextmanager
def _serving(folder):
    """Yield (Running, what was prepared, Instance) of a server with both ways in."""
    addons = folder / "addons"
    addons.mkdir()
    for source in (
        ROOT / "addons" / "ipai_base",
        ROOT / "addons" / "ipai_inbox",
        ROOT / "benchmarks" / "addons" / ADDON,
    ):
        (addons / source.name).symlink_to(source)
    settings = Settings.from_environment()
    settings = dataclasses.replace(
        settings, state=settings.state / "bench", addons=addons, db="bench_inbox", workers=2
    )
    with opened(settings) as instance:
        template = Templates(instance).get([ADDON])
        copy = Templates(instance).copy(template, "bench_inbox_copy", port=free_port())
        try:
            database.bring_up_to_date(copy)
            file = folder / "made"
            copy.run(
                "--no-http",
                subcommand=["shell"],
                stdin=PREPARE.format(contacts=CONTACTS, file=str(file)),
                fails="The sources could not be made.",
            )
            with server.serving(copy) as (running, _process):
                yield running, json.loads(file.read_text()), copy
        finally:
            copy.drop()


def _round(url, kinds):
    """Return {kind: (seconds, [seconds of each call])} of one round, all clients at once."""
    return {kind: _timed(url, make) for kind, make in kinds.items()}


def _timed(url, make):
    times, problems = [], []
    threads = [
        threading.Thread(target=_call_often, args=(url, make, client, times, problems))
        for client in range(CLIENTS)
    ]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]
    return time.perf_counter() - started, times


def _call_often(url, make, client, times, problems):
    try:
        for call in range(CALLS):
            path, body, headers = make(client * CALLS + call)
            began = time.perf_counter()
            connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
            connection.request("POST", path, body, {"Content-Type": "application/json", **headers})
            answer = connection.getresponse()
            text = answer.read()
            connection.close()
            times.append(time.perf_counter() - began)
            if answer.status not in (200, 202):
                raise RuntimeError(f"{path[:20]} answered {answer.status}: {text[:500]!r}")
    except Exception as problem:
        problems.append(problem)


def _waiting(copy):
    query = "SELECT count(*) FROM ipai_inbox_event WHERE next_try IS NOT NULL"
    return int(copy.databases.query(query, copy.settings.db)[0][0])


def _wait_until_empty(copy):
    deadline = time.monotonic() + WITHIN
    while _waiting(copy) and time.monotonic() < deadline:
        time.sleep(0.5)


def _backlog(running, copy):
    """Return events processed a second, and the megabytes by which the processes grew."""
    listed = (
        "ARRAY["
        + ",".join(
            row[0]
            for row in copy.databases.query(
                "SELECT id FROM res_partner WHERE name LIKE 'Bench %'", copy.settings.db
            )
        )
        + "]"
    )
    fill = FILL.format(contacts=listed, count=CONTACTS, backlog=BACKLOG)
    copy.databases.query(fill, copy.settings.db)
    began = time.monotonic()
    while _waiting(copy) > BACKLOG * 0.9:
        time.sleep(0.5)
    # From here on the lane runs; what it needs to begin with is not its growth.
    started, left, before = time.monotonic(), _waiting(copy), _memory(running)
    peak = before
    while _waiting(copy):
        peak = max(peak, _memory(running))
        time.sleep(1)
        if time.monotonic() - began > WITHIN:
            raise RuntimeError("the backlog does not end")
    rate = left / (time.monotonic() - started)
    print(
        f"backlog of {BACKLOG}: {rate:.0f} a second, memory {before:.0f} MB, at most {peak:.0f} MB"
    )
    dead = "SELECT count(*) FROM ipai_inbox_event WHERE state <> 'done'"
    if copy.databases.query(dead, copy.settings.db) != [["0"]]:
        raise RuntimeError("not all of the backlog is done")
    return rate, peak - before


def _memory(running):
    """Megabytes of the largest process that serves no requests."""
    sizes = [0]
    for process in psutil.Process(running.pid).children():
        with contextlib.suppress(psutil.Error):
            sizes.append(process.memory_info().rss / 1e6)
    return max(sizes)


if __name__ == "__main__":
    sys.exit(main())
