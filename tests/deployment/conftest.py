# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A deployment that is made once for all tests of this folder: see tests/deploying.py."""

import contextlib
import os
import subprocess

import pytest
import requests
from deploying import DOCKER, Deployment, caddy, postgres
from programs import answers, free_port, running, unpacked

from setup.settings import ROOT


@pytest.fixture(scope="session")
def compose():
    """Docker's compose plugin, which needs no engine to read a file."""
    plugin = unpacked(
        "usr/libexec/docker/cli-plugins/docker-compose",
        "docker-compose",
        "docker-compose-v2",
        suite="sid",
    )

    def run(*arguments, **environment):
        return subprocess.run(
            [plugin, "--project-directory", ROOT, *arguments],
            env={"PATH": os.environ["PATH"], **environment},
            capture_output=True,
            text=True,
        )

    return run


@pytest.fixture(scope="session")
def deployment(tmp_path_factory):
    """A database server and one small addon, initialized."""
    deployment = Deployment(tmp_path_factory.mktemp("deployment"))
    deployment.add("ipai_probe")
    with postgres(deployment):
        done = deployment.initialize()
        assert done.returncode == 0, done.stdout[-4000:]
        yield deployment


@pytest.fixture(scope="session")
def served(deployment):
    """The deployment, with Odoo serving it."""

    def ready():
        return answers(
            f"http://127.0.0.1:{deployment.http_port}/web/health?db_server_status=1"
        ) and answers(f"http://127.0.0.1:{deployment.gevent_port}/websocket/health")

    command = [DOCKER / "entrypoint", "serve"]
    log = deployment.folder / "odoo.log"
    with running(command, log, ready, env=deployment.environment()) as process:
        deployment.process = process
        yield deployment


@pytest.fixture(scope="session")
def proxy(served, tmp_path_factory):
    folder = tmp_path_factory.mktemp("caddy")
    with caddy(folder, served.http_port, served.gevent_port) as proxy:
        yield proxy


@pytest.fixture
def lonely_proxy(tmp_path):
    """Caddy with nothing behind it."""

    def up(url, verify):
        with contextlib.suppress(requests.RequestException):
            return bool(requests.get(url, verify=verify, timeout=5).status_code)

    with caddy(tmp_path, free_port(), free_port(), ready=up) as proxy:
        yield proxy
