# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A day of events of recorded shapes: stories on devices, told in the order of their time, with what goes wrong on the way.

The same seed gives the same day. What is to come of it follows from the stories, not from our code.
"""

import random
from collections import Counter
from dataclasses import dataclass

PROBLEMS = (
    ("Low disk space on {x}:", "Disk space on {x}: is back to normal", "CDE"),
    ("System is offline", "System is back online", ("",)),
    ("Service {x} has stopped", "Service {x} was started", ("Spooler", "BITS", "MSSQL")),
    ("High CPU usage ({n}%)", "CPU usage returned to normal", ("",)),
    ("Memory at {n}%", "[Resolved] Memory at {n}%", ("",)),
    ("Backup job {x} failed", "Backup job {x} succeeded", ("Nightly", "Weekly")),
)
PRIORITIES = ("Low", "Normal", "ELEVATED", "Critical", "critical", "elevated")
GRADES = {"low": "0", "normal": "1", "elevated": "2", "critical": "3"}
DAY = 86400


@dataclass
class Day:
    events: list
    """Bodies, in the order in which they arrive."""
    tickets: dict
    """``{(device, subject): (priority, closed, times)}``."""
    kinds: Counter
    """How many of the events are what."""


def a_day(customers, events=10_000, devices=200, seed=20, begin=1_790_000_000):
    """:param customers: names of the groups; the last one has no partner."""
    chance = random.Random(seed)  # noqa: S311 (the same day each time)
    told, tickets, kinds, number = [], {}, Counter(), 1000
    names = [f"dev-{n:04}" for n in range(devices)]
    groups = {name: customers[n % len(customers)] for n, name in enumerate(names)}

    def tell(at, kind, body):
        told.append((at, len(told), body))
        kinds[kind] += 1

    def native(at, kind, name, title, priority):
        nonlocal number
        number += 1
        date = chance.choice((int(at), int(at * 1000), _iso(at)))
        body = {
            "Id": number, "Title": title, "Message": f"{title} on the computer '{name}' in group '{groups[name]}'.",
            "DateTime": date, "Priority": priority, "DeviceIdentifier": name, "OrganizationId": None,
        }  # fmt: skip
        tell(at, kind, body)
        if chance.random() < 0.02:
            # Delivered once more, as senders do: another body, the same Id.
            tell(at + 1, "again", {**body, "Attempt": 2})

    for name in names:
        tell(
            begin + chance.random() * 60,
            "registered",
            {"EventType": "SystemRegistered", "SystemIdentifier": name, "Name": name.upper(), "OS": "Windows 11 Pro",
             "Group": groups[name], "CustomFields": {"Serial": f"SER{name[4:]}X"}},
        )  # fmt: skip
    stories = [
        (name, problem, recovery, x)
        for name in names
        for problem, recovery, xs in PROBLEMS
        for x in xs
    ]
    chance.shuffle(stories)
    while sum(kinds.values()) < events:
        if not stories or chance.random() < 0.9:
            name = chance.choice(names)
            tell(
                begin + 120 + chance.random() * (DAY - 240),
                "registered",
                {"EventType": "SystemRegistered", "SystemIdentifier": name, "Name": name.upper(), "OS": "Windows 11 Pro",
                 "Group": groups[name], "CustomFields": chance.choice((None, {}, {"Serial": f"SER{name[4:]}X"}))},
            )  # fmt: skip
            continue
        if chance.random() < 0.05:
            tell(
                begin + 120 + chance.random() * DAY,
                "callback",
                {"EventType": "TaskExecutionFinished", "TaskId": 1, "DeviceIdentifier": chance.choice(names), "State": "Successful"},
            )  # fmt: skip
            continue
        name, problem, recovery, x = stories.pop()
        at = begin + 200 + chance.random() * DAY * 0.8
        grade = "0"
        repeats = chance.randint(1, 12)
        for turn in range(repeats):
            priority = chance.choice(PRIORITIES)
            grade = max(grade, GRADES[priority.lower()])
            title = problem.format(x=x, n=chance.randint(80, 99))
            native(at + turn * 300, "problem", name, title, priority)
        over = chance.random() < 0.6
        if over:
            title = recovery.format(x=x, n=chance.randint(10, 40))
            native(at + repeats * 300 + 60, "recovery", name, title, "Normal")
        if groups[name] != customers[-1]:
            tickets[name, problem.format(x=x, n="")] = (grade, over, repeats)
    told.sort(key=lambda one: one[:2])
    return Day([body for _at, _n, body in told], tickets, kinds)


def _iso(at):
    from datetime import datetime, timezone

    return datetime.fromtimestamp(int(at), timezone.utc).isoformat().replace("+00:00", "Z")
