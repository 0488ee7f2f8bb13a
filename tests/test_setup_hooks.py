# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""`make hook` beside a running instance: an address and a secret that a sender can use at once."""

import os
import re
import subprocess
import sys
import time
import urllib.parse
import uuid

import pytest
import requests

from setup.settings import ROOT, Settings

sys.path.insert(0, str(ROOT / "addons" / "ipai_inbox"))
from signing import SCHEMES  # the schemes know nothing of Odoo


@pytest.fixture(scope="module")
def make_hook(instance):
    """Run the command on the database of the running instance; return what it printed, and what it said."""
    settings = Settings.from_environment().for_tests()

    def run(**environment):
        port = urllib.parse.urlsplit(instance.url).port
        done = subprocess.run(
            [sys.executable, "-m", "setup", "hook"],
            cwd=ROOT,
            env={
                **os.environ,
                "STATE": str(settings.state),
                "DB": instance.db,
                "PORT": str(port),
                **environment,
            },
            capture_output=True,
            text=True,
        )
        lines = dict(line.partition("=")[::2] for line in done.stdout.splitlines())
        return lines, done.stderr

    return run


def deliver(hook, scheme, body):
    scheme = SCHEMES[scheme]
    headers = scheme.sign(
        scheme.keys(hook["secret"])[0], body, f"msg_{uuid.uuid4().hex}", time.time()
    )
    return requests.post(hook["url"], data=body, headers=headers, timeout=60)


@pytest.mark.parametrize(
    "kind, scheme", [("standard", "standard"), ("github", "github"), ("generic", "bearer")]
)
def test_what_it_prints_takes_an_event(make_hook, client, kind, scheme):
    hook, said = make_hook(KIND=kind, NAME=f"probe {kind}")
    assert list(hook) == ["url", "secret"], said
    answer = deliver(hook, scheme, b'{"title": "Hello"}')
    assert answer.status_code == 202, answer.text
    [event] = client.call(
        "ipai.inbox.event",
        "read",
        [answer.json()["id"]],
        ["source_id", "delivery_key", "state", "attempts", "reason"],
    )
    assert event["source_id"][1] == f"probe {kind}"
    again, _said = make_hook(KIND=kind, NAME=f"probe {kind}")
    assert again["secret"] != hook["secret"]
    assert deliver(again, scheme, b'{"title": "New"}').status_code == 202
    assert deliver(hook, scheme, b'{"title": "Old"}').status_code == 202, "the overlap"


def test_an_unknown_kind_is_named(make_hook):
    hook, said = make_hook(KIND="nonsense", NAME="x")
    assert not hook
    found = re.search(r"Unknown kind: nonsense\. There are: ([\w, ]+)", said)
    assert found, said
    assert {"alertmanager", "generic", "github", "grafana", "standard"} <= set(found[1].split(", "))
