# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A real Alertmanager and a Prometheus that asks our service discovery what to scrape."""

import json
import subprocess
import tempfile
import time
from pathlib import Path

import requests
from programs import answers, free_port, unpacked

TEMPLATES = b"/usr/share/prometheus/alertmanager"
"""Where Debian's Alertmanager reads its templates, written into the program."""


def alertmanager_program(folder):
    """Return a copy of the program that finds its templates where they were unpacked, without being installed."""
    program = unpacked("usr/bin/prometheus-alertmanager", "prometheus-alertmanager")
    templates = program.parents[2] / TEMPLATES.decode().lstrip("/")
    # As long as the path that stands in the program; a Go string is found by its length.
    link = Path(tempfile.mkdtemp(dir="/tmp", prefix="am-"))
    link = link / "t".ljust(len(TEMPLATES) - len(str(link)) - 1, "t")
    link.symlink_to(templates)
    copy = folder / "alertmanager"
    copy.write_bytes(program.read_bytes().replace(TEMPLATES, str(link).encode()))
    copy.chmod(0o755)
    return copy


class Program:
    """A server of others that can be killed and started again, at the same port on the same data."""

    def __init__(self, command, url, folder):
        self.url = url
        self._command = command
        self._folder = folder
        self._process = None

    def start(self):
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command, stdout=log, stderr=subprocess.STDOUT, cwd=self._folder
            )
        deadline = time.monotonic() + 60
        while not answers(f"{self.url}/-/ready"):
            assert self._process.poll() is None, (self._folder / "log").read_text()[-3000:]
            assert time.monotonic() < deadline
            time.sleep(0.1)

    def kill(self):
        """As a power cut would."""
        self._process.kill()
        self._process.wait()

    def get(self, path):
        answer = requests.get(f"{self.url}{path}", timeout=10)
        answer.raise_for_status()
        return answer.json()


def alertmanager(folder, hook, secret):
    """An Alertmanager that tells a source of ours, with the lines of docs/alerts.md and shorter times."""
    folder.mkdir()
    port = free_port()
    receiver = {
        "url": hook,
        "send_resolved": True,
        "http_config": {"authorization": {"type": "Bearer", "credentials": secret}},
    }
    config = {
        "route": {
            "receiver": "odoo",
            "group_by": ["instance"],
            "group_wait": "1s",
            "group_interval": "2s",
            "repeat_interval": "10s",
        },
        "receivers": [{"name": "odoo", "webhook_configs": [receiver]}],
    }
    (folder / "alertmanager.yml").write_text(json.dumps(config))  # YAML as well
    command = [
        alertmanager_program(folder),
        f"--config.file={folder / 'alertmanager.yml'}",
        f"--storage.path={folder / 'data'}",
        f"--web.listen-address=127.0.0.1:{port}",
        "--cluster.listen-address=",
    ]
    return Program(command, f"http://127.0.0.1:{port}", folder)


def prometheus(folder, discovery, key, alertmanager_port):
    """A Prometheus that scrapes what the service discovery says, and has one rule: who does not answer is down."""
    folder.mkdir()
    port = free_port()
    rule = {
        "alert": "HostDown",
        "expr": "up == 0",
        "labels": {"severity": "critical"},
        "annotations": {"summary": "{{ $labels.asset }} is down"},
    }
    (folder / "rules.yml").write_text(json.dumps({"groups": [{"name": "up", "rules": [rule]}]}))
    sd = {
        "url": discovery,
        "refresh_interval": "5s",
        "authorization": {"type": "Bearer", "credentials": key},
    }
    managers = [{"static_configs": [{"targets": [f"127.0.0.1:{alertmanager_port}"]}]}]
    config = {
        "global": {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"},
        "rule_files": [str(folder / "rules.yml")],
        "alerting": {"alertmanagers": managers},
        "scrape_configs": [{"job_name": "ipai", "http_sd_configs": [sd]}],
    }
    (folder / "prometheus.yml").write_text(json.dumps(config))
    command = [
        unpacked("usr/bin/prometheus", "prometheus"),
        f"--config.file={folder / 'prometheus.yml'}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address=127.0.0.1:{port}",
        "--rules.alert.resend-delay=2s",
    ]
    return Program(command, f"http://127.0.0.1:{port}", folder)
