# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A program that takes events of the outbox, and checks them with the library of Standard Webhooks."""

import collections
import http.server
import json
import threading
import time
import uuid

from standardwebhooks import Webhook

Target = collections.namedtuple("Target", "id secret settings")


class Receiver:
    """A server on this machine while the block runs: it answers as it is told, and keeps what it took."""

    def __init__(self):
        self.taken = []
        """(headers with small names, body) of each message."""
        self.answers = []
        """(status, seconds) of the next ones; 200 at once when there is none."""
        self.webhook = None

    def __enter__(self):
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                receiver.webhook.verify(body, headers)  # raises, and so answers nothing
                receiver.taken.append((headers, body))
                status, seconds = receiver.answers.pop(0) if receiver.answers else (200, 0)
                time.sleep(seconds)
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *arguments):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/events"
        return self

    def __exit__(self, *exception):
        self._server.shutdown()
        self._server.server_close()

    def target(self, admin, kind, topics, **values):
        """Make a target that is told of topics here; from then on only what it signs is taken."""
        target = admin.call(
            "ipai.outbox.target",
            "create",
            {
                "name": f"Receiver {uuid.uuid4().hex[:8]}",
                "kind": kind,
                "new_url": self.url,
                "networks": "127.0.0.0/8",
                "subscription_ids": [(0, 0, {"topic": topic}) for topic in topics],
                **values,
            },
        )
        shown = admin.call("ipai.outbox.target", "action_issue", [target])["params"]
        self.webhook = Webhook(shown["value"])
        [settings] = admin.call("ipai.outbox.target", "read", [target], ["batch_size", "address"])
        return Target(target, shown["value"], settings)

    @property
    def events(self):
        """All events that came, one by one, repetitions included."""
        found = []
        for _headers, body in list(self.taken):
            told = json.loads(body)
            found += told["events"] if told["type"] == "batch" else [told]
        return found

    def wait(self, until, within=240):
        deadline = time.monotonic() + within
        while not until():
            assert time.monotonic() < deadline, f"{len(self.taken)} messages came"
            time.sleep(0.2)
