# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import os
from datetime import timedelta
from unittest.mock import patch

from odoo import fields

from ..pulseway import client as api_client
from ..pulseway import providers
from ..pulseway.client import Page
from .common import PulsewayCase
from .rocketcyber import TOKEN, RocketCyberServer


class RocketCyberCase(PulsewayCase):
    """An account that asks a RocketCyber server on this machine."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = RocketCyberServer()
        cls.addClassCleanup(cls.server.close)
        cls.startClassPatcher(patch.dict(os.environ, {"IPAI_SECRET_RC": TOKEN}))
        cls.startClassPatcher(patch.object(api_client, "sleep", lambda _seconds: None))
        cls.account = cls.env["ipai.pulseway.account"].create(
            {"name": "RocketCyber of the test", "provider": "rocketcyber", "base_url": cls.server.url, "rate": 50, "burst": 100,
             "credential_source": "env", "token_secret_name": "IPAI_SECRET_RC", "reconcile_hours": 0}
        )  # fmt: skip
        cls.source = cls.account.source_id
        cls.source.alert_settle = 0

    def poll(self):
        self.account.polled_on = False
        self.account._cron_work()
        self.env["ipai.alert"]._cron_follow_up()
        self.env.invalidate_all()

    def created(self, minutes=10):
        return f"{fields.Datetime.now() - timedelta(minutes=minutes):%Y-%m-%dT%H:%M:%S.000Z}"

    def ticket(self, number):
        return self.env["ipai.alert"].search([("fingerprint", "=", f"incident:{number}")]).ticket_id

    def reconcile(self):
        run = self.account._new_run(False)
        for _turn in range(12):
            self.account._cron_work()
            if run.state not in ("queued", "fetching", "applying"):
                break
            run.retry_on = False
        self.env.invalidate_all()
        return run

    def setUp(self):
        super().setUp()
        self.server.agents.clear()
        self.server.incidents.clear()
        self.server.faults = []
        self.server.calls.clear()
        self.server.cap = 1000


class TestRocketCyber(RocketCyberCase):
    def test_incidents_open_and_close_tickets_of_the_right_customer(self):
        other = self.env["res.partner"].create({"name": "Bolt Pulse", "is_company": True})
        self.server.add_incident(1, self.created())
        self.server.add_incident(2, self.created(), accountId=4, accountName="Bolt Pulse")
        self.poll()
        self.assertEqual(
            (self.ticket(1).partner_id, self.ticket(2).partner_id), (self.customer, other)
        )
        self.assertEqual(self.ticket(1).name, "Alert: Incident 1")
        self.poll()
        self.assertFalse(self.ticket(1).closed)
        self.server.incidents[1] |= {"resolvedAt": self.created(0), "status": "resolved"}
        self.poll()
        self.assertEqual((self.ticket(1).closed, self.ticket(2).closed), (True, False))

    def test_an_old_one_is_asked_for_until_it_is_over(self):
        self.server.add_incident(5, self.created(60 * 24 * 5))
        self.poll()
        self.poll()
        self.server.incidents[5] |= {"resolvedAt": self.created(0)}
        self.poll()
        self.assertTrue(self.ticket(5).closed)

    def test_resolved_some_day_is_open_and_before_it_began_is_over(self):
        self.server.add_incident(41, self.created())
        self.server.add_incident(42, self.created())
        self.poll()
        self.server.incidents[41]["resolvedAt"] = "2099-01-01T00:00:00.000Z"
        self.server.incidents[42]["resolvedAt"] = self.created(60 * 24 * 40)
        self.poll()
        self.assertEqual((self.ticket(41).closed, self.ticket(42).closed), (False, True))
        alert = self.env["ipai.alert"].search([("fingerprint", "=", "incident:42")])
        self.assertGreaterEqual(alert.ended_at, alert.began_at)
        self.server.incidents[42]["resolvedAt"] = None
        self.poll()
        self.assertTrue(self.env["ipai.alert"].search([("fingerprint", "=", "incident:42"), ("is_standing", "=", True)]))  # fmt: skip

    def test_what_is_published_late_and_a_clock_that_was_ahead_lose_nothing(self):
        self.poll()
        self.server.add_incident(51, self.created(60 * 24 * 5))
        self.poll()
        self.assertTrue(self.ticket(51), "its moment lies days before the last poll")
        self.account.poll_from = fields.Datetime.now() + timedelta(days=400)
        self.server.add_incident(52, self.created())
        self.poll()
        self.assertTrue(self.ticket(52))

    def test_a_row_that_falls_between_two_pages_is_noticed(self):
        self.server.cap = 2
        for number in range(1, 6):
            self.server.add_agent(number)
        client = self.account._client()
        found, taken = self.server.found, []

        def moving(path, query):
            if len(taken) == 1:
                self.server.agents.pop(1)
                self.server.add_agent(9)
            taken.append(path)
            return found(path, query)

        with patch.object(self.server, "found", moving), self.assertRaises(api_client.ApiError):
            client.page("agents")

    def test_a_lost_page_closes_nobody(self):
        self.server.cap = 2
        for number in range(11, 16):
            self.server.add_incident(number, self.created())
        self.poll()
        for number in (11, 15):
            self.server.incidents[number]["resolvedAt"] = self.created(0)
        self.server.faults = [("incidents", 2, 500)] * 3
        self.poll()
        self.assertFalse(self.ticket(11).closed)
        self.poll()
        self.assertEqual(
            (self.ticket(11).closed, self.ticket(15).closed, self.ticket(12).closed),
            (True, True, False),
        )

    def test_an_account_without_a_customer_waits_and_is_not_lost(self):
        self.server.add_incident(21, self.created(), accountId=77, accountName="Nobody Pulse")
        self.poll()
        self.assertFalse(self.ticket(21))
        client = self.env["ipai.pulseway.client"].search(
            [("external_id", "=", "77"), ("account_id", "=", self.account.id)]
        )
        self.assertEqual(client.state, "unmatched")
        client.with_user(self.technician).partner_id = self.customer
        self.poll()
        self.assertEqual(self.ticket(21).partner_id, self.customer)

    def test_agents_become_assets_and_a_lost_page_decommissions_nobody(self):
        self.server.cap = 3
        for number in range(1, 9):
            self.server.add_agent(number)
        self.reconcile()
        devices = self.env["ipai.pulseway.device"].search([("account_id", "=", self.account.id)])
        self.assertEqual((len(devices), devices.asset_id.customer_id), (8, self.customer))
        self.server.faults = [("agents", 2, 500)] * 30
        self.assertEqual(self.reconcile().state, "failed")
        self.server.faults.clear()
        self.server.agents.pop(1)
        run = self.reconcile()
        self.assertEqual(
            [(line.action, line.identifier) for line in run.line_ids], [("stale", "1")]
        )
        self.assertEqual(set(devices.asset_id.mapped("status")), {"active"})

    def test_a_third_provider_is_a_class(self):
        class Listed(providers.Provider):
            code, title, lists = "listed", "Listed", ("machines",)
            machines = [{"serial": "X1", "host": "third-1", "tenant": "Acme Pulse"}]

            def client(self, account, secrets):
                return self

            def page(self, path, skip=0):
                return Page(self.machines, len(self.machines))

            calls = 1

            def read(self, path, row):
                return {
                    "identifier": row["serial"],
                    "name": row["host"],
                    "serial": row["serial"],
                    "organization": row["tenant"],
                }

        self.patch(type(self.account), "_provider", lambda account: Listed())
        self.account.poll_minutes = 0
        self.assertEqual(self.reconcile().state, "done")
        device = self.env["ipai.pulseway.device"].search(
            [("identifier", "=", "X1"), ("account_id", "=", self.account.id)]
        )
        self.assertEqual(
            (device.asset_id.name, device.asset_id.customer_id), ("third-1", self.customer)
        )
