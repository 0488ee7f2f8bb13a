# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, timedelta

from odoo import fields

from .common import PC, PulsewayCase, native, notified, registered


def at(minutes, form=0):
    moment = (
        datetime.now().astimezone().replace(microsecond=0)
        - timedelta(hours=1)
        + timedelta(minutes=minutes)
    )
    return (moment.isoformat(), int(moment.timestamp()), int(moment.timestamp() * 1000))[form]


class TestNotifications(PulsewayCase):
    def setUp(self):
        super().setUp()
        self.deliver(registered())

    def test_repeats_are_counted_on_one_ticket_and_raise_it(self):
        self.deliver(native(1, "Low disk space on C: (9%)", Priority="Normal", DateTime=at(0)))
        self.deliver(native(2, "LOW disk space on C: (8%)", Priority="CRITICAL", DateTime=at(5, 1)))
        self.deliver(native(3, "Low disk space on D: (8%)", Priority="low", DateTime=at(6, 2)))
        tickets = self.tickets()
        self.assertEqual([ticket.priority for ticket in tickets], ["3", "0"])
        self.assertEqual(tickets[0].alert_times, 2)
        self.assertEqual(tickets[0].alert_ids.mapped("count"), [2], "one matter, not two of a kind")

    def test_a_recovery_is_remembered_for_two_days(self):
        self.deliver(native(1, "System is back online", DateTime=at(5)))
        notifications, now = self.env["ipai.pulseway.notification"], fields.Datetime.now()
        for days, known in ((1, 1), (3, 0)):
            ends = notifications._ends(self.device(), now + timedelta(days=days))
            self.assertEqual(len(ends[self.device().id]), known, days)

    def test_the_machine_that_carries_another_leads(self):
        self.deliver(registered("host", Name="PULSE-HV-1", CustomFields={}))
        self.asset().host_id = self.asset("host")
        self.deliver(
            native(1, "System is offline", identifier="host", DateTime=at(0)),
            native(2, "System is offline", DateTime=at(1)),
            native(3, "Low disk space", identifier="host", DateTime=at(2)),
        )
        self.assertEqual(self.tickets().ids, [])
        self.assertEqual(len(self.tickets("host")), 2, "two matters of one machine are two tickets")
        led = self.env["ipai.alert"].search([("asset_id", "=", self.asset().id)])
        self.assertIn(led.parent_id.asset_id, self.asset("host"))
        self.assertIn(led.ticket_id, self.tickets("host"))

    def test_one_id_is_taken_once(self):
        self.deliver(native(7, "Low disk space", DateTime=at(0)))
        event = self.deliver(native(7, "Low disk space", DateTime=at(0), Again=True))
        self.assertEqual(event.state, "ignored")
        self.assertEqual(self.tickets().alert_times, 1)

    def test_the_same_bytes_are_one_delivery(self):
        body = native(8, "Low disk space", DateTime=at(0))
        self.assertEqual(self.post(body)[0], 202)
        self.assertEqual(self.post(body)[0], 200)
        self.assertEqual(self.post(body, key="0" * 64)[0], 404)
        self.work()
        self.assertEqual(len(self.tickets()), 1)

    def test_recoveries_close_what_they_end(self):
        told = (
            ("System is offline", "System is back online"),
            ("Low disk space on C:", "Disk space on C: is back to normal"),
            ("Service Spooler has stopped", "Service Spooler was started"),
            ("High CPU usage", "CPU usage returned to normal"),
            ("Memory too high", "[Resolved] Memory too high"),
        )
        for number, (problem, recovery) in enumerate(told):
            with self.subTest(problem):
                self.deliver(native(100 + number, problem, DateTime=at(number)))
                ticket = self.tickets()[-1]
                self.assertEqual((ticket.name, ticket.closed), (f"Alert: {problem}", False))
                event = self.deliver(native(200 + number, recovery, DateTime=at(number + 20)))
                self.assertEqual(event.state, "done", event.reason)
                self.assertTrue(ticket.closed)
        self.assertEqual(len(self.tickets()), len(told), "a recovery opens nothing")

    def test_a_recovery_of_something_else_closes_nothing(self):
        self.deliver(native(1, "Service Spooler has stopped", DateTime=at(0)))
        self.deliver(native(2, "Service BITS is running again", DateTime=at(1)))
        self.deliver(native(3, "Low disk space on D: is back to normal", DateTime=at(2)))
        self.deliver(native(4, "System is back online", identifier="other", DateTime=at(3)))
        self.assertEqual([ticket.closed for ticket in self.tickets()], [False])

    def test_words_that_say_no_end_open_tickets(self):
        for number, title in enumerate(
            (
                "Antivirus is no longer running",
                "The issue could not be resolved",
                "Recovery failed",
                "Backup failed",
            )
        ):
            self.deliver(native(number + 1, title, DateTime=at(number)))
        self.assertEqual(len(self.tickets()), 4)

    def test_a_recovery_that_overtakes_its_problem_ends_it_too(self):
        self.deliver(native(2, "System is back online", DateTime=at(5)))
        event = self.deliver(native(1, "System is offline", DateTime=at(3)))
        self.assertEqual(event.state, "ignored")
        self.assertFalse(self.tickets())
        self.deliver(native(3, "System is offline", DateTime=at(9)))
        self.assertEqual(len(self.tickets()), 1)

    def test_an_old_recovery_ends_no_newer_problem(self):
        self.deliver(native(1, "System is offline", DateTime=at(9)))
        self.deliver(native(2, "System is back online", DateTime=at(3)))
        self.assertFalse(self.tickets().closed)

    def test_what_is_over_before_it_was_followed_up_has_its_ticket_too(self):
        self.deliver(
            native(1, "System is offline", DateTime=at(0), Priority="Critical"),
            native(2, "System is offline", DateTime=at(1), Priority="Low"),
            native(3, "System is back online", DateTime=at(2)),
        )
        ticket = self.tickets()
        self.assertEqual(
            (ticket.name, ticket.priority, ticket.closed), ("Alert: System is offline", "3", True)
        )

    def test_in_one_batch_their_order_counts(self):
        self.deliver(
            native(1, "System is offline", DateTime=at(0)),
            native(2, "System is back online", DateTime=at(1)),
            native(3, "System is offline", DateTime=at(2)),
        )
        self.assertEqual([ticket.closed for ticket in self.tickets()], [False])
        self.assertEqual(self.tickets().alert_times, 2)

    def test_mixed_dates_do_not_matter(self):
        for number, moment in enumerate(
            (at(1), at(2, 1), at(3, 2), str(at(4, 1)), "", None, "yesterday")
        ):
            with self.subTest(moment):
                event = self.deliver(
                    native(number + 1, f"Matter {chr(65 + number)}", DateTime=moment)
                )
                self.assertEqual(event.state, "done", event.reason)

    def test_texts_from_outside_are_escaped(self):
        self.deliver(native(1, "<img src=x onerror=alert(1)>", Message="<script>alert(1)</script>"))
        ticket = self.tickets()
        self.assertNotIn("<script", ticket.description)
        self.assertNotIn("<img", ticket.description)

    def test_what_is_no_event_says_so(self):
        for value, state in (
            (
                {"EventType": "ScriptExecutionFinished", "DeviceIdentifier": PC, "State": "Failed"},
                "ignored",
            ),
            ({"EventType": "Notification", "Header": "x"}, "failed"),
            ({"EventType": "SystemRegistered", "Name": "x"}, "failed"),
            ({}, "failed"),
            ([1], "failed"),
            (b"no json", "failed"),
        ):
            with self.subTest(value):
                status, answer = self.post(value)
                self.assertEqual(status, 202)
                self.work()
                event = self.env["ipai.inbox.event"].browse(answer["id"])
                self.assertEqual(event.state, state, event.reason)
        self.assertFalse(self.tickets())

    def test_a_rule_of_ones_own_comes_first(self):
        self.env["ipai.alert.rule"].create(
            {"name": "No disks", "is_on": True, "sequence": 1, "text": "disk", "makes_ticket": False,
             "source_ids": [(6, 0, self.source.ids)]}
        )  # fmt: skip
        self.deliver(notified(), native(1, "Service stopped"))
        self.assertEqual(self.tickets().mapped("name"), ["Alert: Service stopped"])

    def test_a_decommissioned_asset_opens_nothing(self):
        self.asset().status = "decommissioned"
        self.assertEqual(self.deliver(notified()).state, "ignored")
        self.assertFalse(self.tickets())

    def test_what_cannot_be_seen_and_what_could_be_run_does_no_harm(self):
        """Control characters and markup of a name, from the body to ticket and chatter."""
        self.deliver(registered(Name="PC\x00-\x1b[31m<script>x</script>"))
        self.deliver(
            notified(Header="Disk\x07 <img src=x onerror=alert(1)>\x00", Message="a\x08b<script>alert(1)</script>\n\x1bc")
        )  # fmt: skip
        ticket = self.tickets()
        said = ticket.name + str(ticket.description) + "".join(map(str, ticket.message_ids.mapped("body")))  # fmt: skip
        self.assertNotRegex(said, "[\x00-\x08\x0b-\x1f]")
        self.assertNotIn("<script", said)
        self.assertNotIn("<img src=x", str(ticket.description))
        self.assertIn("ab", str(ticket.description))
        self.assertNotRegex(self.asset().name, "[\x00-\x1f]")

    def test_what_turns_and_what_is_half_a_character_does_no_harm(self):
        name = "PC" + chr(0x202E) + "gnp" + chr(0x85) + chr(0xFEFF) + "1"
        self.deliver(registered(Name=name, OS="Windows" + chr(0xD83D) + " 11"))
        text = '"><a href="javascript:alert(1)">x</a>' + chr(0xD800)
        self.deliver(notified(Header=f"Disk{chr(0xDC00)} <svg/onload=alert(1)>", Message=text))
        self.assertEqual((self.asset().name, self.device().os_info), ("PCgnp1", "Windows 11"))
        ticket = self.tickets()
        self.assertEqual(ticket.name, "Alert: Disk <svg/onload=alert(1)>")
        self.assertNotRegex(str(ticket.description), "<svg|<a [^>]*javascript")
