# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The Python client and its command line against a running server."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest

SOURCE = Path(__file__).resolve().parent.parent / "clients" / "loom" / "src"
sys.path.insert(0, str(SOURCE))

from loom_odoo import LoomClient, LoomError, NotDecided, Settings, models  # noqa: E402

CASE = "osint-abc123"
SCOPES = ("loom:read", "loom:write", "loom:execute")


@pytest.fixture(scope="module")
def server(start_instance):
    with start_instance() as running:
        yield running


@pytest.fixture(scope="module")
def admin(server, client_of):
    return client_of(server)


@pytest.fixture(scope="module")
def key(admin):
    bot = admin.new_user("loom@ocg.lan", "ipai_loom_gateway.group_loom")
    limits = {"read_limit": 1000, "write_limit": 1000, "execute_limit": 1000}
    return admin.new_key(*SCOPES, name="Loom", user_id=bot, **limits)


@pytest.fixture(scope="module")
def approver(server, admin, client_of):
    admin.new_user("anna", "ipai_approval.group_approver", password="anna")
    return client_of(server, "anna", "anna")


@pytest.fixture
def environment(server, key):
    return {"ODOO_URL": server.url, "ODOO_PASSWORD": key, "ODOO_USERNAME": "loom@ocg.lan"}


@pytest.fixture
def loom(environment):
    with LoomClient(Settings.from_environment(environment)) as client:
        yield client


@pytest.fixture
def confirm(admin):
    """The set-up of the contract: the caller's word is enough."""
    policy = admin.reference("ipai_loom_gateway.policy_confirm")
    admin.call("ipai.approval.policy", "write", [policy], {"active": True})
    yield
    admin.call("ipai.approval.policy", "write", [policy], {"active": False})


def command(environment, *arguments):
    """Run `loom-odoo`."""
    return subprocess.run(
        [sys.executable, "-c", "import sys; from loom_odoo.cli import main; sys.exit(main())"]
        + [*arguments],
        env={**os.environ, **environment, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_models_are_those_of_the_server(server):
    schemas = httpx.get(f"{server.url}/ipai/openapi.json").json()["components"]["schemas"]
    named = {name.rpartition("__")[2]: schema for name, schema in schemas.items()}
    named["Status"] = named["LoomStatus"]
    ours = [model for model in vars(models).values() if getattr(model, "model_fields", None)]
    assert len(ours) > 15
    for model in ours:
        given = set(named[model.__name__]["properties"])
        assert given == set(model.model_fields), model.__name__


def test_first_worked_example(loom, confirm):
    assert loom.status().connected
    assert not list(loom.all_partners(website="first.example.com"))
    made = loom.propose_and_wait(
        "partner",
        name="First Example",
        website="https://first.example.com",
        email="contact@first.example.com",
        case_id=CASE,
    )
    partner = next(loom.all_partners(website="first.example.com"))
    assert (partner.id, partner.name) == (made.results[0].record_id, "First Example")
    lead = loom.propose_and_wait(
        "lead", name="OSINT-identified prospect", partner_id=partner.id, case_id=CASE
    )
    history = loom.history(partner.id, include_children=True)
    assert [row.id for row in history.leads] == [lead.results[0].record_id]
    assert history.leads[0].create_date.tzinfo is not None


def test_it_waits_for_a_person_and_then_executes(loom, approver):
    name = "Waits For Somebody"
    done = []
    worker = threading.Thread(
        target=lambda: done.append(loom.propose_and_wait("partner", name=name, case_id="C-7"))
    )
    worker.start()
    while not (found := approver.call("ipai.proposal", "search", [("case_id", "=", "C-7")])):
        assert worker.is_alive()
    approver.call("ipai.proposal", "action_approve", found, "Fine")
    worker.join(60)
    assert done[0].state == "executed"


@pytest.mark.usefixtures("approver")
def test_nobody_decides_in_time(loom):
    with pytest.raises(NotDecided) as caught:
        loom.propose_and_wait("partner", name="Nobody decides", case_id="C-8", timeout=1)
    assert "/odoo/change-proposals/" in str(caught.value)
    assert loom.cancel(caught.value.proposal.proposal_id).status == "cancelled"


def test_a_refusal_tells_what_to_do(loom, environment):
    with pytest.raises(LoomError) as caught:
        loom.search("partners", phone="1")
    assert (caught.value.status, caught.value.code) == (422, "invalid-body")
    with pytest.raises(LoomError) as caught:
        loom.history(999_999_999)
    assert caught.value.code == "not-found"
    wrong = {**environment, "ODOO_PASSWORD": "0" * 40}
    with LoomClient(Settings.from_environment(wrong)) as stranger:
        with pytest.raises(LoomError) as caught:
            stranger.status()
    assert caught.value.code == "key-unknown"
    other = {**environment, "ODOO_USERNAME": "somebody"}
    with LoomClient(Settings.from_environment(other)) as client:
        with pytest.raises(LoomError, match="the key belongs to loom@ocg.lan"):
            client.status()


def test_over_the_limit_it_waits_as_long_as_the_server_says(environment):
    answers = iter(
        [
            httpx.Response(429, headers={"Retry-After": "1"}, json={"code": "rate-limited"}),
            httpx.Response(200, json={"proposal_id": "a", "status": "cancelled"}),
        ]
    )
    transport = httpx.MockTransport(lambda _request: next(answers))
    client = LoomClient(Settings.from_environment(environment), transport=transport)
    assert client.cancel("a").status == "cancelled"


@pytest.mark.usefixtures("approver")
def test_a_proposal_whose_answer_was_lost_is_made_once(environment, loom):
    lost = []

    class Lossy(httpx.HTTPTransport):
        """Delivers the first call, and loses the answer."""

        def handle_request(self, request):
            answer = super().handle_request(request)
            if not lost:
                lost.append(answer.read())
                raise httpx.ReadError("cut")
            return answer

    with LoomClient(Settings.from_environment(environment), transport=Lossy()) as client:
        made = client.propose("partner", name="Lost once", case_id="C-9")
    assert json.loads(lost[0])["proposal_id"] == made.proposal_id
    assert [row.proposal_id for row in loom.proposals(case_id="C-9")] == [made.proposal_id]


def test_the_command_line(environment, confirm):
    status = command(environment, "status")
    assert status.returncode == 0, status.stderr
    assert json.loads(status.stdout)["username"] == "loom@ocg.lan"
    proposed = command(
        environment, "propose", "partner", "--case", CASE, "name=By Hand", "phone=4155550199"
    )
    code = json.loads(proposed.stdout)["proposal_id"]
    shown = command(environment, "proposals", "--case", CASE)
    assert code in shown.stdout
    done = json.loads(command(environment, "execute", code, "--confirmed").stdout)
    found = command(environment, "search", "partners", "--phone", "(415) 555-0199")
    assert [row["id"] for row in json.loads(found.stdout)] == [done["results"][0]["record_id"]]
    again = command(environment, "cancel", code)
    assert again.returncode == 1
    assert "proposal-closed" in again.stderr
    assert command({**environment, "ODOO_URL": "ocg.lan"}, "status").returncode == 1
