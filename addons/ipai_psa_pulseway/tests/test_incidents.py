# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json
import time
import uuid
from datetime import timedelta
from unittest.mock import patch

from odoo import fields

from odoo.addons.ipai_inbox.signing import SCHEMES

from ..pulseway import client as api_client
from .test_rocketcyber import RocketCyberCase


class TestIncidents(RocketCyberCase):
    """What an incident of RocketCyber says, and which are read."""

    def alert(self, number):
        return self.env["ipai.alert"].search([("fingerprint", "=", f"incident:{number}")], limit=1)

    def asked(self):
        return [query for path, query in self.server.calls if path == "incidents"]

    def poll_on(self):
        """Poll once more on the same day."""
        self.account.polled_on = fields.Datetime.now()
        self.account._poll_rocketcyber(fields.Datetime.now())
        self.env.invalidate_all()

    def test_when_it_was_and_how_bad_it_is(self):
        self.server.add_incident(61, self.created(90), severity="Low")
        self.server.add_incident(62, self.created(90))
        self.poll()
        began = fields.Datetime.now() - timedelta(minutes=90)
        self.assertLess(abs(self.alert(61).began_at - began), timedelta(minutes=2))
        self.assertEqual((self.alert(61).severity, self.alert(62).severity), ("info", "high"))
        self.server.incidents[61] |= {"resolvedAt": self.created(30)}
        self.poll()
        ended = fields.Datetime.now() - timedelta(minutes=30)
        self.assertLess(abs(self.alert(61).ended_at - ended), timedelta(minutes=2))

    def test_a_status_is_an_end_and_a_clock_may_be_a_little_ahead(self):
        for number in (63, 64, 65):
            self.server.add_incident(number, self.created())
        self.poll()
        self.server.incidents[63] |= {"status": "resolved"}
        self.server.incidents[64] |= {"resolvedAt": self.created(-20)}
        self.server.incidents[65] |= {"status": "resolved", "resolvedAt": "2099-01-01T00:00:00.000Z"}  # fmt: skip
        self.poll()
        for number in (63, 64, 65):
            with self.subTest(number):
                self.assertTrue(self.ticket(number).closed)
                self.assertLessEqual(self.alert(number).ended_at, fields.Datetime.now())

    def test_once_a_day_it_looks_a_month_back_and_else_a_week(self):
        self.poll()
        self.poll_on()
        since = [one["createdAt"][:19].replace("T", " ") for one in self.asked()]
        back = [fields.Datetime.now() - fields.Datetime.to_datetime(one) for one in since]
        self.assertEqual([one.days for one in back], [30, 7])

    def test_what_is_over_is_not_asked_for_any_more(self):
        self.server.add_incident(66, self.created(60 * 24 * 20))
        self.poll()
        self.poll_on()
        self.assertEqual(self.asked()[-1].get("id"), "66", "it is open, and beyond the week")
        self.server.incidents[66] |= {"resolvedAt": self.created(0)}
        self.poll_on()
        count = len(self.asked())
        self.poll_on()
        self.assertEqual(len(self.asked()), count + 1)

    def test_what_waits_for_its_customer_is_read_until_it_has_one(self):
        self.server.add_incident(67, self.created(60 * 24 * 20), accountId=88, accountName="Nobody Pulse")  # fmt: skip
        self.poll()
        self.poll_on()
        self.assertLess(self.account.poll_from, fields.Datetime.now() - timedelta(days=19))
        client = self.env["ipai.pulseway.client"].search([("external_id", "=", "88"), ("account_id", "=", self.account.id)])  # fmt: skip
        client.with_user(self.technician).partner_id = self.customer
        self.poll_on()
        self.assertEqual(self.alert(67).customer_id, self.customer)

    def test_what_is_over_or_ignored_waits_for_nobody(self):
        self.server.add_incident(68, self.created(60 * 24 * 5), accountId=88, accountName="Nobody Pulse")  # fmt: skip
        self.server.add_incident(69, self.created(60 * 24 * 5), accountId=89, accountName="No One Pulse",
                                 resolvedAt=self.created(60))  # fmt: skip
        self.poll()
        client = self.env["ipai.pulseway.client"].search([("external_id", "=", "88"), ("account_id", "=", self.account.id)])  # fmt: skip
        client.with_user(self.technician).action_ignore()
        self.poll()
        self.assertGreater(self.account.poll_from, fields.Datetime.now() - timedelta(minutes=5))
        self.assertFalse(self.alert(68) | self.alert(69))

    def test_incidents_of_another_account_are_not_asked_for(self):
        other = self.env["ipai.pulseway.account"].create(
            {"name": "Second SOC", "provider": "rocketcyber", "base_url": self.server.url}
        )
        self.env["ipai.alert"].create(
            {"name": "Theirs", "source_id": other.source_id.id, "company_id": other.company_id.id, "fingerprint": "incident:99",
             "severity": "high"}
        )  # fmt: skip
        self.poll()
        self.assertFalse([one for one in self.asked() if one.get("id")])

    def test_only_the_list_and_the_incident_that_is_meant(self):
        """A filter that its server does not know gives everything."""
        self.server.add_incident(70, self.created(60 * 24 * 20))
        self.poll()
        self.server.add_incident(71, self.created(60 * 24 * 60))
        found = self.server.found

        def unfiltered(path, query):
            return found(path, {name: value for name, value in query.items() if name != "id"})

        with patch.object(self.server, "found", unfiltered):
            self.poll_on()
        self.assertFalse(self.alert(71), "nobody asked for it")

    def test_nothing_is_told_to_custom_fields_it_does_not_have(self):
        self.server.add_agent(7)
        self.reconcile()
        device = self.env["ipai.pulseway.device"].search([("account_id", "=", self.account.id)])
        self.env["helpdesk.ticket"].create(
            {"name": "Broken", "description": "x", "asset_id": device.asset_id.id}
        )
        self.account.ticket_field = "Odoo Tickets"
        self.poll()
        self.assertEqual({path for path, _query in self.server.calls}, {"agents", "incidents"})
        self.assertFalse(self.account.api_error)

    def test_what_its_server_answers_is_understood(self):
        for status, token, held in ((429, "good", True), (401, "bad", False), (500, "good", False)):
            with self.subTest(status):
                self.poll()
                self.server.faults = [("incidents", 0, status)] * 3
                self.poll()
                self.server.faults = []
                self.assertTrue(self.account.api_error)
                self.assertEqual((self.account.token_state, bool(self.account.busy_until)), (token, held))  # fmt: skip
                self.account.write({"busy_until": False, "api_error": False, "polled_on": False})

    def test_a_list_that_is_none_moves_or_is_short_is_not_believed(self):
        client, sick = self.account._client(), []
        self.server.cap = 2
        for number in range(81, 85):
            self.server.add_incident(number, self.created())
        found = self.server.found

        def growing(path, query):
            sick.append(path)
            return found(path, query)[: 2 + len(sick)]

        def double(path, query):
            return [*found(path, query)[:1] * 2]

        for name in (growing, double):
            with (
                self.subTest(name.__name__),
                patch.object(self.server, "found", name),
                self.assertRaises(api_client.ApiError),
            ):
                client.page("incidents")
        for answer in ({"data": None}, [], {"rows": []}):
            with (
                self.subTest(answer),
                patch.object(type(client), "get", lambda *_a, answer=answer, **_k: (answer, None)),
                self.assertRaises(api_client.ApiError),
            ):
                client.page("incidents")


class TestPostedIncidents(RocketCyberCase):
    """Incidents that something between posts to the event source."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        path, secret = cls.source._issue()
        cls.posted_path, cls.posted_secret = path, secret

    def deliver(self, *values):
        ids = []
        for value in values:
            body = json.dumps(value).encode()
            scheme = SCHEMES["standard"]
            key = scheme.keys(self.posted_secret)[0]
            headers = scheme.sign(key, body, f"msg_{uuid.uuid4().hex}", time.time(), "")
            answer = self.opener.post(
                self.base_url() + self.posted_path,
                data=body,
                headers={"Content-Type": "application/json", **headers},
            )
            self.assertEqual(answer.status_code, 202, answer.text)
            ids.append(answer.json()["id"])
        self.work()
        return self.env["ipai.inbox.event"].browse(ids)

    def incident(self, number, **more):
        told = {"id": number, "title": f"Incident {number}", "createdAt": self.created()}
        return {**told, "accountId": 3, "accountName": "Acme Pulse", **more}

    def test_one_and_many_open_and_close_tickets(self):
        one, many = self.deliver(
            self.incident(91), {"data": [self.incident(92), "x", {"title": "of nobody"}, self.incident(93)]}
        )  # fmt: skip
        self.assertEqual((one.state, many.state), ("done", "done"))
        tickets = [self.ticket(number) for number in (91, 92, 93)]
        self.assertEqual([ticket.partner_id for ticket in tickets], [self.customer] * 3)
        self.deliver(self.incident(91, resolvedAt=self.created(0)))
        self.assertEqual([ticket.closed for ticket in tickets], [True, False, False])

    def test_in_the_order_in_which_they_came(self):
        first, second = self.deliver(self.incident(94), self.incident(94, status="resolved"))
        self.assertEqual(first.order_key, second.order_key)
        self.assertIn("94", first.order_key)
        self.assertTrue(self.ticket(94).closed)

    def test_what_waits_is_unmatched_and_what_says_nothing_is_named(self):
        stranger = self.incident(95, accountId=88, accountName="Nobody Pulse")
        waiting, over, none = self.deliver(
            stranger, self.incident(96, accountId=89, accountName="No One Pulse", status="resolved"), {"data": [1]}
        )  # fmt: skip
        self.assertEqual(
            (waiting.state, over.state, none.state), ("unmatched", "ignored", "failed")
        )
        self.assertIn("accountId", none.reason)
        client = self.env["ipai.pulseway.client"].search([("external_id", "=", "88"), ("account_id", "=", self.account.id)])  # fmt: skip
        client.with_user(self.technician).partner_id = self.customer
        waiting._replay()
        self.work()
        self.assertEqual((waiting.state, self.ticket(95).partner_id), ("done", self.customer))
