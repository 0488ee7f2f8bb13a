# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError

from .test_reconcile import PolledCase, ServerCase


class TestWebhook(ServerCase):
    def test_it_is_made_delivers_is_rotated_and_deleted(self):
        self.account.action_provision()
        [hook] = self.pulseway.webhooks.values()
        self.assertEqual(
            (self.account.webhook_number, hook["Language"], hook["OrganizationIds"]),
            (str(hook["Id"]), "en", None),
        )
        self.pulseway.add("h1")
        self.reconcile()
        self.take(self.pulseway.notify("h1", "Low disk space"))
        self.assertEqual(self.tickets("h1").name, "Alert: Low disk space")
        old = hook["SecretKey"]
        self.account.action_rotate_webhook()
        self.assertNotEqual(hook["SecretKey"], old)
        self.take(self.pulseway.notify("h1", "Service stopped"))
        self.assertEqual(len(self.tickets("h1")), 2)
        self.account.action_delete_webhook()
        self.assertFalse(self.pulseway.webhooks)
        with self.assertRaises(UserError):
            self.account.action_rotate_webhook()

    def take(self, number, status=202):
        """Deliver as the server would, in this thread."""
        [hook] = self.pulseway.webhooks.values()
        url, body, headers = self.pulseway.delivery(number, hook)
        path = url[url.index("/ipai/") :]
        answer = self.opener.post(self.base_url() + path, data=body, headers=headers)
        self.assertEqual(answer.status_code, status)
        self.work()

    def test_a_lost_answer_makes_no_second_webhook(self):
        self.pulseway.fail(("POST", "notifications/webhooks", "lost"))
        self.account.action_provision()
        self.assertEqual(len(self.pulseway.webhooks), 1)
        self.pulseway.add("l1")
        self.reconcile()
        self.take(self.pulseway.notify("l1", "Low disk space"))
        self.account.action_provision()
        self.assertEqual(len(self.pulseway.webhooks), 1)

    def test_a_lost_new_secret_is_noticed_and_made_anew(self):
        self.account.action_provision()
        self.pulseway.add("n1")
        self.reconcile()
        self.pulseway.fail(("POST", "regenerateSecretKey", "lost"))
        self.account.action_rotate_webhook()
        self.assertEqual((self.account.webhook_state, self.account.health), ("unsure", "amber"))
        self.take(self.pulseway.notify("n1", "Low disk space"), status=404)
        self.account.webhook_tried_on = fields.Datetime.now() - timedelta(minutes=6)
        self.account._cron_work()
        self.assertEqual(self.account.webhook_state, "set")
        self.take(self.pulseway.notify("n1", "Low disk space"))
        self.assertEqual(len(self.tickets("n1")), 1)

    def test_bad_signatures_after_a_rotation_are_noticed(self):
        self.account.action_provision()
        [hook] = self.pulseway.webhooks.values()
        self.pulseway.add("b1")
        self.account.webhook_tried_on = fields.Datetime.now() - timedelta(minutes=6)
        hook["SecretKey"] = "f" * 64
        self.take(self.pulseway.notify("b1", "x"), status=404)
        self.assertEqual(self.account.health, "red")
        self.account._cron_work()
        self.assertNotEqual(hook["SecretKey"], "f" * 64)
        self.take(self.pulseway.notify("b1", "y"))

    def test_the_self_test_comes_back_and_opens_nothing(self):
        self.account.action_provision()
        self.account.action_self_test()
        [number] = self.pulseway.notifications
        self.take(number)
        self.assertTrue(self.account.self_test_done_on)
        self.assertEqual(self.account.webhook_state, "proved")
        self.assertFalse(
            self.env["ipai.pulseway.device"].search([("account_id", "=", self.account.id)])
        )

    def test_who_may_not_is_refused(self):
        for name in ("action_provision", "action_delete_webhook", "action_self_test"):
            with self.assertRaises(UserError):
                getattr(self.account.with_user(self.technician), name)()


class TestPoll(PolledCase):
    take = TestWebhook.take

    def test_what_was_not_delivered_is_taken_in_once(self):
        self.account.poll_from = fields.Datetime.now() - timedelta(hours=2)
        number = self.pulseway.notify(
            "p1", "Low disk space", at=fields.Datetime.now().timestamp() - 600
        )
        self.poll()
        self.assertEqual(self.tickets("p1").name, "Alert: Low disk space")
        self.take(number)
        self.poll()
        self.assertEqual(self.tickets("p1").alert_times, 1)

    def test_what_was_there_before_the_first_poll_is_old(self):
        self.account.poll_from = False
        self.pulseway.notify("p1", "Old news", at=fields.Datetime.now().timestamp() - 600)
        self.poll()
        self.poll()
        self.assertFalse(self.tickets("p1"))

    def test_a_notification_that_vanished_closes(self):
        number = self.pulseway.notify("p1", "Low disk space")
        self.take(number)
        self.poll()
        ticket = self.tickets("p1")
        self.assertFalse(ticket.closed)
        self.pulseway.notifications.pop(number)
        self.pulseway.fail(*[("GET", "notifications", 500)] * 3)
        self.poll()
        self.assertFalse(ticket.closed, "a list that fails ends nothing")
        self.poll()
        self.assertTrue(ticket.closed)

    def test_one_that_no_poll_has_seen_does_not_vanish(self):
        number = self.pulseway.notify("p1", "Low disk space")
        self.take(number)
        self.pulseway.notifications.pop(number)
        self.poll()
        self.assertFalse(self.tickets("p1").closed)

    def test_a_device_that_is_online_again_is(self):
        self.pulseway.online["p1"] = self.pulseway.online["p2"] = False
        for one in ("p1", "p2"):
            self.take(self.pulseway.notify(one, "System is offline"))
        self.env["ipai.alert"].search([("source_id", "=", self.source.id)]).write(
            {"opened_at": fields.Datetime.now() - timedelta(minutes=5)}
        )
        self.poll()
        self.assertFalse(self.tickets("p1").closed)
        self.pulseway.online["p1"] = True
        self.poll()
        self.assertEqual((self.tickets("p1").closed, self.tickets("p2").closed), (True, False))

    def test_quiet_for_long_enough_is_over(self):
        self.take(self.pulseway.notify("p1", "Low disk space"))
        self.account.quiet_hours = 24
        self.account._cron_work()
        self.work()
        self.assertFalse(self.tickets("p1").closed)
        self.env["ipai.alert"].search([("source_id", "=", self.source.id)]).write(
            {"last_seen": fields.Datetime.now() - timedelta(hours=25)}
        )
        self.account._cron_work()
        self.work()
        self.assertTrue(self.tickets("p1").closed)

    def test_who_closes_a_ticket_clears_upstream_where_the_account_says_so(self):
        for clears in (False, True):
            with self.subTest(clears):
                self.account.clear_upstream = clears
                number = self.pulseway.notify("p2", f"Matter {clears}")
                self.take(number)
                ticket = self.tickets("p2")[-1]
                team = ticket.team_id
                closing = team._get_applicable_stages().filtered("closed")[:1]
                team.user_ids = self.technician
                ticket.with_user(self.technician).stage_id = closing
                self.pulseway.fail(("DELETE", "notifications", "lost"))
                self.account._cron_work()
                self.pulseway.faults.clear()
                self.account._cron_work()
                self.assertEqual(number in self.pulseway.notifications, not clears)
                self.assertEqual(ticket.alert_ids.state, "closed" if clears else "open")
