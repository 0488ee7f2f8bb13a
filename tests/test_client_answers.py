# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The Python client with answers made up here: what the server says rarely."""

import datetime
import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

SOURCE = Path(__file__).resolve().parent.parent / "clients" / "loom" / "src"
sys.path.insert(0, str(SOURCE))

from loom_odoo import LoomClient, LoomError, Settings  # noqa: E402

MOMENT = "2026-02-01T10:00:00Z"
PROPOSAL = {
    **dict.fromkeys(("kind", "state", "summary", "risk", "url", "next_step"), "text"),
    **dict.fromkeys(("created_at", "updated_at", "expires_at"), MOMENT),
    **dict.fromkeys(("case_id", "hash", "decided_by", "executed_at", "error")),
    "operations": [],
    "waiting_for": [],
    "results": [],
    "revision": 1,
    "requires_confirmation": True,
    "confirmed": False,
    "simulation": {"operations": [], "errors": [], "warnings": [], "mails": []},
}
FAILED = {
    "proposal_id": "3c143547",
    "case_id": "C-1",
    "state": "failed",
    "executed_at": None,
    "error": "The record is not there any more.",
    "results": [],
}


def proposals(first, last):
    return [{**PROPOSAL, "proposal_id": f"{number:08x}"} for number in range(first, last)]


def client(answer):
    """A client whose calls are answered by ``answer(request)``."""
    settings = Settings.from_environment(
        {"ODOO_URL": "http://odoo.example", "ODOO_PASSWORD": "key"}
    )
    transport = httpx.MockTransport(lambda request: httpx.Response(200, json=answer(request)))
    return LoomClient(settings, transport=transport)


def test_a_write_that_failed_is_no_success():
    with client(lambda request: FAILED) as loom, pytest.raises(LoomError) as caught:
        loom.execute("3c143547")
    assert caught.value.code == "execution-failed"
    assert "not there any more" in str(caught.value)


def test_all_pages_of_proposals_are_read():
    asked = []

    def answer(request):
        asked.append(dict(request.url.params))
        if "cursor" in asked[-1]:
            return {"count": 50, "proposals": proposals(100, 150), "next_cursor": None}
        return {"count": 100, "proposals": proposals(0, 100), "next_cursor": "behind"}

    with client(answer) as loom:
        assert len(loom.proposals(state="executed")) == 150
    assert [one.get("cursor") for one in asked] == [None, "behind"]
    assert {one["state"] for one in asked} == {"executed"}


def test_no_more_proposals_are_read_than_are_asked_for():
    with client(
        lambda request: {
            "count": 10,
            "proposals": proposals(0, int(request.url.params["limit"])),
            "next_cursor": "behind",
        }
    ) as loom:
        assert len(loom.proposals(limit=130)) == 130


def test_moments_and_days_are_sent_as_text():
    sent = []

    def answer(request):
        sent.append(json.loads(request.content))
        return {**PROPOSAL, "proposal_id": "3c143547"}

    day, moment = (
        datetime.date(2026, 2, 1),
        datetime.datetime(2026, 2, 1, 10, tzinfo=datetime.timezone.utc),
    )
    with client(answer) as loom:
        loom.propose("calendar-event", case_id="C-1", name="Kickoff", start=moment, stop=moment)
        loom.propose(
            "tasks", case_id="C-1", project_id=1, tasks=[{"name": "x", "date_deadline": day}]
        )
        loom.propose("activity", case_id="C-1", date_deadline=day)
    assert sent[0]["start"] == "2026-02-01T10:00:00+00:00"
    assert sent[1]["tasks"][0]["date_deadline"] == sent[2]["date_deadline"] == "2026-02-01"


class Server(BaseHTTPRequestHandler):
    """Answers an execution with a failure, and a search with many rows."""

    def log_message(self, *_arguments):
        pass

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        value = FAILED
        if "/search/" in self.path:
            row = {
                **dict.fromkeys(("name", "email", "phone", "website", "city"), "text" * 50),
                "country_id": None,
                "is_company": True,
            }
            rows = [{**row, "id": number} for number in range(3000)]
            value = {"count": 3000, "partners": rows, "next_cursor": None}
        text = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


@pytest.fixture
def environment():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    yield {**os.environ, "PYTHONPATH": str(SOURCE), "ODOO_URL": url, "ODOO_PASSWORD": "key"}
    server.shutdown()
    server.server_close()


COMMAND = (sys.executable, "-c", "import sys; from loom_odoo.cli import main; sys.exit(main())")


def test_a_write_that_failed_is_an_exit_status_and_a_sentence(environment):
    done = subprocess.run(
        [*COMMAND, "execute", "3c143547", "--confirmed"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert "not there any more" in done.stderr
    assert "Traceback" not in done.stderr


def test_who_reads_only_the_head_is_not_bothered(environment):
    process = subprocess.Popen(
        [*COMMAND, "search", "partners"],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    process.stdout.read(100)
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert (process.wait(60), errors) == (0, b"")
