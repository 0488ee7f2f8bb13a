# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields

from ..pulseway.events import Notification
from .common import native, registered
from .test_reconcile import PolledCase, ServerCase


class PollCase(PolledCase):
    """The same, with time behind it."""

    def setUp(self):
        super().setUp()
        self.account.poll_from = fields.Datetime.now() - timedelta(hours=2)
        self.pulseway.calls.clear()

    def notify(self, identifier, title, minutes=10, **more):
        at = fields.Datetime.now().timestamp() - minutes * 60
        return self.pulseway.notify(identifier, title, at=at, **more)

    def delivered(self, *numbers):
        """Deliver as the server would, in this thread."""
        [hook] = self.pulseway.webhooks.values()
        for number in numbers:
            url, body, headers = self.pulseway.delivery(number, hook)
            path = url[url.index("/ipai/") :]
            answer = self.opener.post(self.base_url() + path, data=body, headers=headers)
            self.assertEqual(answer.status_code, 202)
        self.work()

    def asked(self, path):
        return [call for call in self.pulseway.calls if call[:2] == ("GET", path)]


class TestPolls(PollCase):
    """What a poll takes in, and what it ends."""

    def test_what_may_still_be_delivered_is_left_for_the_next_one(self):
        self.notify("p1", "Low disk space", minutes=0)
        self.poll()
        self.assertFalse(self.tickets("p1"))

    def test_a_self_test_is_no_ticket(self):
        self.notify("p1", f"Odoo self-test {self.account.id}-x")
        self.poll()
        self.assertFalse(self.tickets("p1"))
        self.assertTrue(self.account.self_test_done_on)

    def test_one_that_cannot_be_read_holds_nobody_up(self):
        first = self.notify("p1", "Low disk space")
        self.notify("p2", "Low disk space")
        self.pulseway.fail(("GET", f"notifications/{first}", 404))
        self.poll()
        self.assertFalse(self.tickets("p1"))
        self.assertTrue(self.tickets("p2"))
        self.poll()
        self.assertTrue(self.tickets("p1"), "and is asked for again")

    def test_of_an_ignored_device_nothing_is_taken(self):
        self.device("p1").state = "ignored"
        self.notify("p1", "Low disk space")
        self.poll()
        self.assertFalse(self.tickets("p1"))

    def test_of_a_strange_device_it_is_asked_once_and_of_a_waiting_one_again(self):
        strange = self.notify("nobody", "Low disk space")
        self.pulseway.add("later", organization="Later Pulse")
        self.reconcile()
        waiting = self.notify("later", "Low disk space")
        self.poll()
        self.poll()
        self.assertEqual(len(self.asked(f"notifications/{strange}")), 1)
        self.assertEqual(len(self.asked(f"notifications/{waiting}")), 2)
        self.env["res.partner"].create({"name": "Later Pulse", "is_company": True})
        self.account._cron_work()
        self.poll()
        self.assertTrue(self.tickets("later"))

    def test_one_of_two_that_vanished_ends_nothing(self):
        first, second = self.notify("p1", "Low disk space (9%)"), self.notify("p1", "Low disk space (8%)")  # fmt: skip
        self.delivered(first, second)
        self.poll()
        self.pulseway.notifications.pop(first)
        self.poll()
        self.assertFalse(self.tickets("p1").closed)
        self.pulseway.notifications.pop(second)
        self.poll()
        self.assertTrue(self.tickets("p1").closed)

    def test_one_that_no_list_has_is_not_ended_by_one_that_vanished(self):
        number = self.notify("p1", "Low disk space")
        self.delivered(number)
        one = Notification("p1", "Low disk space", severity="critical")
        told = [("without", "", one, self.device("p1"))]
        self.env["ipai.pulseway.notification"]._take(self.account, told, fields.Datetime.now())
        self.poll()
        self.pulseway.notifications.pop(number)
        self.poll()
        self.assertFalse(self.tickets("p1").closed)

    def test_online_again_ends_what_is_about_reach_and_no_longer_fresh(self):
        self.delivered(self.notify("p1", "System is offline"), self.notify("p1", "Low disk space"))
        offline, disk = self.tickets("p1").sorted(lambda one: "offline" not in one.name)
        self.poll()
        self.assertFalse(offline.closed, "it was told just now")
        offline.alert_ids.opened_at = fields.Datetime.now() - timedelta(minutes=5)
        disk.alert_ids.opened_at = fields.Datetime.now() - timedelta(minutes=5)
        self.pulseway.online["p1"] = None
        self.poll()
        self.assertFalse(offline.closed, "nothing is said of it")
        self.pulseway.online["p1"] = True
        self.pulseway.in_maintenance.add("p1")
        self.poll()
        self.assertFalse(offline.closed, "a device in maintenance may say what it wants")
        self.pulseway.in_maintenance.clear()
        self.poll()
        self.assertEqual((offline.closed, disk.closed), (True, False))

    def test_silence_ends_nothing_where_it_is_not_asked_for(self):
        self.delivered(self.notify("p1", "Low disk space"))
        self.tickets("p1").alert_ids.last_seen = fields.Datetime.now() - timedelta(days=90)
        self.account._cron_work()
        self.work()
        self.assertFalse(self.tickets("p1").closed)

    def test_between_two_polls_nothing_is_asked(self):
        self.account._cron_work()
        self.assertFalse(self.asked("notifications"))


class TestClearing(PollCase):
    """What is deleted in Pulseway: what a person has closed."""

    def setUp(self):
        super().setUp()
        self.account.clear_upstream = True
        self.number = self.notify("p1", "Low disk space")
        self.delivered(self.number)
        self.ticket = self.tickets("p1")
        self.ticket.team_id.user_ids = self.technician
        self.stages = self.ticket.team_id._get_applicable_stages()

    def kept(self):
        self.account._cron_work()
        return self.number in self.pulseway.notifications

    def test_what_goes_on_is_not_cleared(self):
        open_ = self.stages.filtered(lambda stage: not stage.closed) - self.ticket.stage_id
        self.ticket.with_user(self.technician).stage_id = open_[:1]
        self.assertTrue(self.kept())

    def test_what_closes_by_itself_is_not_cleared(self):
        self.ticket.stage_id = self.stages.filtered("closed")[:1]
        self.assertTrue(self.kept())

    def test_what_a_person_closed_is(self):
        self.ticket.with_user(self.technician).stage_id = self.stages.filtered("closed")[:1]
        self.assertFalse(self.kept())
        self.assertEqual(self.ticket.alert_ids.state, "closed")


class TestAlertsOfNotifications(ServerCase):
    """What several notifications of one matter become."""

    def setUp(self):
        super().setUp()
        self.deliver(registered())

    def test_a_milder_repeat_makes_nothing_better(self):
        self.deliver(native(1, "Low disk space", Priority="Critical"))
        self.deliver(native(2, "Low disk space", Priority="Low"))
        alert = self.tickets().alert_ids
        self.assertEqual((alert.severity, self.tickets().priority), ("critical", "3"))

    def test_what_is_over_is_over_once(self):
        first = self.deliver(
            native(1, "System is offline"), native(2, "System is back online"), native(3, "System is back online")
        )  # fmt: skip
        self.assertEqual(first.mapped("state"), ["done", "done", "ignored"])
        again = self.deliver(native(4, "System is back online"))
        self.assertEqual(again.state, "ignored", "nothing is open any more")

    def test_many_at_once_are_no_storm(self):
        self.assertEqual(self.source.alert_storm_limit, 0)
        self.deliver(*(native(number, f"Service S{number}x has stopped") for number in range(30)))
        self.assertEqual(len(self.tickets()), 30)

    def test_nobody_is_called_for_what_is_over(self):
        told = []
        notify = type(self.env["ipai.alert"])._announce
        self.patch(
            type(self.env["ipai.alert"]), "_announce",
            lambda alerts, topic, details=None: (told.append((topic, len(alerts))), notify(alerts, topic, details))[1],
        )  # fmt: skip
        self.deliver(native(1, "System is offline"), native(2, "System is back online"))
        self.assertTrue(self.tickets().closed, "it has its ticket all the same")
        self.assertFalse([count for topic, count in told if topic == "alert.notice" and count])
