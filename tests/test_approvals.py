# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Approvals from outside, on a server with two workers: eight at one moment, and what the audit knows."""

import datetime
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

CLIENTS = 8
PASSWORD = "a-long-password-for-tests"


@pytest.fixture(scope="module")
def person(prefork, admin, client_of):
    """Make a user of a group and log in as often as asked."""

    def make(xmlid, sessions=1):
        login = f"user-{uuid.uuid4().hex[:8]}"
        admin.new_user(login, xmlid, password=PASSWORD)
        return [client_of(prefork, login, PASSWORD) for _session in range(sessions)]

    return make


@pytest.fixture(scope="module")
def technicians(person):
    return person("ipai_base.group_technician", CLIENTS)


@pytest.fixture(scope="module")
def approvers(person):
    return person("ipai_change_approval.group_approver", CLIENTS)


@pytest.fixture(scope="module")
def asset(admin):
    """An asset whose purpose is protected."""
    kind = admin.call("ipai.asset.type", "search", [("name", "=", "Compute")])[0]
    field = admin.call(
        "ir.model.fields", "search", [("model", "=", "ipai.asset"), ("name", "=", "purpose")]
    )
    admin.call(
        "ipai.field.protection",
        "create",
        {"name": "Tests", "environment": "test", "field_ids": [[6, 0, field]]},
    )
    vals = {"name": "Approvals", "type_id": kind, "environment": "test", "purpose": "old"}
    return admin.call("ipai.asset", "create", vals)


@pytest.fixture
def proposal(admin, technicians, asset):
    """A proposal that a technician made by editing the asset."""
    technicians[0].call("ipai.asset", "write", [asset], {"purpose": uuid.uuid4().hex})
    return admin.call("ipai.proposal", "search", [], limit=1)[0]


@pytest.fixture
def freeze(admin):
    """A freeze of this hour; end it with the function."""
    now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None, microsecond=0)
    start, end = now - datetime.timedelta(hours=1), now + datetime.timedelta(hours=1)
    vals = {"name": "Tests", "starts_at": str(start), "ends_at": str(end)}
    number = admin.call("ipai.change.freeze", "create", vals)
    yield lambda: admin.call("ipai.change.freeze", "write", [number], {"active": False})
    admin.call("ipai.change.freeze", "write", [number], {"active": False})


def all_at_once(people, action):
    """Let each of the people do ``action`` at the same moment; return what came of it."""
    barrier = threading.Barrier(len(people), timeout=60)

    def act(who):
        barrier.wait()
        try:
            return action(who)
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(act, people))


def state_of(admin, proposal):
    return admin.call("ipai.proposal", "read", [proposal], ["state"])[0]["state"]


def audit_of(admin, proposal, action, outcome):
    """How many rows of the audit tell this of the proposal."""
    return admin.call(
        "ipai.audit",
        "search_count",
        [
            ("target", "=like", f"ipai.proposal,{proposal}%"),
            ("action", "=", f"ipai.proposal.{action}"),
            ("outcome", "=", outcome),
        ],
    )


def refusal(call, *arguments):
    """The message of a call that is refused."""
    with pytest.raises(Exception) as caught:
        call(*arguments)
    return str(caught.value)


def test_carried_out_by_eight_at_once_it_is_written_once(
    admin, technicians, approvers, asset, proposal, freeze
):
    approvers[0].call("ipai.proposal", "action_approve", [proposal])
    assert state_of(admin, proposal) == "approved"
    assert "freeze" in refusal(technicians[0].call, "ipai.proposal", "action_execute", [proposal])
    assert audit_of(admin, proposal, "execute", "denied") == 1
    freeze()
    notes = [("model", "=", "ipai.asset"), ("res_id", "=", asset), ("body", "like", "approved by")]
    before = admin.call("mail.message", "search_count", notes)
    outcomes = all_at_once(
        technicians, lambda who: who.call("ipai.proposal", "action_execute", [proposal])
    )
    assert outcomes == [True] * CLIENTS, "done already is no error"
    assert state_of(admin, proposal) == "executed"
    assert admin.call("mail.message", "search_count", notes) == before + 1
    assert audit_of(admin, proposal, "execute", "done") == 1


def test_approved_by_one_person_eight_times_at_once_is_one_decision(admin, approvers, proposal):
    all_at_once(approvers, lambda who: who.call("ipai.proposal", "action_approve", [proposal]))
    decisions = [("res_model", "=", "ipai.proposal"), ("res_id", "=", proposal)]
    assert admin.call("ipai.decision", "search_count", decisions) == 1
    assert state_of(admin, proposal) == "executed"
    assert audit_of(admin, proposal, "execute", "done") == 1


def test_what_is_refused_over_rpc_stands_in_the_audit(admin, technicians, approvers, proposal):
    asked, asker = approvers[0], technicians[0]
    message = refusal(asker.call, "ipai.proposal", "action_approve", [proposal])
    assert "another person has to decide" in message
    assert audit_of(admin, proposal, "approve", "denied") == 1
    for who in (asker, asked, admin):
        message = refusal(who.call, "ipai.proposal", "write", [proposal], {"state": "approved"})
        assert "by hand" in message
    assert audit_of(admin, proposal, "write", "denied") == 3
    assert "by hand" in refusal(admin.call, "ipai.proposal", "unlink", [proposal])
    assert audit_of(admin, proposal, "unlink", "denied") == 1
    assert state_of(admin, proposal) == "pending"
    assert admin.call("ipai.audit", "action_verify", [])["params"]["type"] == "success"
