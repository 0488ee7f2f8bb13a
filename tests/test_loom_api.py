# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The Loom API from outside, on a server with two workers: one record of many calls, and waiting for people."""

import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from at_once import all_at_once

CLIENTS = 8
SCOPES = ("loom:read", "loom:write", "loom:execute")


class Loom:
    """A program with a key of the bot."""

    def __init__(self, running, secret):
        self.url = running.url
        self.headers = {"Authorization": f"Bearer {secret}"}

    def request(self, method, path, body=None, **headers):
        return requests.request(
            method,
            f"{self.url}/odoo{path}",
            json=body,
            headers={**self.headers, **headers},
            timeout=60,
        )

    def propose(self, name, **values):
        body = {"name": name, "case_id": "C-1", **values}
        answer = self.request("POST", "/propose/partner", body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def execute(self, proposal):
        return self.request("POST", f"/execute/{proposal['proposal_id']}", {"confirmed": True})


@pytest.fixture(scope="module")
def loom(prefork, admin):
    bot = admin.new_user("loom@ocg.lan", "ipai_loom_gateway.group_loom", password="loom@ocg.lan")
    limits = {"read_limit": 10_000, "write_limit": 10_000, "execute_limit": 10_000}
    return Loom(prefork, admin.new_key(*SCOPES, name="Loom", user_id=bot, **limits))


@pytest.fixture(scope="module")
def approver(prefork, admin, client_of):
    admin.new_user("anna", "ipai_approval.group_approver", password="anna")
    return client_of(prefork, "anna", "anna")


def approve(approver, proposal):
    asked = [("code", "=", proposal["proposal_id"])]
    found = approver.call("ipai.proposal", "search", asked)
    approver.call("ipai.proposal", "action_approve", found, "Fine")


def test_eight_clients_carry_out_one_proposal_once(loom, approver, admin):
    for _round in range(3):
        name = uuid.uuid4().hex
        proposal = loom.propose(name)
        approve(approver, proposal)
        answers = all_at_once(range(CLIENTS), lambda _number, once=proposal: loom.execute(once))
        assert {answer.status_code for answer in answers} <= {200, 409}, [a.text for a in answers]
        done = [answer.json()["results"] for answer in answers if answer.ok]
        assert done and all(results == done[0] for results in done)
        made = admin.call("res.partner", "search", [("name", "=", name)])
        assert made == [done[0][0]["record_id"]]
        again = loom.execute(proposal)
        assert (again.status_code, again.json()["results"]) == (200, done[0])


def test_one_proposal_that_is_sent_eight_times_is_one(loom, admin):
    name = uuid.uuid4().hex
    body = {"name": name, "case_id": "C-1"}
    once = {"Idempotency-Key": uuid.uuid4().hex}
    answers = all_at_once(
        range(CLIENTS), lambda _number: loom.request("POST", "/propose/partner", body, **once)
    )
    assert {answer.status_code for answer in answers} <= {201, 409}
    told = {answer.json()["proposal_id"] for answer in answers if answer.ok}
    assert len(told) == 1
    summary = f"Create partner: {name}"
    assert admin.call("ipai.proposal", "search_count", [("summary", "=", summary)]) == 1


def test_who_waits_is_told_at_once_and_keeps_nobody_waiting(loom, approver):
    proposal = loom.propose(uuid.uuid4().hex)
    path = f"/proposals/{proposal['proposal_id']}"

    def until_decided():
        while (answer := loom.request("GET", f"{path}?wait=20").json())["state"] == "pending":
            pass
        return answer, time.monotonic()

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(until_decided)
        # The one place for those who wait is taken when another one comes back at once.
        while _seconds(loom, f"{path}?wait=2") > 1:
            pass
        assert loom.request("GET", "/status").ok, "one worker is left for the others"
        approve(approver, proposal)
        approved = time.monotonic()
        answer, told = waiting.result(timeout=30)
    assert answer["state"] == "approved"
    assert told - approved < 10, "it came with the decision, not with the end of the time"


def _seconds(loom, path):
    started = time.monotonic()
    assert loom.request("GET", path).ok
    return time.monotonic() - started


def test_waiting_ends_when_its_time_is_over(loom):
    started = time.monotonic()
    answer = loom.request("GET", "/proposals?case_id=none&wait=1")
    assert answer.json()["count"] == 0
    assert 0.9 < time.monotonic() - started < 15


def test_a_bot_cannot_decide_what_it_proposed(prefork, loom, client_of, admin):
    proposal = loom.propose(uuid.uuid4().hex)
    found = admin.call("ipai.proposal", "search", [("code", "=", proposal["proposal_id"])])
    bot = admin.call("res.users", "search", [("login", "=", "loom@ocg.lan")])
    admin.call("res.users", "write", bot, {"password": "loom-with-a-password"})
    person = client_of(prefork, "loom@ocg.lan", "loom-with-a-password")
    with pytest.raises(Exception, match="(?s).+"):
        person.call("ipai.proposal", "action_approve", found, "Me")
    assert loom.execute(proposal).json()["code"] == "approval-required"


def test_limits_of_the_contract_hold_by_default(prefork, admin):
    bot = admin.call("res.users", "search", [("login", "=", "loom@ocg.lan")])[0]
    caller = Loom(prefork, admin.new_key(*SCOPES, name="Default", user_id=bot))
    limits = caller.request("GET", "/status").json()["limits"]
    assert {name: limit["quota"] for name, limit in limits.items()} == {
        "read": 30,
        "write": 10,
        "execute": 10,
    }
    answers = [caller.request("POST", "/execute/00000000", {"confirmed": True}) for _n in range(11)]
    assert [answer.status_code for answer in answers] == [404] * 10 + [429]
