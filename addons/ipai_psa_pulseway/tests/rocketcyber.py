# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A RocketCyber server for tests: pages from 1, a bearer token, filters by id, status and a range of dates."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

TOKEN = "provider-token"


class RocketCyberServer:
    def __init__(self, port=0):
        self.agents, self.incidents, self.faults, self.calls = {}, {}, [], []
        self.cap = 1000
        state = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_args):
                pass

            def do_GET(self):
                parts = urlsplit(self.path)
                query = {name: found[0] for name, found in parse_qs(parts.query).items()}
                path = parts.path.rpartition("/")[2]
                state.calls.append((path, query))
                if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                    return self._send(401, {"message": "Unauthorized"})
                number = int(query.get("page", "1"))
                for fault in state.faults:
                    if fault[0] == path and fault[1] in (0, number):
                        state.faults.remove(fault)
                        return self._send(fault[2], {"message": "no"})
                rows = state.found(path, query)
                size = min(int(query.get("pageSize", "1000")), state.cap)
                pages = max(1, -(-len(rows) // size))
                part = rows[(number - 1) * size : number * size]
                return self._send(
                    200,
                    {
                        "data": part,
                        "totalCount": len(rows),
                        "currentPage": number,
                        "totalPages": pages,
                    },
                )

            def _send(self, status, value):
                content = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/v3"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def found(self, path, query):
        rows = list({"agents": self.agents, "incidents": self.incidents}[path].values())
        if "id" in query:
            rows = [row for row in rows if str(row["id"]) == query["id"]]
        if "createdAt" in query:
            start = query["createdAt"].partition("|")[0]
            rows = [row for row in rows if row["createdAt"] >= start]
        return sorted(rows, key=lambda row: row["id"])

    def add_agent(self, number, customer=3, **more):
        self.agents[number] = {
            "id": number, "customerId": customer, "customerName": "Acme Pulse", "hostname": f"RC-{number}", "platform": "windows",
            "family": "Windows 11 Pro", "version": "10.0", "connectivity": "online", "ipAddress": f"192.0.2.{number % 250}",
            "macAddress": None, "accountPath": "/1/3/", **more,
        }  # fmt: skip

    def add_incident(self, number, created, **more):
        self.incidents[number] = {
            "id": number, "title": f"Incident {number}", "description": "Bad", "remediation": "Mend", "resolvedAt": None,
            "createdAt": created, "publishedAt": created, "status": "open", "accountId": 3, "accountName": "Acme Pulse",
            "eventCount": 1, **more,
        }  # fmt: skip

    def close(self):
        self._server.shutdown()
        self._server.server_close()
