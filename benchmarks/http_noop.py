# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a call of the API costs beside a bare route that inserts one row.

    python3 -m benchmarks.http_noop

serves `ipai_base` on two workers, in a state of its own with a database that syncs to the disk, and calls both
in turn: ``POST /ipai/ping`` with a key, schema, limit and audit, and ``POST /bench/bare`` with none of them
(`addons/ipai_bench_http`). It fails when ours takes more than twice as long.
"""

import contextlib
import dataclasses
import http.client
import json
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from setup import database, server
from setup.instance import free_port, opened
from setup.settings import ROOT, Settings
from setup.templates import Templates

ADDON = "ipai_bench_http"
CLIENTS = 2
ROUNDS = 30
CALLS = 50
"""In a round each client makes so many calls of one kind, then so many of the other."""

TARGET = 2.0
KEY = """
key = env["ipai.api.key"]._for_script("bench", [])
env["ipai.api.key"].search([("user_id.login", "=", "bench")]).write({{"write_limit": 10**8}})
env.cr.commit()
with open({file!r}, "w") as answer:
    answer.write(key)
"""


def main():
    server.raise_on_signals()
    with tempfile.TemporaryDirectory() as folder, _serving(Path(folder)) as (running, secret):
        kinds = {
            "/bench/bare": {},
            "/ipai/ping": {"Authorization": f"Bearer {secret}"},
        }
        _round(running.url, kinds)  # warms both workers
        rounds = [_round(running.url, kinds) for _round_number in range(ROUNDS)]
    bare, ours = (median(times[path] for times in rounds) for path in kinds)
    ratio = median(times["/ipai/ping"] / times["/bench/bare"] for times in rounds)
    print(f"bare route {bare:.2f} ms, our call {ours:.2f} ms, ratio {ratio:.2f} (target {TARGET})")
    return int(ratio > TARGET)


@contextlib.contextmanager
def _serving(folder):
    """Yield (Running, key) of a server with the suite's foundation and the bare route."""
    addons = folder / "addons"
    addons.mkdir()
    for source in (ROOT / "addons" / "ipai_base", ROOT / "benchmarks" / "addons" / ADDON):
        (addons / source.name).symlink_to(source)
    settings = Settings.from_environment()
    settings = dataclasses.replace(
        settings, state=settings.state / "bench", addons=addons, db="bench_http", workers=2
    )
    with opened(settings) as instance:
        template = Templates(instance).get([ADDON])
        copy = Templates(instance).copy(template, "bench_http_copy", port=free_port())
        try:
            database.bring_up_to_date(copy)
            file = folder / "key"
            copy.run(
                "--no-http",
                subcommand=["shell"],
                stdin=KEY.format(file=str(file)),
                fails="The key could not be made.",
            )
            with server.serving(copy) as (running, _process):
                yield running, file.read_text()
        finally:
            copy.drop()


def _round(url, kinds):
    """Return {path: milliseconds a call} of one round, all clients at once."""
    return {path: _milliseconds(url, path, headers) for path, headers in kinds.items()}


def _milliseconds(url, path, headers):
    threads = [
        threading.Thread(target=_call_often, args=(url, path, headers))
        for _client in range(CLIENTS)
    ]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return (time.perf_counter() - started) * 1000 / (CALLS * CLIENTS)


def _call_often(url, path, headers):
    body = json.dumps({"source": "benchmark"})
    headers = {"Content-Type": "application/json", **headers}
    for _call in range(CALLS):
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}: {text[:500]!r}")


if __name__ == "__main__":
    sys.exit(main())
