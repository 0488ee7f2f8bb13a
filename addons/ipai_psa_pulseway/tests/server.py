# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A Pulseway server for tests, with the traps of the real one.

It pages by 100 at most, writes dates in several forms and priorities in any case, answers 405 to a slash at the end, and
on demand 429, 500, null with 200, slowly, half, or not at all. It signs what it delivers.
"""

import base64
import hmac
import itertools
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import requests

TOKEN = ("token-id", "token-secret")
NUMBERS = itertools.count(101)
DATES = (
    lambda t: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(t)),
    lambda t: int(t),
    lambda t: int(t * 1000),
    lambda t: time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(t)),
)


class Pulseway:
    """What the server knows, and what it is told to do wrong."""

    def __init__(self):
        self.devices, self.hardware, self.online = {}, {}, {}
        self.organizations, self.sites, self.groups = {}, {}, {}
        self.notifications, self.webhooks = {}, {}
        self.custom_fields, self.assigned = {}, {}
        self.calls, self.faults, self.in_maintenance = [], [], set()
        self.cap = 100
        self.before_page = None
        """Called with (path, skip) before a page is made: to move devices while one pages."""
        self.refused_paths = {}
        self.retry_after = 1
        self.late = []
        """What was sent and is done only later, see ``settle``."""

    def number(self):
        return next(NUMBERS)

    def add(self, identifier, name=None, organization="Acme Pulse", **facts):
        """Put a device there."""
        name = name or f"PC-{identifier}"
        self.devices[identifier] = {
            "Identifier": identifier, "Name": name, "GroupId": 7, "GroupName": facts.pop("group", "Workstations"),
            "IsAgentInstalled": True, "IsMdmEnrolled": False, "SiteId": 5, "SiteName": "HQ Site",
            "OrganizationId": facts.pop("organization_id", abs(hash(organization)) % 9999), "OrganizationName": organization,
            "HasCustomFields": False,
        }  # fmt: skip
        self.hardware[identifier] = {
            "Identifier": identifier, "Name": name, "GroupName": f"{organization} - HQ Site - Workstations",
            "Description": "Windows 11 Pro", "Type": "windows", "LastUpdated": "", "LastReboot": "",
            "LastSeenOnline": DATES[len(self.devices) % 4](time.time()),
            "AssetInfo": [
                {"CategoryName": "System", "CategoryData": {
                    "Name": name, "DNS Host Name": name, "Manufacturer": "Dell Inc.", "Model": "OptiPlex"}},
                {"CategoryName": "BIOS", "CategoryData": {"Serial Number": facts.pop("serial", f"SN{identifier}")}},
                {"CategoryName": "Operating System", "CategoryData": {
                    "Name": facts.pop("os", "Windows 11 Pro"), "Version": "10.0.22631", "Serial Number": "00330-KEY"}},
            ],
        }  # fmt: skip
        self.online[identifier] = True

    def remove(self, *identifiers):
        for identifier in identifiers:
            self.devices.pop(identifier)
            self.hardware.pop(identifier)

    def notify(self, identifier, title, priority="Critical", at=None):
        """Raise a notification; return its Id. It is delivered to the webhooks when ``deliver`` is called."""
        number = self.number()
        self.notifications[number] = {
            "Id": number, "Title": title, "Message": f"{title} on '{identifier}'", "Priority": priority,
            "DateTime": DATES[number % 4](at or time.time()), "ComputerIdentifier": identifier, "Read": False,
        }  # fmt: skip
        return number

    def delivery(self, number, webhook):
        """Return (url, body, headers) as the webhook would be called."""
        told = self.notifications[number]
        body = json.dumps(
            {
                **{name: told[name] for name in ("Id", "Title", "Message", "DateTime", "Priority")},
                "DeviceIdentifier": told["ComputerIdentifier"],
                "OrganizationId": str(
                    self.devices.get(told["ComputerIdentifier"], {}).get("OrganizationId", "")
                ),
            }
        ).encode()
        mac = hmac.digest(webhook["SecretKey"].encode(), body, "sha256")
        return (
            webhook["Url"],
            body,
            {
                "x-hmac-signature": base64.b64encode(mac).decode(),
                "Content-Type": "application/json",
            },
        )

    def deliver(self, number):
        for webhook in self.webhooks.values():
            url, body, headers = self.delivery(number, webhook)
            requests.post(url, data=body, headers=headers, timeout=10)

    # -- faults ----------------------------------------------------------------------------------

    def fail(self, *faults):
        """The next calls go wrong so: (method, part of a path, what)."""
        self.faults += faults

    def fault(self, method, path):
        for fault in self.faults:
            if fault[0] in (method, "*") and fault[1] in path:
                self.faults.remove(fault)
                return fault[2]
        return None

    def settle(self):
        """Do what was sent, and not answered in time."""
        for asked in self.late:
            self.answer(*asked)
        self.late.clear()

    # -- answers ---------------------------------------------------------------------------------

    def answer(self, method, path, query, body):  # noqa: C901 (one branch a call)
        """Return (status, data, total)."""
        parts = path.split("/")
        if path in self.refused_paths.get(method, ()):
            return 405, None, None
        lists = {
            "devices": self.devices, "assets": self.hardware, "organizations": self.organizations,
            "sites": self.sites, "groups": self.groups, "customFields": self.custom_fields,
        }  # fmt: skip
        if method == "GET" and path in lists:
            return self.listed(path, list(lists[path].values()), query)
        if method == "GET" and path == "notifications":
            rows = [
                {k: n[k] for k in ("Id", "Message", "DateTime", "Priority")}
                for n in self.notifications.values()
            ]
            return self.listed(path, rows, query)
        if method == "GET" and path == "environment":
            return (
                200,
                {
                    "ProductVersion": "9.5",
                    "ServerType": "SaaS",
                    "License": {"Devices": {"TotalInUse": len(self.devices), "Limit": 50}},
                },
                None,
            )
        if parts[0] == "devices" and len(parts) == 2 and parts[1] in self.devices:
            one = self.devices[parts[1]]
            return (
                200,
                {
                    **one,
                    "IsOnline": self.online[parts[1]],
                    "InMaintenance": parts[1] in self.in_maintenance,
                    "Uptime": "Online since 3 days",
                },
                None,
            )
        if parts[0] == "groups" and parts[2:] == ["package", "windows_agent_x64"]:
            return (
                200,
                {
                    "Name": "agent.msi",
                    "Url": f"https://pulseway.example/installer?group={parts[1]}&secret=x",
                },
                None,
            )
        if parts[0] == "notifications" and parts[1:2] == ["webhooks"]:
            return self.hooks(method, parts[2:], body)
        if (
            parts[0] == "notifications"
            and len(parts) == 2
            and parts[1].isdigit()
            and int(parts[1]) in self.notifications
        ):
            if method == "DELETE":
                return 200, self.notifications.pop(int(parts[1])) and None, None
            return 200, self.notifications[int(parts[1])], None
        if method == "POST" and path == "notifications":
            return (
                200,
                {"Id": self.notify(body["InstanceId"], body["Title"], body["Priority"])},
                None,
            )
        if parts[0] == "customFields" and len(parts) == 3:
            return self.assignment(method, parts[1], parts[2], body)
        if method in ("POST", "PUT") and parts[0] in ("organizations", "sites", "groups"):
            return self.place(method, parts, body)
        return 404, None, None

    def listed(self, path, rows, query):
        skip = int(query.get("$skip", ["0"])[0])
        if self.before_page:
            self.before_page(path, skip)
            tables = {
                "devices": self.devices,
                "assets": self.hardware,
                "organizations": self.organizations,
            }
            if path in tables:
                rows = list(tables[path].values())
        if "$orderby" in query:
            rows = sorted(rows, key=lambda row: row[query["$orderby"][0]])
        top = min(int(query.get("$top", ["100"])[0]), self.cap)
        return 200, rows[skip : skip + top], len(rows)

    def hooks(self, method, rest, body):
        if not rest and method == "GET":
            rows = [
                {k: v for k, v in hook.items() if k != "SecretKey"}
                for hook in self.webhooks.values()
            ]
            return 200, rows, len(rows)
        if not rest and method == "POST":
            number = self.number()
            self.webhooks[number] = {"Id": number, **body, "SecretKey": secrets.token_hex(32)}
            return 200, self.webhooks[number], None
        number = int(rest[0]) if rest and rest[0].isdigit() else 0
        if number not in self.webhooks:
            return 404, None, None
        hook = self.webhooks[number]
        if rest[1:] == ["regenerateSecretKey"] and method == "POST":
            hook["SecretKey"] = secrets.token_hex(32)
            return 200, {"SecretKey": hook["SecretKey"]}, None
        if method == "DELETE":
            return 200, self.webhooks.pop(number) and None, None
        if method == "PUT":
            hook.update(body)
        return 200, {k: v for k, v in hook.items() if k != "SecretKey"}, None

    def add_field(self, number, name, *contexts, **more):
        """Put a custom field there."""
        self.custom_fields[number] = {
            "Id": number, "Name": name, "Description": "", "Type": "Text", "DefaultValue": None, "GlobalValue": None,
            "IsReadOnly": False, "Contexts": list(contexts), "ExpirationDate": None, **more,
        }  # fmt: skip

    def assignment(self, method, number, verb, body):
        """Assign, change or take away the value of a custom field; 400 where that is not as it should be."""
        known = self.custom_fields.get(int(number))
        key = (number, body["ContextType"], body["ContextItemId"])
        ways = {("POST", "assign"): False, ("PUT", "updateAssigned"): True, ("POST", "unassign"): True}  # fmt: skip
        if (method, verb) not in ways or not known:
            return 404, None, None
        if body["ContextType"] not in known["Contexts"] or (key in self.assigned) != ways[method, verb]:  # fmt: skip
            return 400, None, None
        if verb == "unassign":
            del self.assigned[key]
            return 200, "The Custom Field has been successfully unassigned.", None
        if not body.get("Value"):
            return 400, None, None
        self.assigned[key] = body["Value"]
        return 200, {**body, "Id": int(number), "Name": known["Name"], "Type": known["Type"]}, None

    def place(self, method, parts, body):
        table = getattr(self, parts[0])
        if method == "PUT":
            if len(parts) != 2 or int(parts[1]) not in table:
                return 404, None, None
            table[int(parts[1])].update(body)
            return 200, table[int(parts[1])], None
        above = {"sites": self.organizations, "groups": self.sites}.get(parts[0])
        if above is not None and body["ParentId"] not in above:
            return 404, None, None
        number = self.number()
        table[number] = {"Id": number, "PsaMappingId": None, "PsaMappingType": None, **body}
        return 200, {"Id": number}, None


class Server:
    """Serves a Pulseway on a port of this machine."""

    def __init__(self, port=0):  # noqa: C901 (a handler of http.server is a class)
        self.pulseway = pulseway = Pulseway()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_args):
                pass

            def _serve(self):
                parts = urlsplit(self.path)
                length = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(length) or b"null") if length else None
                path = parts.path.removeprefix("/api/v3/")
                pulseway.calls.append((self.command, path, parse_qs(parts.query), body))
                expected = "Basic " + base64.b64encode(":".join(TOKEN).encode()).decode()
                if self.headers.get("Authorization") != expected:
                    return self._send(401, None, message="Unauthorized")
                if path.endswith("/"):
                    return self._send(405, None)
                fault = pulseway.fault(self.command, path)
                if fault == "gateway":
                    # What stands before it gives up; the server itself has done it.
                    pulseway.answer(self.command, path, parse_qs(parts.query), body)
                    return self._send(504, None, message="Gateway Timeout")
                if isinstance(fault, int):
                    return self._send(fault, None, message="Request Failed")
                if fault == "null":
                    return self._send(200, None)
                if fault == "code":
                    return self._send(200, None, code=404, message="Entity is not found.")
                asked = self.command, path, parse_qs(parts.query), body
                if fault == "late":
                    pulseway.late.append(asked)
                    self.close_connection = True
                    self.connection.close()
                    return None
                status, data, total = pulseway.answer(*asked)
                if fault == "slow":
                    time.sleep(3)
                if fault in ("lost", "cut"):
                    # It was done, and the answer goes astray.
                    if fault == "cut":
                        self.send_response(200)
                        self.send_header("Content-Length", "100000")
                        self.end_headers()
                        self.wfile.write(b'{"Data": [')
                    self.close_connection = True
                    self.connection.close()
                    return None
                return self._send(status, data, total=total)

            def _send(self, status, data, total=None, code=None, message=None):
                meta = {"ResponseCode": code or status}
                if total is not None:
                    meta["TotalCount"] = total
                if message or status >= 400:
                    meta["ErrorMessage"] = message or "Entity is not found."
                content = json.dumps({"Data": data, "Meta": meta}).encode()
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", "/api/v3/devices")
                if status == 429:
                    self.send_header("Retry-After", str(pulseway.retry_after))
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PUT = do_DELETE = _serve

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/api/v3"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()
