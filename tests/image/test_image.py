# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What somebody with Docker gets: the image as built, on an empty database, behind the shipped Caddyfile."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import websocket

from setup.image import PYTHON
from setup.settings import ROOT
from setup.suite import Suite
from setup.wheels import normal

DOCKERFILE = ROOT / "setup/docker/Dockerfile"


def test_the_base_has_nothing_that_odoo_s_own_image_has_not():
    of_the_suite = {"pydantic", "pydantic-core", "hvac", "defusedxml"}
    assert not of_the_suite & {normal(name) for name in PYTHON}


def test_hadolint_finds_nothing(tmp_path):
    program = shutil.which("hadolint") or Path(sys.executable).with_name("hadolint")
    done = subprocess.run([program, DOCKERFILE], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_an_empty_database_gets_the_suite(initialized):
    [*rows] = initialized.query(
        "SELECT name FROM ir_module_module WHERE state = 'installed' AND name LIKE 'ipai\\_%'"
    )
    assert {name for (name,) in rows} >= set(Suite(ROOT / "addons").names) - {"ipai_lab_baseline"}
    assert not re.findall(r"^.* (?:ERROR|CRITICAL) .*$", initialized.said, re.MULTILINE)


def test_initialize_again_has_nothing_to_do(initialized):
    done = initialized.run("/usr/local/lib/ipai/setup/docker/entrypoint", "initialize")
    assert done.returncode == 0, done.stdout[-4000:]
    assert "Loading module" not in done.stdout


def test_health_and_login_answer_behind_the_proxy(proxy, served):
    session = proxy.session()
    assert session.get(f"{proxy.url}/web/health", timeout=30).json() == {"status": "pass"}
    answer = session.get(f"{proxy.url}/web/login", timeout=60)
    assert (answer.status_code, 'name="csrf_token"' in answer.text) == (200, True)
    user = {"db": "ipai", "login": "admin", "password": served.secret("admin_password")}
    assert proxy.call(session, "/web/session/authenticate", **user)["result"]["uid"]
    # The page of the web client, whose bundles are built by node-less and rtlcss of the image.
    assert session.get(f"{proxy.url}/odoo", timeout=300).status_code == 200


def test_the_api_asks_for_a_key(proxy):
    for path in ("/odoo/status", "/ipai/assets"):
        answer = proxy.session().get(proxy.url + path, timeout=30)
        assert answer.status_code == 401
        assert answer.headers["Content-Type"].startswith("application/problem+json")


def test_the_websocket_opens(proxy):
    session = proxy.session()
    session.get(f"{proxy.url}/web/login", timeout=30)
    connection = websocket.create_connection(
        proxy.url.replace("https", "wss") + "/websocket?version=saas-18.5-1",
        sslopt={"ca_certs": str(proxy.authority)},
        origin=proxy.url,
        cookie=f"session_id={session.cookies['session_id']}",
        timeout=30,
    )
    assert connection.connected
    connection.close()


def test_no_secret_is_on_a_command_line_nor_in_the_image(served):
    commands = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True).stdout
    for name in ("db_password", "master_password", "admin_password"):
        assert served.secret(name) not in commands
    done = served.run("sh", "-c", "cat /etc/odoo/odoo.conf; env")
    assert served.secret("db_password") not in done.stdout
