# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import hmac
import json
import threading

from odoo.tests import HttpCase, new_test_user, tagged

PC = "8f3c2a1d-4b5e-6f70-8192-a3b4c5d6e7f8"


def registered(identifier=PC, **more):
    """The seed's first event."""
    return {
        "EventType": "SystemRegistered",
        "SystemIdentifier": identifier,
        "Name": "ACME-WKS-014",
        "OS": "Windows 11 Pro",
        "Group": "Acme Pulse",
        "CustomFields": {"Serial": "5CG1234XYZ"},
        **more,
    }


def notified(identifier=PC, **more):
    """The seed's second event."""
    return {
        "EventType": "Notification",
        "SystemIdentifier": identifier,
        "Header": "Low disk space",
        "Message": "The free space on C: is below 9%.",
        "Priority": "Critical",
        **more,
    }


def native(number, title, identifier=PC, **more):
    """What Pulseway's own webhook delivers."""
    return {
        "Id": number,
        "Title": title,
        "Message": f"{title} on a device",
        "Priority": "Critical",
        "DeviceIdentifier": identifier,
        "OrganizationId": 4821,
        **more,
    }


@tagged("post_install", "-at_install")
class PulsewayCase(HttpCase):
    """A source as `make hook` makes it, a customer, and a technician."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The map of the routes asks the thread; Odoo's own runner says it, pytest-odoo does not.
        threading.current_thread().dbname = cls.env.cr.dbname
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.lane = cls.env.ref("ipai_inbox.lane_first")
        made = cls.env["ipai.inbox.source"]._for_script("pulseway", "Pulseway of the test")
        cls.path, cls.secret = made["path"], made["secret"]
        cls.account = cls.env["ipai.pulseway.account"].search(
            [("name", "=", "Pulseway of the test")]
        )
        cls.source = cls.account.source_id
        cls.source.alert_settle = 0
        cls.customer = cls.env["res.partner"].create({"name": "Acme Pulse", "is_company": True})
        cls.technician = new_test_user(cls.env, "pulse_tech", "ipai_base.group_technician")

    def post(self, value, key=None, path=None):
        """Deliver as the documentation's curl does; return (status, answer)."""
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        mac = hmac.digest((key or self.secret).encode(), body, "sha256")
        answer = self.opener.post(
            self.base_url() + (path or self.path),
            data=body,
            headers={
                "Content-Type": "application/json",
                "x-hmac-signature": base64.b64encode(mac).decode(),
            },
        )
        return answer.status_code, answer.json()

    def deliver(self, *values):
        """Deliver, and let the lane and the follow-up work; return the events."""
        ids = []
        for value in values:
            status, answer = self.post(value)
            self.assertEqual(status, 202, answer)
            ids.append(answer["id"])
        self.work()
        return self.env["ipai.inbox.event"].browse(ids)

    def work(self):
        self.env.invalidate_all()
        while any(self.lane._work()):
            self.env.invalidate_all()
        self.env["ipai.alert"]._cron_follow_up()
        self.env.flush_all()
        self.env.invalidate_all()

    def device(self, identifier=PC):
        return self.env["ipai.pulseway.device"].search(
            [("account_id", "=", self.account.id), ("identifier", "=", identifier)]
        )

    def asset(self, identifier=PC):
        return self.device(identifier).asset_id

    def tickets(self, identifier=PC):
        return self.env["helpdesk.ticket"].search(
            [("asset_id", "in", self.asset(identifier).ids)], order="id"
        )

    def state(self, event):
        return event.state, event.reason
