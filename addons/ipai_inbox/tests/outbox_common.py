# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import contextlib
import http.server
import json
import threading
import time
import uuid

from odoo.tests import TransactionCase, new_test_user, tagged

from ..signing import SCHEMES


class Receiver:
    """A program that takes events on this machine, and answers as it is told."""

    def __init__(self):
        self.taken = []
        """(headers, body) of each message, in their order."""
        self.statuses = []
        """What the next ones are answered; 200 when there is none."""
        self.answer = b"thanks"
        self.headers = {}
        self.seconds = 0
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                receiver.taken.append((dict(self.headers.items()), body, self.path))
                time.sleep(receiver.seconds)
                with contextlib.suppress(OSError):
                    self.send_response(receiver.statuses.pop(0) if receiver.statuses else 200)
                    for name, value in receiver.headers.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(receiver.answer)))
                    self.end_headers()
                    self.wfile.write(receiver.answer)

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook/of-nobody-else"

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    @property
    def bodies(self):
        return [json.loads(body) for _headers, body, _path in self.taken]

    @property
    def events(self):
        """All events that came, one by one."""
        found = []
        for body in self.bodies:
            found += body["events"] if body["type"] == "batch" else [body]
        return found

    @property
    def ids(self):
        return [headers["webhook-id"] for headers, _body, _path in self.taken]


@tagged("post_install", "-at_install")
class OutboxCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.manager = new_test_user(cls.env, "outbox_manager", groups="ipai_base.group_manager")
        cls.technician = new_test_user(cls.env, "outbox_tech", groups="ipai_base.group_technician")
        # What the sample homelab has is told of nothing meanwhile.
        cls.env["ipai.outbox.target"].search([]).active = False
        cls.lane = cls.env["ipai.outbox.lane"]
        # Records of the room itself, whose topics exist in tests only.
        cls.classPatch(
            cls.env.registry["ipai.inbox.map"],
            "_announced",
            ("map.created", "map.changed", "map.deleted"),
        )
        cls.startClassPatcher(_pinned("LINGER", 0.0))
        cls.startClassPatcher(_pinned("PATIENCE", 0.0))

    def setUp(self):
        super().setUp()
        self.receiver = Receiver()
        self.addCleanup(self.receiver.close)
        self.addCleanup(self.env.registry.clear_cache)

    def new_target(self, kind="webhook", topics=("*",), url=None, **values):
        target = self.env["ipai.outbox.target"].create(
            {
                "name": f"{kind} {uuid.uuid4().hex[:6]}",
                "kind": kind,
                "networks": "127.0.0.0/8",
                "new_url": url or self.receiver.url,
                "gather": 0,
                "subscription_ids": [(0, 0, {"topic": topic}) for topic in topics],
                **values,
            }
        )
        self.secret = target._issue()
        return target

    def new_map(self, name="One"):
        return self.env["ipai.inbox.map"].create(
            {
                "name": f"{name} {uuid.uuid4().hex[:6]}",
                "key_template": "{key}",
                "title_template": "{title}",
            }
        )

    def announce(self, *records, topic="map.changed", **details):
        for record in records:
            record._announce(topic, details)
        self.env.cr.flush()

    def run_lane(self):
        self.env.cr.flush()
        self.env.invalidate_all()
        self.lane._run()
        self.env.invalidate_all()

    def deliveries(self, target):
        self.env.cr.flush()
        self.env.invalidate_all()
        return self.env["ipai.outbox.delivery"].search([("target_id", "=", target.id)], order="id")

    def pass_time(self, **interval):
        """Let all that is written down be older."""
        (unit, number), *_rest = interval.items()
        self.env.flush_all()
        step = f"{number} {unit}"
        for table, names in (
            ("ipai_outbox_delivery", ("next_try", "first_try", "waits_since", "sent_on")),
            ("ipai_outbox_target", ("held_until", "last_beat")),
        ):
            moved = ", ".join(f"{name} = {name} - interval '{step}'" for name in names)
            self.env.cr.execute(f"UPDATE {table} SET {moved}")  # pylint: disable=sql-injection
        self.env.invalidate_all()

    def verified(self, message, secret=None):
        """Whether a message is signed; as a receiver checks it that knows Standard Webhooks."""
        headers, body, _path = message
        scheme = SCHEMES["standard"]
        headers = {name.lower(): value for name, value in headers.items()}
        return scheme.verify(scheme.keys(secret or self.secret), headers, body)


def _pinned(name, value):
    """A run of the lane in tests is short: nothing else comes while it lingers."""
    from unittest.mock import patch

    from ..models import ipai_outbox_lane

    return patch.object(ipai_outbox_lane, name, value)
