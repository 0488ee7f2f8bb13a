# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A local server that stands in for what no vault at hand produces: too many requests, silence, half answers,
HashiCorp's word on who wrote, and Bitwarden."""

import contextlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

WRITTEN = "2026-11-01T08:00:00.123456789Z"


class StandIn:
    """``rules``: path → what comes of it: (status, body, headers), or a callable over the handler."""

    def __init__(self):
        self.rules = {}
        self.asked = []
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                parts = urlsplit(self.path)
                length = int(self.headers.get("Content-Length") or 0)
                self.body = self.rfile.read(length)
                stand_in.asked.append((self.command, self.path))
                rule = stand_in.rules.get(parts.path, (404, {"errors": []}, {}))
                if callable(rule):
                    rule = rule(self)
                if rule is not None:
                    self.send(*rule)

            do_GET = do_POST = do_LIST = answer

            def send(self, status, body, headers=None):
                content = json.dumps(body).encode()
                self.send_response(status)
                for name, value in {
                    "Content-Type": "application/json",
                    "Content-Length": str(len(content)),
                    **(headers or {}),
                }.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *args):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()

    def like_hashicorp(self, secrets, pages=False):
        """Answer as HashiCorp's server does: one secret after the other, with who wrote it."""
        self.rules = {
            "/v1/auth/token/lookup-self": (
                200,
                {"data": {"expire_time": None, "id": "never kept"}},
                {},
            ),
            "/v1/sys/internal/ui/mounts/secret": (
                200,
                {"data": {"type": "kv", "options": {"version": "2"}, "path": "secret/"}},
                {},
            ),
            "/v1/sys/capabilities-self": self._deny,
        }
        for path, writer in secrets.items():
            self.rules[f"/v1/secret/metadata/{path}"] = (200, {"data": self.entry(writer)}, {})
        if not pages:
            self.rules["/v1/secret/detailed-metadata/lab"] = (
                404,
                {"warnings": ["Invalid path for a versioned K/V secrets engine."]},
                {},
            )

    @staticmethod
    def entry(writer=None):
        version = {"created_time": WRITTEN, "deletion_time": "", "destroyed": False}
        if writer:
            version["created_by"] = {"actor": writer}
        return {
            "current_version": 3,
            "versions": {"3": version},
            "custom_metadata": {"rotation_days": "30"},
        }

    @staticmethod
    def _deny(handler):
        paths = json.loads(handler.body)["paths"]
        answers = {path: ["read"] if "/metadata/" in path else ["deny"] for path in paths}
        return 200, {"data": answers}, {}

    @staticmethod
    def cut(handler):
        """Promise more than is sent, and hang up."""
        handler.send_response(200)
        handler.send_header("Content-Length", "5000")
        handler.end_headers()
        handler.wfile.write(b'{"data": {')
        handler.wfile.flush()
        handler.connection.close()

    @staticmethod
    def drip(handler):
        """A byte now and then, for ever."""
        handler.send_response(200)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        with contextlib.suppress(OSError):
            for _piece in range(300):
                handler.wfile.write(b" " * 70_000)
                handler.wfile.flush()
                time.sleep(0.1)

    def like_bitwarden(self, items, key="user.1234:never-seen"):
        client, _colon, secret = key.partition(":")

        def sign_in(handler):
            form = {name: values[0] for name, values in parse_qs(handler.body.decode()).items()}
            if (form.get("client_id"), form.get("client_secret")) != (client, secret):
                return 400, {"error": "invalid_grant"}, {}
            needed = {"grant_type", "scope", "deviceType", "deviceIdentifier", "deviceName"}
            assert needed <= form.keys()
            return 200, {"access_token": "bw-token", "expires_in": 3600, "Key": "2.wrapped|key"}, {}

        self.rules = {"/identity/connect/token": sign_in}
        for number, item in items.items():
            told = {
                "id": number,
                "creationDate": WRITTEN,
                "edit": False,
                "viewPassword": False,
                "collectionIds": [],
                "name": "2.encrypted|name",
                "login": {"password": "2.encrypted|value", "passwordRevisionDate": None},
                **item,
            }
            self.rules[f"/api/ciphers/{number}"] = lambda handler, told=told: (
                (200, told, {})
                if handler.headers.get("Authorization") == "Bearer bw-token"
                else (401, {}, {})
            )
