# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The API from outside, on a server with two workers: limits, the audit and Idempotency-Key under contention."""

import uuid

import pytest
import requests
from at_once import all_at_once

CLIENTS = 8


class Program:
    """A program with a key."""

    def __init__(self, running, secret):
        self.url = running.url
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else {}

    def ping(self, headers=None, **body):
        return requests.post(
            f"{self.url}/ipai/ping",
            json={"source": "test", **body},
            headers={**self.headers, **(headers or {})},
            timeout=60,
        )

    def status(self):
        return requests.get(f"{self.url}/ipai/status", headers=self.headers, timeout=60)


@pytest.fixture
def program(prefork, admin):
    """A program whose key nobody has used."""

    def make(**vals):
        values = {"name": uuid.uuid4().hex, "user_id": admin.info["uid"], **vals}
        key = admin.call("ipai.api.key", "create", values)
        shown = admin.call("ipai.api.key", "action_issue", [key])
        return Program(prefork, shown["params"]["value"])

    return make


def by_all_clients(actions):
    """Share the actions out to the clients, who begin at the same moment; return what came of them."""
    shares = all_at_once(
        range(CLIENTS), lambda number: [action() for action in actions[number::CLIENTS]]
    )
    return [answer for answers in shares for answer in answers]


def rows_of(admin, answers):
    """The rows of the audit that tell of the answers."""
    ids = [answer.headers["X-Request-Id"] for answer in answers]
    fields = ["seq", "outcome", "status", "key_prefix", "request_id", "hash"]
    return admin.call("ipai.audit", "search_read", [("request_id", "in", ids)], fields)


def assert_chain_holds(admin):
    assert admin.call("ipai.audit", "action_verify", [])["params"]["type"] == "success"


def test_eight_clients_on_two_workers_never_exceed_a_limit(program, admin):
    caller = program(write_limit=20)
    answers = by_all_clients([caller.ping] * 48)
    assert sorted(answer.status_code for answer in answers) == [200] * 20 + [429] * 28
    left = [answer.headers["RateLimit"].split(";")[1] for answer in answers if answer.ok]
    assert sorted(left) == sorted(f"r={number}" for number in range(20))
    refused = [answer for answer in answers if answer.status_code == 429]
    assert all(int(answer.headers["Retry-After"]) >= 1 for answer in refused)
    assert len(rows_of(admin, answers)) == 21, "each call done, and the first that was refused"


def test_concurrent_calls_make_one_chain(program, admin):
    caller = program(write_limit=1000)
    answers = by_all_clients([caller.ping] * 64)
    assert {answer.status_code for answer in answers} == {200}
    rows = rows_of(admin, answers)
    assert len({row["seq"] for row in rows}) == 64
    assert all(row["hash"] for row in rows)
    assert_chain_holds(admin)


def test_refused_and_failed_calls_are_in_the_audit(prefork, program, admin):
    caller = program()
    denied = Program(prefork, caller.headers["Authorization"][7:15] + "0" * 32).status()
    failed = caller.ping(surplus="hunter2")
    assert (denied.status_code, failed.status_code) == (401, 422)
    rows = {row["request_id"]: row for row in rows_of(admin, [denied, failed])}
    row = rows[denied.headers["X-Request-Id"]]
    assert (row["outcome"], row["status"]) == ("denied", 401)
    assert row["key_prefix"] == caller.headers["Authorization"][7:15]
    row = rows[failed.headers["X-Request-Id"]]
    assert (row["outcome"], row["status"]) == ("failed", 422)
    assert_chain_holds(admin)


def test_one_idempotency_key_at_the_same_moment_is_one_call(program, admin):
    caller = program(write_limit=1000)
    once = {"Idempotency-Key": uuid.uuid4().hex}
    answers = by_all_clients([lambda: caller.ping(headers=once)] * CLIENTS)
    assert {answer.status_code for answer in answers} <= {200, 409}
    done = [answer for answer in answers if answer.ok]
    carried_out = [answer for answer in done if "Idempotency-Replayed" not in answer.headers]
    assert len(carried_out) == 1
    assert {answer.json()["time"] for answer in done} == {carried_out[0].json()["time"]}
    again = caller.ping(headers=once)
    assert again.headers["Idempotency-Replayed"] == "true"


def test_an_address_with_wrong_keys_is_locked_out_and_right_ones_come_through(
    start_instance, client_of
):
    with start_instance() as running:
        boss = client_of(running)
        keys = [boss.new_key(name=name) for name in ("guessed", "next door")]

        def guesses(times, prefix=""):
            wrong = [(prefix or uuid.uuid4().hex[:8]) + uuid.uuid4().hex for _guess in range(times)]
            return [Program(running, key).status() for key in wrong]

        answers = guesses(12)
        assert [answer.status_code for answer in answers] == [401] * 10 + [429] * 2
        assert answers[-1].json()["code"] == "locked-out"
        assert int(answers[-1].headers["Retry-After"]) > 800
        for key in keys:
            assert Program(running, key).status().status_code == 200
        # Its own beginning is guessed, from the same address.
        refused = rows_of(boss, guesses(15, keys[0][:8]))
        assert not refused, "what waits fills no audit"
        assert Program(running, keys[0]).status().status_code == 200
        # So often that no more are looked at: the neighbor is not held up.
        guesses(15, keys[0][:8])
        assert Program(running, keys[1]).status().status_code == 200
        # A person at the same address still works.
        assert boss.info["uid"]


def test_no_key_no_cookie_and_json_whatever_is_asked(prefork):
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
        for path in ("/ipai", "/ipai/status", "/ipai/ping", "/ipai/none/of/it"):
            answer = requests.request(method, prefork.url + path, timeout=60)
            assert answer.status_code in (401, 404, 405), (method, path, answer.status_code)
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert "Set-Cookie" not in answer.headers
            assert answer.json()["status"] == answer.status_code
