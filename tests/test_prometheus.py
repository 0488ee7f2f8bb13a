# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A real Prometheus asks the running suite what to scrape, and scrapes it."""

import http.server
import json
import re
import subprocess
import threading
import time
import uuid

import pytest
import requests
from programs import answers, free_port, running, unpacked

from setup.settings import ROOT

METRIC = "ipai_probe_up"
WITHIN = 60


class Exporter(http.server.BaseHTTPRequestHandler):
    """What a machine tells of itself: one number."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.end_headers()
        self.wfile.write(f"{METRIC} 1\n".encode())

    def log_message(self, *_arguments):
        """Nothing: pytest shows what matters."""


@pytest.fixture
def exporter():
    """The port of an exporter on the loopback interface."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Exporter)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def service(client, exporter):
    """The name of a service that runs on this machine, where the exporter listens."""
    name = f"Probe {uuid.uuid4().hex[:8]}"
    [kind] = client.call("ipai.asset.type", "search", [("name", "=", "Compute")])
    runbook = {"name": f"{name} is down", "kind": "runbook", "url": "https://wiki.example/probe"}
    values = {
        "name": name,
        "ports": f"{exporter}/tcp",
        "criticality": "high",
        "owner_id": client.info["uid"],
        "kb_link_ids": [(0, 0, runbook)],
    }
    made = client.call("ipai.service", "create", values)
    values = {"name": name, "type_id": kind, "status": "active", "ip_addresses": "127.0.0.1"}
    asset = client.call("ipai.asset", "create", values)
    [runs_on] = client.call("ipai.relation.type", "search", [("name", "=", "runs on")])
    ends = {"source_service_id": made, "type_id": runs_on, "target_asset_id": asset}
    client.call("ipai.relation", "create", ends)
    yield name
    client.call("ipai.asset", "action_archive", [asset])
    client.call("ipai.service", "action_archive", [made])


@pytest.fixture
def secret(client):
    yield client.new_key("monitoring", name="Prometheus")
    keys = client.call("ipai.api.key", "search", [("name", "=", "Prometheus")])
    client.call("ipai.api.key", "action_revoke", keys)


@pytest.fixture
def prometheus(instance, service, secret, tmp_path):
    """The URL of a Prometheus with the lines of docs/api.md."""
    discovery = {
        "url": f"{instance.url}/ipai/prometheus/sd?service={service.replace(' ', '%20')}",
        "refresh_interval": "5s",
        "authorization": {"type": "Bearer", "credentials": secret},
    }
    config = {
        "global": {"scrape_interval": "1s"},
        "scrape_configs": [{"job_name": "ipai", "http_sd_configs": [discovery]}],
    }
    file = tmp_path / "prometheus.yml"
    file.write_text(json.dumps(config))  # YAML as well
    url = f"http://127.0.0.1:{free_port()}"
    command = [
        unpacked("usr/bin/prometheus", "prometheus"),
        f"--config.file={file}",
        f"--storage.tsdb.path={tmp_path / 'data'}",
        f"--web.listen-address={url.removeprefix('http://')}",
    ]
    with running(command, tmp_path / "log", lambda: answers(f"{url}/-/ready"), cwd=tmp_path):
        yield url


def wait_for(url, found):
    """Ask until the answer holds what is wanted; return that."""
    deadline = time.monotonic() + WITHIN
    while True:
        answer = requests.get(url, timeout=10).json()["data"]
        wanted = found(answer)
        if wanted:
            return wanted
        assert time.monotonic() < deadline, f"{url} never had it: {answer}"
        time.sleep(0.2)


def test_prometheus_finds_the_service_and_scrapes_it(
    instance, client, prometheus, service, exporter
):
    [target] = wait_for(
        f"{prometheus}/api/v1/targets",
        lambda data: [one for one in data["activeTargets"] if one["health"] == "up"],
    )
    assert target["scrapeUrl"] == f"http://127.0.0.1:{exporter}/metrics"
    labels = target["labels"]
    [asset] = client.call("ipai.asset", "search", [("name", "=", service)])
    assert labels["asset_url"] == f"{instance.url}/odoo/assets/{asset}"
    labels = {name: labels[name] for name in ("asset", "service", "criticality", "runbook_url")}
    assert labels == {
        "asset": service,
        "service": service,
        "criticality": "high",
        "runbook_url": "https://wiki.example/probe",
    }
    [sample] = wait_for(f"{prometheus}/api/v1/query?query={METRIC}", lambda data: data["result"])
    assert sample["value"][1] == "1"
    assert sample["metric"]["asset_id"] == str(asset)
    assert sample["metric"]["owner"]


def test_prometheus_takes_the_configuration_in_the_docs(tmp_path):
    [lines] = re.findall(
        r"```yaml\n(scrape_configs:.*?)```", (ROOT / "docs/api.md").read_text(), re.S
    )
    file = tmp_path / "prometheus.yml"
    file.write_text(lines)
    promtool = unpacked("usr/bin/promtool", "prometheus")
    done = subprocess.run(
        [promtool, "check", "config", "--syntax-only", file], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
