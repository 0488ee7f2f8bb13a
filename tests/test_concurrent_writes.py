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


def moved_below_each_other(people, model, parent, ids):
    """Each person moves one record below the next, at the same moment; return who stands below whom then."""
    moves = dict(zip(people, zip(ids, [*ids[1:], ids[0]], strict=True), strict=False))
    outcomes = outcomes_at_once(
        list(moves),
        lambda person: person.call(model, "write", [moves[person][0]], {parent: moves[person][1]}),
    )
    refusals = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    rows = people[0].call(model, "read", ids, [parent])
    return refusals, {row["id"]: row[parent] and row[parent][0] for row in rows}


def assert_no_circle(above):
    for one in above:
        seen = [one]
        while above.get(seen[-1]):
            assert above[seen[-1]] not in seen, above
            seen.append(above[seen[-1]])


def new_in_tree(person, model, attempt, number):
    return person.call(model, "create", {"name": f"Race {attempt} {number}"})


@pytest.mark.parametrize("size", [2, 3])
def test_hosts_never_run_on_each_other(people, size):
    for _attempt in range(ROUNDS):
        ids = [new_asset(people[0]) for _number in range(size)]
        refusals, above = moved_below_each_other(people, "ipai.asset", "host_id", ids)
        assert_no_circle(above)
        assert len(refusals) == 1, refusals
        assert "cannot run on itself" in str(refusals[0])


@pytest.mark.parametrize("model", ["ipai.operating.system", "ipai.asset.type"])
def test_no_tree_becomes_a_circle(people, model):
    for attempt in range(ROUNDS):
        ids = [new_in_tree(people[0], model, attempt, number) for number in range(2)]
        refusals, above = moved_below_each_other(people, model, "parent_id", ids)
        assert_no_circle(above)
        assert len(refusals) == 1, refusals
        assert "cannot stand above" in str(refusals[0])


def test_a_redundancy_group_serves_one(people):
    depends = people[0].reference("ipai_topology.relation_type_depends_on")
    for attempt in range(ROUNDS):
        group = people[0].call("ipai.redundancy.group", "create", {"name": f"Race {attempt}"})
        services = [
            people[0].call("ipai.service", "create", {"name": f"Race {attempt} {number}"})
            for number in range(4)
        ]
        pairs = dict(zip(people, (services[:2], services[2:]), strict=False))

        def join(person, pairs=pairs, group=group):
            source, target = pairs[person]
            vals = {"source_service_id": source, "target_service_id": target}
            return person.call(
                "ipai.relation",
                "create",
                {**vals, "type_id": depends, "redundancy_group_id": group},
            )

        outcomes = outcomes_at_once(list(pairs), join)
        refusals = [str(outcome) for outcome in outcomes if isinstance(outcome, Exception)]
        assert len(refusals) == 1, outcomes
        assert "must all serve the same one" in refusals[0]
