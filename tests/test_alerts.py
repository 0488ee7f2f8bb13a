# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""From our service discovery over a real Prometheus and Alertmanager to an alert, a ticket, a silence, and its end."""

import http.server
import re
import subprocess
import threading
import time
import uuid

import psutil
import pytest
from alertmanager import alertmanager, prometheus
from programs import free_port, unpacked

from setup.settings import ROOT

WITHIN = 240
"""Seconds: a poll comes once a minute, on a busy machine later."""


class Exporter:
    """What a machine tells of itself, for as long as it is up."""

    def __init__(self):
        self.port = free_port()
        self._server = None

    def up(self):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/plain; version=0.0.4")
                self.end_headers()
                self.wfile.write(b"probe 1\n")

            def log_message(self, *_arguments):
                """Nothing: pytest shows what matters."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def down(self):
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


def wait_for(what, found):
    """Ask until there is an answer; return it."""
    deadline = time.monotonic() + WITHIN
    while True:
        answer = found()
        if answer:
            return answer
        assert time.monotonic() < deadline, f"{what}: never"
        time.sleep(0.5)


@pytest.fixture
def exporter():
    one = Exporter()
    one.up()
    yield one
    one.down()


@pytest.fixture
def machine(admin, exporter):
    """The id of an asset on which a service listens where the exporter is, and its name."""
    name = f"Alerted {uuid.uuid4().hex[:8]}"
    [kind] = admin.call("ipai.asset.type", "search", [("name", "=", "Compute")])
    values = {"name": name, "type_id": kind, "status": "active", "ip_addresses": "127.0.0.1"}
    asset = admin.call("ipai.asset", "create", values)
    service = admin.call("ipai.service", "create", {"name": name, "ports": f"{exporter.port}/tcp"})
    [runs_on] = admin.call("ipai.relation.type", "search", [("name", "=", "runs on")])
    ends = {"source_service_id": service, "type_id": runs_on, "target_asset_id": asset}
    admin.call("ipai.relation", "create", ends)
    return asset, name


@pytest.fixture
def source(prefork, admin):
    """The id of a source of ours, its address and its secret."""
    values = {"name": f"Alerts {uuid.uuid4().hex[:6]}", "kind": "alertmanager", "scheme": "bearer"}
    made = admin.call("ipai.inbox.source", "create", values)
    shown = admin.call("ipai.inbox.source", "action_issue", [made])["params"]["values"]
    path = shown[0]["value"].partition("/ipai/")[2]
    return made, f"{prefork.url}/ipai/{path}", shown[-1]["value"]


@pytest.fixture
def manager(source, admin, tmp_path):
    made, hook, secret = source
    program = alertmanager(tmp_path / "alertmanager", hook, secret)
    program.start()
    admin.call("ipai.inbox.source", "write", [made], {"alert_api_url": program.url})
    yield program
    program.kill()


@pytest.fixture
def watch(prefork, admin, machine, manager, tmp_path):
    """The Prometheus that watches the machine."""
    _asset, name = machine
    discovery = f"{prefork.url}/ipai/prometheus/sd?service={name.replace(' ', '%20')}"
    key = admin.new_key("monitoring", name="Alerted")
    port = manager.url.rpartition(":")[2]
    program = prometheus(tmp_path / "prometheus", discovery, key, port)
    program.start()
    yield program
    program.kill()


def kill_workers(prefork):
    """Kill all that the server forked, web and scheduled actions alike; it forks anew."""
    for worker in psutil.Process(prefork.pid).children():
        worker.kill()


def test_from_discovery_to_the_end_of_a_silenced_alert(
    prefork, admin, exporter, machine, source, manager, watch
):
    asset, name = machine
    rule = admin.call("ipai.alert.rule", "create", {"name": name, "text": name, "is_on": True})
    wait_for(
        "the target is scraped",
        lambda: [
            one
            for one in watch.get("/api/v1/targets")["data"]["activeTargets"]
            if one["health"] == "up"
        ],
    )
    exporter.down()

    def alerts(*domain):
        names = ["name", "state", "asset_id", "ticket_id", "count", "closed_by", "silence_key"]
        asked = [("source_id", "=", source[0]), *domain]
        return admin.call("ipai.alert", "search_read", asked, names)

    [alert] = wait_for("a ticket", lambda: alerts(("ticket_id", "!=", False)))
    assert (alert["name"], alert["asset_id"][0]) == (f"{name} is down", asset)
    [ticket] = admin.call(
        "helpdesk.ticket",
        "read",
        [alert["ticket_id"][0]],
        ["name", "asset_id", "closed", "alert_rule_id"],
    )
    assert (ticket["name"], ticket["asset_id"][0]) == (f"{name} is down", asset)
    assert (ticket["alert_rule_id"][0], ticket["closed"]) == (rule, False)

    admin.call("helpdesk.ticket", "action_acknowledge_alerts", [ticket["id"]])

    def silences():
        found = manager.get("/api/v2/silences")
        return [one for one in found if one["status"]["state"] == "active"]

    [silence] = wait_for("a silence", silences)
    assert {one["name"]: one["value"] for one in silence["matchers"]}["asset_id"] == str(asset)
    assert silence["comment"].endswith(f"/odoo/alerts/{alert['id']}")
    wait_for("its id is known", lambda: alerts(("silence_key", "=", silence["id"])))

    manager.kill()
    kill_workers(prefork)
    manager.start()
    wait_for("Prometheus told it again", lambda: manager.get("/api/v2/alerts"))
    [again] = wait_for("the silence is made again", silences)
    assert again["matchers"] == silence["matchers"]
    [alert] = alerts()
    assert (alert["state"], alert["count"]) == ("acknowledged", 1)
    wait_for(
        "it is silenced",
        lambda: [
            one for one in manager.get("/api/v2/alerts") if one["status"]["state"] == "suppressed"
        ],
    )

    exporter.up()
    [alert] = wait_for("it is closed", lambda: alerts(("state", "=", "closed")))
    assert alert["closed_by"] == "poll"
    wait_for("the silence ends", lambda: not silences())

    def closed():
        return admin.call("helpdesk.ticket", "read", [ticket["id"]], ["closed"])[0]["closed"]

    wait_for("the ticket is closed", closed)


def test_alertmanager_takes_the_configuration_in_the_docs(tmp_path):
    [lines] = re.findall(r"```yaml\n(route:.*?)```", (ROOT / "docs/alerts.md").read_text(), re.S)
    file = tmp_path / "alertmanager.yml"
    file.write_text(lines)
    amtool = unpacked("usr/bin/amtool", "prometheus-alertmanager")
    done = subprocess.run([amtool, "check-config", file], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "1 receivers" in done.stdout
