# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A snapshot of 10,000 machines, against creating the same three records one by one over XML-RPC.

With a running server of two workers (`WORKERS=2 make run`), in the top folder of the repository:

    export IPAI_URL=http://127.0.0.1:8069 IPAI_DB=bench IPAI_LOGIN=admin IPAI_PASSWORD=...
    export IPAI_KEY=...        # of a user who is a technician, with the scope assets
    python3 -m benchmarks.snapshot

Each machine has an interface with a MAC address, and an address with its mask. The database must have
`bench` in its name: what is created stays in it.
"""

import json
import os
import time
import urllib.request
import xmlrpc.client

OBJECTS = 10_000
ONE_BY_ONE = 200
"""Machines created over XML-RPC: enough for a steady rate."""
TIMES_FASTER, TIMES_FASTER_AGAIN = 15, 5
OBJECTS_A_SECOND = 600
"""Of a first snapshot, on two quiet cores."""
PATIENCE = 900


def measure():
    """Print the figures; raise AssertionError when a target is missed."""
    if "bench" not in os.environ["IPAI_DB"]:
        raise SystemExit("IPAI_DB must have `bench` in its name: thousands of machines stay in it.")
    mark = f"{time.time():.0f}"
    plain = ONE_BY_ONE / _one_by_one(mark)
    print(f"one by one over XML-RPC      {plain:9.1f} objects/s")
    first = OBJECTS / _report(mark, "created")
    print(f"snapshot, all new            {first:9.1f} objects/s, {first / plain:.1f} times")
    again = OBJECTS / _report(mark, "unchanged")
    print(
        f"the same again, unchanged    {again:9.1f} objects/s, {again / first:.1f} times the first"
    )
    if first < OBJECTS_A_SECOND:
        raise AssertionError(
            f"the first snapshot made fewer than {OBJECTS_A_SECOND} objects a second"
        )
    if first < TIMES_FASTER * plain:
        raise AssertionError(f"the snapshot is not {TIMES_FASTER} times as fast as one by one")
    if again < TIMES_FASTER_AGAIN * first:
        raise AssertionError(
            f"the second one is not {TIMES_FASTER_AGAIN} times as fast as the first"
        )


def _one_by_one(mark):
    """Return the seconds that it takes to create the machines by three calls each."""
    url, database = os.environ["IPAI_URL"], os.environ["IPAI_DB"]
    login, password = os.environ["IPAI_LOGIN"], os.environ["IPAI_PASSWORD"]
    user = xmlrpc.client.ServerProxy(f"{url}/xmlrpc/2/common").authenticate(
        database, login, password, {}
    )
    server = xmlrpc.client.ServerProxy(f"{url}/xmlrpc/2/object")

    def create(model, values):
        return server.execute_kw(database, user, password, model, "create", [values])

    kind = server.execute_kw(
        database, user, password, "ipai.asset.type", "search", [[("name", "=", "Compute")]]
    )[0]
    scope = create("ipai.ip.scope", {"name": f"Benchmark {mark}"})
    started = time.perf_counter()
    for number in range(ONE_BY_ONE):
        name = f"rpc{mark}x{number}"
        asset = create(
            "ipai.asset",
            {
                "name": name,
                "hostname": name,
                "serial_number": f"RPC{mark}{number}",
                "type_id": kind,
                "os_version": "12",
                "status": "active",
            },
        )
        interface = create(
            "ipai.interface",
            {"asset_id": asset, "name": "eth0", "mac_address": _mac("06", mark, number)},
        )
        create(
            "ipai.ip.address",
            {"name": _address(number), "interface_id": interface, "scope_id": scope},
        )
    return time.perf_counter() - started


def _report(mark, expected):
    """Return the seconds that a snapshot takes; all of its objects must come out as expected."""
    objects = [
        {
            "hostname": f"snap{mark}x{number}",
            "serial": f"SNAP{mark}{number}",
            "type": "compute",
            "os_version": "12",
            "interfaces": [
                {
                    "name": "eth0",
                    "mac": _mac("02", mark, number),
                    "addresses": [_address(number, int(mark) % 200 + 20)],
                }
            ],
        }
        for number in range(OBJECTS)
    ]
    body = json.dumps({"source": f"benchmark-{mark}", "objects": objects}).encode()
    request = urllib.request.Request(
        f"{os.environ['IPAI_URL']}/ipai/assets/snapshot",
        body,
        {
            "Authorization": f"Bearer {os.environ['IPAI_KEY']}",
            "Content-Type": "application/json",
        },
    )
    started = time.perf_counter()
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        counts = json.load(answer)["counts"]
    seconds = time.perf_counter() - started
    if counts[expected] != OBJECTS:
        raise AssertionError(f"not all objects are {expected}: {counts}")
    return seconds


def _mac(first, mark, number):
    return f"{first}:{int(mark) % 256:02x}:{int(mark) // 256 % 256:02x}:00:{number // 256:02x}:{number % 256:02x}"


def _address(number, second=10):
    return f"10.{second}.{number // 250}.{number % 250 + 1}/16"


if __name__ == "__main__":
    measure()
