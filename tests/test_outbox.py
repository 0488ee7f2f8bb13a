# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Events out of a running instance: signed as the library of Standard Webhooks has it, and none lost whoever is killed."""

import contextlib
import json

import psutil
import pytest
from receiving import Receiver
from standardwebhooks import Webhook, WebhookVerificationError

ASSETS = 12


def schedulers(prefork):
    """The processes of the scheduled actions."""
    found = []
    for worker in psutil.Process(prefork.pid).children():
        with contextlib.suppress(psutil.Error):
            listens = any(c.status == "LISTEN" for c in worker.net_connections("tcp"))
            if "gevent" not in " ".join(worker.cmdline()) and not listens:
                found.append(worker)
    return found


def kill(processes):
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


@pytest.fixture(scope="module")
def assets(admin):
    kind = admin.call("ipai.asset.type", "search", [], limit=1)[0]
    return [
        admin.call("ipai.asset", "create", {"name": f"outbox{number}", "type_id": kind})
        for number in range(ASSETS)
    ]


def test_what_is_committed_is_sent_whoever_is_killed(prefork, admin, assets):
    with Receiver() as receiver:
        receiver.answers = [(200, 8)]  # holds the first message, while its sender dies
        target = receiver.target(admin, "webhook", ["asset.changed"])
        for number, asset in enumerate(assets):
            admin.call("ipai.asset", "write", [asset], {"purpose": f"first {number}"})
        receiver.wait(lambda: receiver.taken)
        kill(schedulers(prefork))
        for number, asset in enumerate(assets):
            admin.call("ipai.asset", "write", [asset], {"purpose": f"second {number}"})
        kill(schedulers(prefork))
        receiver.wait(lambda: len({event["id"] for event in receiver.events}) == 2 * ASSETS)
        ids = [headers["webhook-id"] for headers, _body in receiver.taken]
        assert ids.count(ids[0]) >= 2, "nobody knew that it had arrived, so it came again"
        bodies = {}
        for headers, body in receiver.taken:
            assert bodies.setdefault(headers["webhook-id"], body) == body
        for number, asset in enumerate(assets):
            told = []
            for event in receiver.events:
                if event["data"]["record"]["id"] == asset and event["id"] not in told:
                    told.append(event["id"])
            changes = [
                next(e for e in receiver.events if e["id"] == key)["data"]["changes"]["purpose"]
                for key in told
            ]
            assert [change["new"] for change in changes] == [f"first {number}", f"second {number}"]
        states = admin.call(
            "ipai.outbox.delivery", "search_read", [("target_id", "=", target.id)], ["state"]
        )
        receiver.wait(
            lambda: (
                not admin.call(
                    "ipai.outbox.delivery",
                    "search_count",
                    [("target_id", "=", target.id), ("state", "!=", "sent")],
                )
            )
        )
        assert len(states) == 2 * ASSETS


def test_the_library_takes_what_is_ours_and_nothing_else(prefork, admin, assets):
    with Receiver() as receiver:
        target = receiver.target(admin, "webhook", ["asset.changed"])
        admin.call("ipai.asset", "write", assets[:1], {"purpose": "Signed"})
        receiver.wait(lambda: receiver.taken)
        headers, body = receiver.taken[0]
        assert Webhook(target.secret).verify(body, headers)["type"] == "asset.changed"
        with pytest.raises(WebhookVerificationError):
            Webhook(target.secret).verify(body.replace(b"Signed", b"Forged"), headers)
        with pytest.raises(WebhookVerificationError):
            Webhook("whsec_" + "QUJD" * 10 + "QUI=").verify(body, headers)
        assert receiver.url.rpartition("/")[2] not in target.settings["address"]


def test_many_at_once_arrive_in_batches_each_at_least_once(prefork, admin, assets):
    with Receiver() as receiver:
        receiver.answers = [(500, 0), (302, 0), (200, 0)]
        receiver.target(admin, "webhook", ["asset.changed"], batch_size=5)
        admin.call("ipai.asset", "write", assets, {"purpose": "Together"})
        receiver.wait(lambda: len({event["id"] for event in receiver.events}) == ASSETS)
        assert all(len(json.loads(body)["events"]) <= 5 for _headers, body in receiver.taken)
        told = {event["data"]["record"]["id"] for event in receiver.events}
        assert told == set(assets)
