# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Several people at one moment, over HTTP, on a server with workers."""

import pytest
from at_once import outcomes_at_once

PEOPLE = 4
ROUNDS = 5


@pytest.fixture(scope="module")
def people(prefork, client_of):
    return [client_of(prefork) for _person in range(PEOPLE)]


def new_asset(person, **vals):
    kind = person.call("ipai.asset.type", "search", [("name", "=", "Compute")])[0]
    return person.call("ipai.asset", "create", {"name": "Race", "type_id": kind, **vals})


def test_of_many_assets_with_one_hostname_exactly_one_is_made(people):
    for attempt in range(ROUNDS):
        hostname = f"race{attempt}"
        outcomes = outcomes_at_once(
            people, lambda person, name=hostname: new_asset(person, hostname=name)
        )
        refusals = [str(outcome) for outcome in outcomes if isinstance(outcome, Exception)]
        assert len(refusals) == PEOPLE - 1, outcomes
        for refusal in refusals:
            assert "host name" in refusal and "another host name" in refusal
        assert people[0].call("ipai.asset", "search_count", [("hostname_key", "=", hostname)]) == 1


def test_tags_drawn_at_the_same_moment_differ(people):
    ids = [new_asset(person) for person in people]
    ids += outcomes_at_once(people, new_asset)
    tags = [row["asset_tag"] for row in people[0].call("ipai.asset", "read", ids, ["asset_tag"])]
    assert len(set(tags)) == 2 * PEOPLE


def test_a_status_changed_by_two_at_one_moment_leaves_one_unbroken_history(people):
    asset = new_asset(people[0], status="active")
    targets = dict(
        zip(people, ("maintenance", "missing", "decommissioned", "maintenance"), strict=True)
    )
    outcomes_at_once(
        people,
        lambda person: person.call("ipai.asset", "write", [asset], {"status": targets[person]}),
    )
    intervals = people[0].call(
        "ipai.asset.interval",
        "search_read",
        [("asset_id", "=", asset)],
        ["date_from", "date_to", "status"],
        order="date_from",
    )
    status = people[0].call("ipai.asset", "read", [asset], ["status"])[0]["status"]
    assert intervals[-1]["status"] == status
    assert [row["date_to"] for row in intervals] == [
        *(row["date_from"] for row in intervals[1:]),
        False,
    ]
