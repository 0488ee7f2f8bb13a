# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What must not be possible with proposals and changes, tried each way into a running server.

Each attempt is refused with a sentence that says why, nothing is changed, and the audit knows of it,
though the transaction of the attempt was rolled back.
"""

import re

import pytest
from approving import APPROVER, MANAGER, TECHNICIAN, moment
from ways_in import WAYS

PROPOSAL, CHANGE = "ipai.proposal", "ipai.change"


@pytest.fixture(scope="module")
def technician(stage):
    return stage.person(TECHNICIAN)


@pytest.fixture(scope="module")
def approver(stage):
    return stage.person(APPROVER)


@pytest.fixture(autouse=True)
def no_freeze(stage):
    yield
    stage.end_freezes()


@pytest.fixture(params=WAYS, ids=lambda way: way.__name__)
def way(request):
    return request.param


@pytest.fixture
def refused(stage, way):
    """Try something that has to be refused.

    It says why (``says``, a pattern), changes nothing, and one more row of the audit tells it, with
    the ``code``; ``verb`` is how the audit calls it where that is not the name of the method.
    """

    def attempt(who, model, method, number, *arguments, says, code=None, verb=None):
        action = f"{model}.{verb or method.removeprefix('action_')}"
        written = ["write_date"] if model != "ipai.decision" else ["reason"]
        before = stage.audit(model, number, action, "denied", code)
        was = stage.admin.call(model, "read", [number], written)
        with pytest.raises(Exception) as caught:
            way(who, model, method, [number], *arguments)
        assert re.search(says, str(caught.value)), str(caught.value)
        assert stage.audit(model, number, action, "denied", code) == before + 1
        assert stage.admin.call(model, "read", [number], written) == was

    return attempt


# -- what is tried ----------------------------------------------------------------------------


def left(stage):
    """An approver who has left the group; still a user of the suite."""
    who = stage.person(APPROVER, "ipai_base.group_user")
    fields = stage.admin.call("res.users", "fields_get", [], ["type"])
    member = "group_ids" if "group_ids" in fields else "groups_id"
    group = stage.admin.reference(APPROVER)
    stage.admin.call("res.users", "write", [who.info["uid"]], {member: [(3, group)]})
    return who


def approved_in_a_freeze(stage, technician, approver):
    """A proposal that is approved, and not carried out, for a freeze stops it."""
    stage.freeze()
    number = stage.proposal(technician)
    approver.call(PROPOSAL, "action_approve", [number])
    assert stage.state(PROPOSAL, number) == "approved"
    return number


def with_two_steps(stage, technician):
    """A proposal that a manager has to approve first, and the person who comes second."""
    second = stage.person(APPROVER)
    steps = [
        (0, 0, {"name": "First", "sequence": 1, "group_id": stage.admin.reference(MANAGER)}),
        (
            0,
            0,
            {
                "name": "Second",
                "sequence": 2,
                "approver": "users",
                "user_ids": [(4, second.info["uid"])],
            },
        ),
    ]
    policy = stage.admin.call(
        "ipai.approval.policy", "create", {"name": "Two", "sequence": 1, "step_ids": steps}
    )
    stage.person(MANAGER)
    number = stage.proposal(technician)
    stage.admin.call("ipai.approval.policy", "write", [policy], {"active": False})
    return second, number


def test_a_proposal_is_not_forged(stage, technician, approver, refused):
    number = stage.proposal(technician)
    for who in (technician, approver):
        for values in ({"state": "approved"}, {"approval_state": "granted"}, {"amount": 1}):
            refused(who, PROPOSAL, "write", number, values, says="by hand")


def test_a_change_is_not_forged(stage, technician, approver, refused):
    number = stage.change(technician, until="approve")
    for values in ({"state": "scheduled"}, {"approval_state": "granted"}, {"revision": 7}):
        refused(
            technician,
            CHANGE,
            "write",
            number,
            values,
            says="not written by hand",
            code=next(iter(values)),
        )


def test_a_decision_is_not_forged(stage, technician, approver, refused):
    stage.change(technician, until="scheduled", approver=approver)
    decision = stage.admin.call("ipai.decision", "search", [], limit=1)[0]
    step = stage.admin.call("ipai.approval.step", "search", [], limit=1)[0]
    operation = stage.admin.call("ipai.proposal.operation", "search", [], limit=1)[0]
    for model, record, values in (
        ("ipai.decision", decision, {"reason": "x"}),
        ("ipai.approval.step", step, {"minimum": 0}),
        ("ipai.proposal.operation", operation, {"res_id": 1}),
    ):
        refused(approver, model, "write", record, values, says="by hand")
        refused(approver, model, "unlink", record, says="by hand")


def test_steps_are_taken_in_their_order(stage, technician, approver, refused):
    second, number = with_two_steps(stage, technician)
    refused(
        second,
        PROPOSAL,
        "action_approve",
        number,
        says="not among those who are asked",
        code="not-allowed",
    )
    change = stage.change(technician, until="approve")
    for method in ("action_start", "action_close"):
        refused(technician, CHANGE, method, change, says="What can follow", code="wrong-state")


def test_what_was_decided_or_done_is_not_repeated(stage, technician, approver, way, refused):
    number = stage.proposal(technician)
    approver.call(PROPOSAL, "action_approve", [number])
    assert stage.state(PROPOSAL, number) == "executed"
    refused(
        approver, PROPOSAL, "action_approve", number, says="come to its end", code="proposal-closed"
    )
    way(technician, PROPOSAL, "action_execute", [number])
    assert stage.audit(PROPOSAL, number, "ipai.proposal.execute", "done") == 1, "no error, no write"
    change = stage.change(technician, until="scheduled", approver=approver)
    refused(
        approver,
        CHANGE,
        "action_approve",
        change,
        says="does not wait for a decision",
        code="proposal-closed",
    )
    technician.call(CHANGE, "action_start", [change])
    refused(technician, CHANGE, "action_start", change, says="What can follow", code="wrong-state")


def test_what_one_saw_before_an_edit_is_not_approved(stage, technician, approver, refused):
    number = stage.proposal(technician)
    (row,) = stage.admin.call(PROPOSAL, "read", [number], ["payload_hash"])
    stage.move_target()
    technician.call(PROPOSAL, "action_propose_again", [number])
    refused(
        approver,
        PROPOSAL,
        "action_approve",
        number,
        "Fine",
        row["payload_hash"],
        says="Reload the page",
        code="payload-changed",
    )


def test_an_edit_after_the_approval_is_decided_anew(stage, technician, approver, way, refused):
    change = stage.change(technician, until="scheduled", approver=approver)
    way(technician, CHANGE, "write", [change], {"plan": "<p>Something else.</p>"})
    assert stage.state(CHANGE, change) == "draft"
    assert stage.audit(CHANGE, change, "ipai.change.voided", "done") == 1
    refused(technician, CHANGE, "action_start", change, says="What can follow", code="wrong-state")
    started = stage.change(technician, until="implementing", approver=approver)
    refused(
        technician,
        CHANGE,
        "write",
        started,
        {"plan": "<p>Something else.</p>"},
        says="stays as it was decided",
        code="proposal-closed",
    )


def test_evidence_is_not_deleted(stage, technician, approver, refused):
    number = stage.proposal(technician)
    refused(technician, PROPOSAL, "unlink", number, says="by hand")
    change = stage.change(technician, until="approve")
    refused(
        technician,
        CHANGE,
        "unlink",
        change,
        says="Cancel it instead|Withdraw it instead",
        code="not-allowed",
    )


def test_nobody_approves_their_own(stage, approver, refused):
    both = stage.person(TECHNICIAN, APPROVER)
    for model, number in (
        (PROPOSAL, stage.proposal(both)),
        (CHANGE, stage.change(both, until="approve")),
    ):
        refused(
            both,
            model,
            "action_approve",
            number,
            says="another person has to decide",
            code="own-proposal",
        )


def test_who_left_the_group_does_not_approve(stage, technician, approver, refused):
    gone = left(stage)
    for model, number in (
        (PROPOSAL, stage.proposal(technician)),
        (CHANGE, stage.change(technician, until="approve")),
    ):
        refused(
            gone,
            model,
            "action_approve",
            number,
            says="not among those who are asked",
            code="not-allowed",
        )


def test_nothing_happens_in_a_freeze(stage, technician, approver, refused):
    change = stage.change(technician, until="scheduled", approver=approver)
    number = approved_in_a_freeze(stage, technician, approver)
    refused(
        technician,
        PROPOSAL,
        "action_execute",
        number,
        says="A freeze stops it",
        code="change-freeze",
    )
    refused(
        technician,
        CHANGE,
        "action_start",
        change,
        verb="freeze",
        says="A freeze stops it",
        code="change-freeze",
    )


def test_who_asks_does_not_override_a_freeze(stage, approver, way, refused):
    boss = stage.person(MANAGER)
    number = approved_in_a_freeze(stage, boss, approver)
    refused(
        boss,
        PROPOSAL,
        "action_override_freeze",
        number,
        "I am the manager",
        verb="override",
        says="another person has to override",
        code="own-proposal",
    )
    way(stage.person(MANAGER), PROPOSAL, "action_override_freeze", [number], "The customer waits")
    assert stage.state(PROPOSAL, number) == "executed"


def test_a_target_that_moved_is_not_written(stage, technician, approver, way, refused):
    number = approved_in_a_freeze(stage, technician, approver)
    stage.move_target()
    stage.end_freezes()
    refused(
        technician,
        PROPOSAL,
        "action_execute",
        number,
        says="was changed since",
        code="target-changed",
    )
    carried = approved_in_a_freeze(stage, technician, approver)
    change = stage.change(technician, [carried])
    stage.end_freezes()
    for who, method in ((technician, "action_request"), (technician, "action_submit")):
        who.call(CHANGE, method, [change])
    approver.call(CHANGE, "action_approve", [change])
    stage.move_target()
    way(technician, CHANGE, "action_start", [change])
    assert stage.state(CHANGE, change) == "implementing"
    assert stage.state(PROPOSAL, carried) == "approved", "it was not carried out with its change"
    refused(
        technician,
        PROPOSAL,
        "action_execute",
        carried,
        says="was changed since",
        code="target-changed",
    )
    # Nothing that could still be carried out is left behind.
    technician.call(CHANGE, "action_implemented", [change])
    refused(technician, CHANGE, "action_close", change, says="still open", code="incomplete")


def test_outside_of_its_window_a_change_does_not_start(stage, technician, approver, refused):
    change = stage.change(technician)
    window = {"planned_start": moment(5), "planned_end": moment(6)}
    technician.call(CHANGE, "write", [change], window)
    for who, method in (
        (technician, "action_request"),
        (technician, "action_submit"),
        (approver, "action_approve"),
    ):
        who.call(CHANGE, method, [change])
    refused(technician, CHANGE, "action_start", change, says="The window of", code="outside-window")


def test_the_chain_of_the_audit_holds(stage):
    assert stage.admin.call("ipai.audit", "action_verify", [])["params"]["type"] == "success"
