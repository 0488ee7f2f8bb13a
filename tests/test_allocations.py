# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Eight programs that take the next free address, or the next free prefix, at one moment, on a server with workers."""

import ipaddress
import itertools

import pytest
import requests
from at_once import all_at_once

CLIENTS = 8
ROUNDS = 4
UNLIMITED = 10**6


@pytest.fixture(scope="module")
def keys(prefork, client_of):
    admin = client_of(prefork)
    return [
        admin.new_key("assets", name=f"client {number}", write_limit=UNLIMITED)
        for number in range(CLIENTS)
    ]


@pytest.fixture
def new_prefix(admin):
    def new_prefix(name, **vals):
        return admin.call("ipai.prefix", "create", {"name": name, **vals})

    return new_prefix


def reserve(running, key, prefix, what, body):
    answer = requests.post(
        f"{running.url}/ipai/prefixes/{prefix}/next-{what}",
        json=body,
        headers={"Authorization": f"Bearer {key}"},
        timeout=120,
    )
    return answer.status_code, answer.json()


def test_no_address_is_given_twice_and_none_is_left_out(prefork, keys, new_prefix):
    prefix = new_prefix("10.81.0.0/24")
    answers = []
    for _round in range(ROUNDS):
        answers += all_at_once(keys, lambda key: reserve(prefork, key, prefix, "address", {}))
    assert {status for status, _answer in answers} == {201}, answers
    taken = {answer["address"] for _status, answer in answers}
    assert taken == {f"10.81.0.{number}/24" for number in range(1, CLIENTS * ROUNDS + 1)}


def test_the_last_addresses_go_to_as_many_as_there_are(prefork, keys, new_prefix):
    prefix = new_prefix("10.82.0.0/29")
    answers = all_at_once(keys, lambda key: reserve(prefork, key, prefix, "address", {}))
    assert sorted(status for status, _answer in answers) == [201] * 6 + [409] * 2, answers
    assert {answer["code"] for status, answer in answers if status == 409} == {"full"}


def test_prefixes_of_any_length_do_not_overlap(prefork, keys, new_prefix):
    prefix = new_prefix("10.83.0.0/16", status="container")
    lengths = dict(zip(keys, itertools.cycle((24, 25, 26, 20)), strict=False))
    answers = all_at_once(
        keys, lambda key: reserve(prefork, key, prefix, "prefix", {"length": lengths[key]})
    )
    assert {status for status, _answer in answers} == {201}, answers
    nets = [ipaddress.ip_network(answer["prefix"]) for _status, answer in answers]
    assert not [pair for pair in itertools.combinations(nets, 2) if pair[0].overlaps(pair[1])]
