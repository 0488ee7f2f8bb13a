# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a page of assets costs over the API, beside a bare route with the same query, and Odoo's own `/json/2`.

    python3 -m benchmarks.asset_api

serves `ipai_network` on two workers, in a state of its own with 100,000 assets (`BENCH_ASSETS=5000` for fewer), and lets
eight clients ask in turn: ``GET /ipai/assets``, ``POST /bench/assets`` (`addons/ipai_bench_assets`), and
``POST /json/2/ipai.asset/search_read``, for 100 assets with the same fields. It fails when the 95th percentile of ours
is more than twice that of the bare route, or our rate less than three times that of `/json/2`.
"""

import contextlib
import dataclasses
import http.client
import json
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

from setup import database, server
from setup.instance import free_port, opened
from setup.settings import ROOT, Settings
from setup.templates import Templates

ADDONS = ("ipai_base", "ipai_asset", "ipai_network")
BENCH = "ipai_bench_assets"
CLIENTS = 8
SECONDS = 10
ROUNDS = 3
P95_TARGET = 2.0
RATE_TARGET = 3.0
NAMES = {
    "name": "name",
    "hostname": "hostname",
    "type": "type_id",
    "serial_number": "serial_number",
    "site": "site_id",
    "customer": "customer_id",
    "status": "status",
    "ip_addresses": "ip_addresses",
    "updated_at": "write_date",
}
"""Of a row of ours, the fields of Odoo."""
STATUSES = ("active", "maintenance", "missing", "planned")
FILL = """
import json, os, sys
sys.path.insert(0, {root!r})
from odoo import Command
from odoo.addons.ipai_base.compat import GROUPS_FIELD, generate_api_key
from benchmarks import inventory
inventory.fill(env, int(os.environ.get("BENCH_ASSETS") or 100_000))
key = env["ipai.api.key"]._for_script("bench", ["assets:read"])
env["ipai.api.key"].search([]).write({{"read_limit": 10**8}})
bot = env["res.users"].search([("login", "=", "bench")])
bot.write({{GROUPS_FIELD: [Command.link(env.ref("ipai_base.group_user").id)]}})
rpc = generate_api_key(bot, "Benchmark")
env.cr.commit()
env.cr.execute("ANALYZE")
env.cr.commit()
with open({file!r}, "w") as answer:
    json.dump({{"ours": key, "rpc": rpc, "db": env.cr.dbname}}, answer)
"""


def main():
    server.raise_on_signals()
    with tempfile.TemporaryDirectory() as folder, _serving(Path(folder)) as (url, keys):
        sides = [Ours, Bare] + ([Json2] if Settings.from_environment().series != "18.0" else [])
        found = {side: ([], 0) for side in sides}
        for _round in range(ROUNDS):
            for side in sides:
                times, count = found[side]
                more = _all_clients(side, url, keys)
                found[side] = (times + more, count + len(more))
    rates = {side: count / SECONDS / ROUNDS for side, (_times, count) in found.items()}
    slow = {
        side: statistics.quantiles(times, n=20)[-1] * 1000 for side, (times, _n) in found.items()
    }
    for side in sides:
        print(f"{side.name:26} {rates[side]:6.1f}/s, p95 {slow[side]:5.0f} ms")
    missed = slow[Ours] > P95_TARGET * slow[Bare]
    print(f"p95 {slow[Ours] / slow[Bare]:.2f} of the bare route's (target {P95_TARGET})")
    if Json2 in sides:
        missed |= rates[Ours] < RATE_TARGET * rates[Json2]
        print(f"{rates[Ours] / rates[Json2]:.1f} times the rate of /json/2 (target {RATE_TARGET})")
    return int(missed)


class Side:
    """One connection of a client."""

    def __init__(self, url, keys):
        parts = urllib.parse.urlsplit(url)
        self._connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=120)
        self._keys = keys

    def _call(self, method, path, body=None, **headers):
        headers["Content-Type"] = "application/json"
        self._connection.request(method, path, body and json.dumps(body), headers)
        answer = self._connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise SystemExit(text.decode())
        return json.loads(text)


class Ours(Side):
    name = "GET /ipai/assets"

    def page(self, status):
        asked = urllib.parse.urlencode({"status": status, "limit": 100, "fields": ",".join(NAMES)})
        path = f"/ipai/assets?{asked}"
        return self._call("GET", path, Authorization=f"Bearer {self._keys['ours']}")["assets"]


class Bare(Side):
    name = "a bare route"
    path = "/bench/assets"

    def page(self, status):
        body = {"domain": [["status", "=", status]], "fields": list(NAMES.values()), "limit": 100}
        headers = {
            "Authorization": f"Bearer {self._keys['rpc']}",
            "X-Odoo-Database": self._keys["db"],
        }
        return self._call("POST", self.path, body | self.more, **headers)

    more = {}


class Json2(Bare):
    name = "/json/2 search_read"
    path = "/json/2/ipai.asset/search_read"
    more = {"order": "id"}


def _all_clients(side, url, keys):
    with multiprocessing.Pool(CLIENTS) as pool:
        times = pool.starmap(_client, [(side, url, keys, number) for number in range(CLIENTS)])
    return [seconds for one in times for seconds in one]


def _client(side, url, keys, number):
    """The times of the pages that one client asked for, in seconds."""
    caller = side(url, keys)
    if len(caller.page("active")) != 100:
        raise SystemExit("There are no 100 assets.")
    times, end = [], time.monotonic() + SECONDS
    while (started := time.monotonic()) < end:
        caller.page(STATUSES[(number + len(times)) % len(STATUSES)])
        times.append(time.monotonic() - started)
    return times


@contextlib.contextmanager
def _serving(folder):
    """Yield (URL, keys) of a server with the filled inventory."""
    addons = folder / "addons"
    addons.mkdir()
    sources = [ROOT / "addons" / name for name in ADDONS]
    for source in (*sources, ROOT / "benchmarks" / "addons" / BENCH):
        (addons / source.name).symlink_to(source)
    settings = Settings.from_environment()
    settings = dataclasses.replace(
        settings, state=settings.state / "bench_api", addons=addons, db="bench_assets", workers=2
    )
    with opened(settings) as instance:
        template = Templates(instance).get([BENCH])
        copy = Templates(instance).copy(template, "bench_assets_copy", port=free_port())
        try:
            database.bring_up_to_date(copy)
            file = folder / "keys"
            copy.run(
                "--no-http",
                subcommand=["shell"],
                stdin=FILL.format(root=os.fspath(ROOT), file=os.fspath(file)),
                fails="The inventory could not be made.",
            )
            with server.serving(copy) as (running, _process):
                yield running.url, json.loads(file.read_text())
        finally:
            copy.drop()


if __name__ == "__main__":
    sys.exit(main())
