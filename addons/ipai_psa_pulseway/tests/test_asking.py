# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta
from unittest.mock import Mock, patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user

from ..pulseway import client as api_client
from ..pulseway.client import ApiError, Busy, Client
from .server import TOKEN
from .test_reconcile import ServerCase


class TestAsking(ServerCase):
    """How the API is asked, and what of its answers is believed."""

    def client(self, rate=50, burst=100):
        return Client(self.server.url, *TOKEN, rate, burst)

    def test_a_server_that_is_unwell_is_asked_three_times(self):
        self.pulseway.fail(("GET", "devices", 500), ("GET", "devices", 503))
        self.assertEqual(self.client().page("devices").rows, [])
        self.assertEqual((len(self.pulseway.calls), self.slept), (3, [1, 4]))
        self.pulseway.fail(*[("GET", "devices", 502)] * 4)
        with self.assertRaises(ApiError):
            self.client().page("devices")
        self.assertEqual(len(self.pulseway.calls), 6)

    def test_who_would_wait_too_long_for_its_turn_comes_back_later(self):
        client = self.client(0.05, 1)
        client.page("devices")
        client.page("devices")
        self.assertAlmostEqual(self.slept[-1], 20, delta=1)
        client.page("devices")
        with self.assertRaises(Busy) as caught:
            client.page("devices")
        self.assertGreater(caught.exception.retry_after, 45)
        self.assertEqual(len(self.pulseway.calls), 3)
        self.assertNotIn(1, self.slept, "it is not tried again at once")

    def test_pages_are_sorted_by_what_does_not_change(self):
        for path in ("devices", "assets"):
            self.client().page(path)
            query = self.pulseway.calls[-1][2]
            self.assertEqual((query["$top"], query["$orderby"]), (["100"], ["Identifier"]))

    def test_a_status_of_200_says_nothing(self):
        for content in (
            b'{"Data": [], "Meta": {"ResponseCode": 500}}', b'{"Data": [], "Meta": {"ResponseCode": "503"}}',
            b'{"data": [], "meta": {"responseCode": 404}}', b'{"Meta": {"ResponseCode": 200}}',
            b'{"Data": null, "Meta": {"ResponseCode": 200}}', b"[]", b"<html>",
        ):  # fmt: skip
            answer = Mock(status_code=200, headers={})
            with self.subTest(content), self.assertRaises(ApiError):
                self.client()._read("GET", answer, content)

    def test_a_count_may_be_written_as_a_text(self):
        answer = Mock(status_code=200, headers={})
        content = b'{"data": [{"Id": 1}], "Meta": {"ResponseCode": "200", "TotalCount": "7"}}'
        self.assertEqual(self.client()._read("GET", answer, content), ([{"Id": 1}], 7))

    def test_what_is_no_list_is_not_believed(self):
        for data in ({"a": 1}, ["x"], "x"):
            with (
                self.subTest(data),
                patch.object(Client, "get", lambda *_a, data=data, **_k: (data, None)),
                self.assertRaises(ApiError),
            ):
                self.client().page("devices")

    def test_a_list_that_never_holds_still_is_not_believed(self):
        for number in range(1, 300):
            self.pulseway.organizations[number] = {"Id": number, "Name": f"O{number}"}
        there = self.pulseway.organizations
        self.pulseway.before_page = lambda _path, skip: skip and there.pop(min(there))
        with self.assertRaises(ApiError):
            self.client().every("organizations")

    def test_it_is_led_nowhere_else(self):
        self.pulseway.fail(("GET", "organizations", 302))
        with self.assertRaises(ApiError) as caught:
            self.client().page("organizations")
        self.assertIn("enter the address", str(caught.exception))
        self.assertEqual(len(self.pulseway.calls), 1)

    def test_what_is_too_large_or_too_slow_is_left(self):
        self.pulseway.add("x")
        for name, value in (("SIZE", 50), ("WHOLE", -1)):
            with (
                self.subTest(name),
                patch.object(api_client, name, value),
                self.assertRaises(ApiError),
            ):
                self.client().page("devices")

    def test_429_holds_the_account_and_counts_nothing(self):
        self.pulseway.retry_after = 90
        self.pulseway.fail(("GET", "devices", 429))
        run, now = self.account._new_run(False), fields.Datetime.now()
        self.account.poll_minutes = 0
        self.account._cron_work()
        self.assertEqual((run.state, run.failures), ("queued", 0))
        self.assertGreaterEqual(self.account.busy_until, now + timedelta(seconds=90))
        run.retry_on = False
        count = len(self.pulseway.calls)
        self.account._cron_work()
        self.assertEqual(len(self.pulseway.calls), count)

    def test_what_no_repetition_mends_ends_a_run_at_once(self):
        self.pulseway.fail(("GET", "devices", 404))
        run = self.account._new_run(False)
        self.account._cron_work()
        self.assertEqual(run.state, "failed")


class HealthCase(ServerCase):
    def of_deliveries(self, **values):
        """Have the account think so of what was delivered."""
        told = {"last_delivery_on": False, "bad_signature_on": False, "queue_count": 0, "lag": 0, **values}  # fmt: skip
        self.patch(type(self.account), "_compute_deliveries", lambda accounts: accounts.update(told))  # fmt: skip
        self.account.invalidate_recordset()


class TestAccounts(HealthCase):
    """What may be entered on an account, who does what with it, and what its health says."""

    def test_what_cannot_be_is_refused(self):
        for name, value in (
            ("rate", 0), ("rate", 51), ("burst", 0), ("burst", 101), ("base_url", "http://pulseway.example/api/v3"),
            ("base_url", "https://a:b@pulseway.example"), ("token_id_name", "../token"), ("vanish_percent", 101),
            ("token_secret_name", "AKIAIOSFODNN7EXAMPLE"), ("missing_after", 0), ("decommission_days", -1), ("reconcile_hours", -1),
        ):  # fmt: skip
            with self.subTest(name, value=value), self.assertRaises(ValidationError):
                self.account.write({name: value})
        with self.assertRaisesRegex(ValidationError, "never the secret"):
            self.account.token_secret_name = "ghp_" + "a1" * 18

    def test_who_reconciles(self):
        reader = new_test_user(self.env, "pulse_reader", "ipai_base.group_user")
        for act in ("action_dry_run", "action_reconcile"):
            with self.subTest(act):
                with self.assertRaises(AccessError):
                    getattr(self.account.with_user(reader), act)()
                self.assertTrue(getattr(self.account.with_user(self.technician), act)()["res_id"])
        self.account.token_id_name = False
        with self.assertRaises(UserError):
            self.account.with_user(self.technician).action_dry_run()

    def test_health_names_each_trouble(self):
        self.assertEqual((self.account.health, self.account.health_reason), ("green", False))
        client = self.env["ipai.pulseway.client"].create(
            {"account_id": self.account.id, "level": "group", "name": "x", "state": "unmatched"}
        )
        self.account.invalidate_recordset()
        self.assertEqual(self.account.health, "amber")
        self.assertIn("1 clients", self.account.health_reason)
        client.unlink()
        for values, color in (
            ({"token_state": "bad"}, "red"), ({"webhook_state": "unsure"}, "amber"),
            ({"licence_used": 50, "licence_limit": 50}, "amber"),
        ):  # fmt: skip
            with self.subTest(values):
                before = self.account.read([*values])[0]
                self.account.write(values)
                self.account.invalidate_recordset()
                self.assertEqual(self.account.health, color)
                self.account.write({name: before[name] for name in values})
        run = self.account._new_run(False)
        run.state = "asked"
        self.account.invalidate_recordset()
        self.assertEqual(self.account.health, "red")
        run.state = "dropped"

    def test_health_says_when_events_lie(self):
        status, _answer = self.post({"EventType": "Pong", "SystemIdentifier": "x"})
        self.assertEqual(status, 202)
        self.account.invalidate_recordset()
        self.assertEqual((self.account.queue_count, self.account.health), (1, "green"))
        for lag, color in ((300, "green"), (301, "red")):
            self.of_deliveries(lag=lag)
            self.assertEqual(self.account.health, color)

    def test_a_run_that_asks_is_not_begun_anew(self):
        self.account.reconcile_hours = 6
        now = fields.Datetime.now()
        self.assertTrue(self.account._is_due(now))
        run = self.account._new_run(False)
        self.env.cr.execute(
            "UPDATE ipai_pulseway_run SET create_date = create_date - interval '7 hours' WHERE id = %s",
            [run.id],
        )
        for state, due in (("done", True), ("asked", False)):
            run.state = state
            run.invalidate_recordset()
            self.assertEqual(self.account._is_due(now), due)


class TestWebhookTroubles(HealthCase):
    """What goes wrong between the webhook there and its secret here."""

    def calls(self, *what):
        return [call for call in self.pulseway.calls if call[0] == what[0] and what[1] in call[1]]

    def test_one_that_is_there_under_our_name_is_taken_over(self):
        self.account.action_provision()
        [hook] = self.pulseway.webhooks.values()
        url, hook["Url"] = hook["Url"], "https://old.example"
        self.account.webhook_number = False
        self.account.action_provision()
        [hook] = self.pulseway.webhooks.values()
        self.assertNotEqual(hook["Url"], "https://old.example")
        self.assertEqual(hook["Url"].split("/ipai/")[0], url.split("/ipai/")[0])

    def test_one_that_is_gone_there_is_none(self):
        self.account.action_provision()
        self.pulseway.webhooks.clear()
        self.assertEqual(self.account.action_rotate_webhook()["params"]["type"], "danger")
        self.assertEqual((self.account.webhook_number, self.account.webhook_state), (False, "none"))

    def test_what_was_surely_not_done_leaves_the_secret_known(self):
        self.account.action_provision()
        for status in (403, 405, 429):
            with self.subTest(status):
                self.pulseway.fail(("POST", "regenerateSecretKey", status))
                told = self.account.action_rotate_webhook()["params"]
                self.assertEqual((told["type"], self.account.webhook_state), ("danger", "set"))
                self.assertIn(str(status), self.account.api_error, "it is written down")

    def test_an_answer_without_a_secret_is_noticed(self):
        self.account.action_provision()
        self.pulseway.fail(("POST", "regenerateSecretKey", "null"))
        self.assertEqual(self.account.action_rotate_webhook()["params"]["type"], "warning")
        self.assertEqual(self.account.webhook_state, "unsure")

    def test_it_is_mended_after_a_while_and_only_where_it_is_broken(self):
        self.account.action_provision()
        self.account.write({"webhook_state": "unsure", "webhook_tried_on": fields.Datetime.now()})
        self.account._repair_webhook()
        self.assertEqual(len(self.calls("POST", "regenerateSecretKey")), 0, "it was tried just now")
        self.account.webhook_tried_on = fields.Datetime.now() - timedelta(minutes=6)
        self.account._repair_webhook()
        self.assertEqual(len(self.calls("POST", "regenerateSecretKey")), 1)
        # A bad signature of before it was made anew says nothing.
        bad, now = fields.Datetime.now(), fields.Datetime.now() + timedelta(hours=1)
        for tried, repaired in ((bad + timedelta(seconds=1), 1), (bad - timedelta(seconds=1), 2)):
            self.account.webhook_tried_on = tried
            self.of_deliveries(bad_signature_on=bad)
            with patch.object(fields.Datetime, "now", lambda *_a: now):
                self.account._repair_webhook()
            self.assertEqual(len(self.calls("POST", "regenerateSecretKey")), repaired)

    def test_a_self_test_of_another_account_proves_nothing(self):
        event = self.deliver({"Id": 1, "Title": "Odoo self-test 0-x", "DeviceIdentifier": "odoo-0", "Priority": "Low"})  # fmt: skip
        self.assertEqual((event.state, self.account.webhook_state), ("ignored", "none"))
