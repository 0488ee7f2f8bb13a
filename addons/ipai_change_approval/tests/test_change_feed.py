# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta
from unittest.mock import patch

import vobject

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from ..models import ipai_change_feed
from .change_common import ChangeCase


class TestChangeFeed(ChangeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.feed = (
            cls.env["ipai.change.feed"].with_user(cls.technician).create({"with_windows": True})
        )

    def renew(self):
        """A new address of the feed, as a path."""
        url = self.feed.action_renew()["params"]["value"]
        return url.removeprefix(self.feed.get_base_url())

    def read(self, path, **headers):
        self.env.flush_all()
        self.opener.cookies.clear()
        return self.url_open(path, headers=headers, allow_redirects=False)

    def events(self, path):
        """UID → event, as another program reads it."""
        response = self.read(path)
        self.assertEqual(response.status_code, 200, response.text)
        calendar = vobject.readOne(response.content.decode())
        return {event.uid.value.split("@")[0]: event for event in calendar.contents["vevent"]}

    def test_another_program_reads_changes_freezes_and_windows_without_a_session(self):
        name = "Größere Platte; mit Absprache, " + "und langem Titel " * 6
        change = self.new_change(start=3, name=name.strip())
        freeze = self.new_freeze(start=50, reason="Nobody is here")
        window = self.env["ipai.maintenance.window"].create({"name": "Night", "tz": "UTC"})
        events = self.events(self.renew())
        event = events[f"change-{change.id}"]
        self.assertEqual(event.summary.value, f"{change.reference} {change.name}")
        self.assertEqual(event.dtstart.value.replace(tzinfo=None), change.planned_start)
        self.assertEqual(event.dtend.value.utcoffset(), timedelta(0))
        self.assertEqual(event.status.value, "TENTATIVE")
        self.assertIn("Affected: Resolver", event.description.value)
        self.assertEqual(events[f"freeze-{freeze.id}"].description.value, "Nobody is here")
        opening = window.opening_ids[0].starts_at
        self.assertIn(f"window-{window.id}-{opening:%Y%m%dT%H%M}", events)

    def test_what_is_to_come_is_not_cut_and_a_cut_is_said(self):
        coming, old, recent = (self.new_change(start=start) for start in (3, 30, 60))
        for change, days in ((old, 91), (recent, 2)):
            change.flush_recordset()
            self.cr.execute(
                "UPDATE ipai_change SET planned_start = now() - %s * interval '1 day',"
                " planned_end = now() - %s * interval '1 day' + interval '1 hour' WHERE id = %s",
                [days, days, change.id],
            )
        self.env.invalidate_all()
        self.feed.with_windows = False
        most = self.feed._calendar().decode().count("BEGIN:VEVENT") - 1
        with patch.object(ipai_change_feed, "ENTRIES", most):
            calendar = self.feed._calendar().decode()
        self.assertIn(f"change-{coming.id}@", calendar)
        self.assertIn(f"change-{recent.id}@", calendar)
        self.assertNotIn(f"change-{old.id}@", calendar)
        self.assertIn(f"(the first {most})", calendar)

    def test_the_dialog_shows_the_address(self):
        shown = self.feed.action_renew()["params"]
        self.assertRegex(shown["value"], r"/ipai/calendar/[\w-]{43}\.ics$")
        self.assertIn("once", shown["warning"])

    def test_it_keeps_to_the_form_of_rfc_5545(self):
        self.new_change(name="ü" * 90)
        response = self.read(self.renew())
        self.assertEqual(response.headers["Content-Type"], "text/calendar; charset=utf-8")
        self.assertNotIn("Set-Cookie", response.headers)
        lines = response.content.split(b"\r\n")
        self.assertLessEqual(max(map(len, lines)), 75)
        for line in lines:
            line.decode()  # no character is torn apart
        self.assertEqual(response.content.count(b"\n"), response.content.count(b"\r\n"))

    def test_an_entry_that_was_changed_has_a_higher_sequence(self):
        change, freeze = self.new_change(), self.new_freeze(start=50)
        path = self.renew()
        uids = f"change-{change.id}", f"freeze-{freeze.id}"
        before = self.events(path)
        for record in (change, freeze):
            self.cr.execute(
                f"UPDATE {record._table} SET write_date = write_date + interval '1 min'"
                " WHERE id = %s",
                [record.id],
            )
        after = self.events(path)
        for uid in uids:
            self.assertGreater(int(after[uid].sequence.value), int(before[uid].sequence.value))

    def test_an_unchanged_calendar_is_not_sent_again(self):
        path = self.renew()
        first = self.read(path)
        again = self.read(path, **{"If-None-Match": first.headers["ETag"]})
        self.assertEqual(again.status_code, 304)

    def test_a_new_address_ends_the_one_before_and_revoking_ends_all(self):
        before = self.renew()
        after = self.renew()
        self.assertEqual(self.read(before).status_code, 404)
        self.assertEqual(self.read(after).status_code, 200)
        self.feed.invalidate_recordset(["last_read_at"])
        self.assertTrue(self.feed.last_read_at)
        self.feed.with_user(self.manager).action_revoke()
        self.assertEqual(self.read(after).status_code, 404)
        self.assertEqual(self.actions_of(self.feed), ["issue", "issue", "revoke"])

    def test_only_a_hash_is_kept_and_nobody_reads_it(self):
        token = self.renew().rsplit("/", 1)[1].removesuffix(".ics")
        self.env.flush_all()
        self.cr.execute("SELECT * FROM ipai_change_feed WHERE id = %s", [self.feed.id])
        self.assertNotIn(token, str(self.cr.fetchall()))
        with self.assertRaises(AccessError):
            self.feed.with_user(self.manager).read(["token_hash"])
        with self.assertRaises(AccessError):
            self.feed.write({"token_hash": "0" * 64})

    def test_it_shows_what_its_user_may_see_and_no_more(self):
        change = self.new_change()
        path = self.renew()
        self.assertIn(f"change-{change.id}", self.events(path))
        company = self.env["res.company"].create({"name": "Other"})
        self.technician.sudo().write(
            {"company_ids": [Command.set(company.ids)], "company_id": company.id}
        )
        self.assertEqual(self.read(path).content.count(b"BEGIN:VEVENT"), 0)
        self.technician.sudo().active = False
        self.assertEqual(self.read(path).status_code, 404)

    def test_everybody_has_feeds_of_their_own(self):
        stranger = new_test_user(self.env, "stranger", groups="ipai_base.group_user")
        self.assertFalse(self.feed.with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            self.feed.with_user(stranger).action_renew()
        with self.assertRaisesRegex(AccessError, "Only technician"):
            self.feed.with_user(self.manager).action_renew()
        feeds = self.feed.with_user(self.manager)
        for make in (
            lambda: feeds.create({"user_id": stranger.id}),
            lambda: feeds.create({}).write({"user_id": stranger.id}),
        ):
            with self.assertRaisesRegex(AccessError, "made by the user"):
                make()
        keyed = feeds.with_context(default_user_id=stranger.id).create({})
        self.assertEqual(keyed.user_id, self.manager)

    def test_managers_see_feeds_of_their_companies_only(self):
        other = self.env["res.company"].create({"name": "Other House"})
        far = new_test_user(
            self.env,
            "far",
            groups="ipai_base.group_user",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        feed = self.feed.with_user(far).create({})
        seen = self.feed.with_user(self.manager).search([])
        self.assertIn(self.feed, seen)
        self.assertNotIn(feed, seen)

    def test_what_was_never_an_address_is_not_found(self):
        for token in ("x", "0" * 43, "%00", "a/b"):
            self.assertEqual(self.read(f"/ipai/calendar/{token}.ics").status_code, 404, token)

    def test_few_queries_however_many_entries(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.feed._calendar()
            return self.cr.sql_log_count - before

        self.new_change()
        few = count()
        for _number in range(12):
            self.new_change()
        self.assertLessEqual(count(), few + 2)
