# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Eight clients at one moment, on a server with two workers: what was decided happens once."""

from functools import partial

import pytest
from approving import APPROVER, CLIENTS, TECHNICIAN
from at_once import outcomes_at_once


@pytest.fixture(scope="module")
def technicians(stage):
    """Eight sessions of one technician."""
    return stage.people(TECHNICIAN, sessions=CLIENTS)


@pytest.fixture(scope="module")
def approvers(stage):
    """Eight sessions of one approver."""
    return stage.people(APPROVER, sessions=CLIENTS)


@pytest.fixture
def proposal(stage, technicians):
    return stage.proposal(technicians[0])


def notes_on(stage):
    """How many notes on the asset say that something was approved and carried out."""
    asked = [("model", "=", "ipai.asset"), ("res_id", "=", stage.asset)]
    return stage.admin.call(
        "mail.message", "search_count", [*asked, ("body", "like", "approved by")]
    )


def test_carried_out_by_eight_at_once_it_is_written_once(stage, technicians, approvers, proposal):
    stage.freeze()
    approvers[0].call("ipai.proposal", "action_approve", [proposal])
    assert stage.state("ipai.proposal", proposal) == "approved"
    stage.end_freezes()
    before = notes_on(stage)
    outcomes = outcomes_at_once(
        technicians, lambda who: who.call("ipai.proposal", "action_execute", [proposal])
    )
    assert outcomes == [True] * CLIENTS, "done already is no error"
    assert stage.state("ipai.proposal", proposal) == "executed"
    assert notes_on(stage) == before + 1
    assert stage.audit("ipai.proposal", proposal, "ipai.proposal.execute", "done") == 1


@pytest.mark.parametrize("model", ["ipai.proposal", "ipai.change"])
def test_approved_by_one_person_eight_times_at_once_is_one_decision(
    stage, technicians, approvers, model
):
    if model == "ipai.proposal":
        number, after = stage.proposal(technicians[0]), "executed"
    else:
        number, after = stage.change(technicians[0], until="approve"), "scheduled"
    outcomes = outcomes_at_once(approvers, lambda who: who.call(model, "action_approve", [number]))
    assert outcomes.count(True) == 1, outcomes
    decisions = [("res_model", "=", model), ("res_id", "=", number)]
    assert stage.admin.call("ipai.decision", "search_count", decisions) == 1
    assert stage.state(model, number) == after
    assert stage.audit(model, number, f"{model}.granted", "done") == 1
    assert stage.audit(model, number, f"{model}.approve", "denied") == CLIENTS - 1


def test_a_change_is_taken_through_its_states_once_by_eight_at_once(
    stage, technicians, approvers, proposal
):
    """Each step is taken by one of the eight, and what the change carries is carried out once."""
    change = stage.change(technicians[0], [proposal], "scheduled", approvers[0])
    approvers[0].call("ipai.proposal", "action_approve", [proposal])
    assert stage.state("ipai.proposal", proposal) == "approved", "it waits for its change"
    before = notes_on(stage)
    for method, verb, after in (
        ("action_start", "start", "implementing"),
        ("action_implemented", "successful", "review"),
        ("action_close", "close", "closed"),
    ):
        outcomes = outcomes_at_once(
            technicians, lambda who, method=method: who.call("ipai.change", method, [change])
        )
        assert outcomes.count(True) == 1, outcomes
        refused = [str(outcome) for outcome in outcomes if outcome is not True]
        assert all("This cannot be done with" in message for message in refused), refused
        assert stage.state("ipai.change", change) == after
        assert stage.audit("ipai.change", change, f"ipai.change.{verb}", "done") == 1
    assert stage.state("ipai.proposal", proposal) == "executed"
    assert notes_on(stage) == before + 1
    assert stage.audit("ipai.proposal", proposal, "ipai.proposal.execute", "done") == 1


def test_one_approves_and_one_withdraws_at_the_same_moment(stage, technicians, approvers):
    """Either may come first; the end is one of the two, never a mixture."""
    for _round in range(4):
        change = stage.change(technicians[0], until="approve")
        calls = [
            partial(approvers[0].call, "ipai.change", "action_approve", [change]),
            partial(technicians[0].call, "ipai.change", "action_cancel", [change], "No"),
        ]
        outcomes_at_once(calls, lambda call: call())
        asked = ["state", "approval_state"]
        (row,) = stage.admin.call("ipai.change", "read", [change], asked)
        # Whoever comes second: what is scheduled may be cancelled, what is cancelled not approved.
        assert (row["state"], row["approval_state"]) == ("cancelled", "withdrawn")
