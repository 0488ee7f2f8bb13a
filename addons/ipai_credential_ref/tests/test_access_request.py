# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user

from .common import CredentialCase


class TestAccessRequest(CredentialCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reference = cls.new_ref("vpn", approver_id=cls.manager.id)

    def request(self, **vals):
        return (
            self.env["ipai.access.request"]
            .with_user(self.reader)
            .create(
                {"credential_ref_id": self.reference.id, "reason": "Ticket 7", "hours": 2, **vals}
            )
        )

    def test_the_clock_runs_from_the_approval_and_it_ends_by_itself(self):
        request = self.request()
        self.assertEqual(request.activity_ids.user_id, self.manager)
        now = fields.Datetime.now()
        with freeze_time(now + timedelta(hours=5)):
            request.with_user(self.manager).action_approve()
            self.assertEqual(request.state, "active")
            self.assertEqual(request.granted_until, request.decided_on + timedelta(hours=2))
        with freeze_time(now + timedelta(hours=6)):
            self.env["ipai.access.request"]._cron_clock()
            self.assertEqual(request.state, "active")
        with freeze_time(now + timedelta(hours=7, minutes=1)):
            self.env["ipai.access.request"]._cron_clock()
        self.assertEqual(request.state, "ended")
        told = self.env["mail.message"].search(
            [
                ("model", "=", request._name),
                ("res_id", "=", request.id),
                ("subject", "ilike", "ended"),
            ]
        )
        self.assertEqual(told.notified_partner_ids, (self.reader | self.manager).partner_id)

    def test_it_may_begin_later(self):
        now = fields.Datetime.now()
        request = self.request(start_on=now + timedelta(hours=3))
        request.with_user(self.manager).action_approve()
        self.assertEqual((request.state, request.granted_from), ("approved", request.start_on))
        with freeze_time(now + timedelta(hours=3, minutes=1)):
            self.env["ipai.access.request"]._cron_clock()
        self.assertEqual(request.state, "active")

    def test_who_decides_is_changed_by_the_approver_or_a_manager_and_by_nobody_for_themselves(self):
        asked = self.env["ipai.rotation.policy"].create(
            {"name": "Asked for", "approval_required": True}
        )
        self.reference.policy_id = asked
        mine = self.reference.with_user(self.technician)
        second = new_test_user(self.env, "second", groups="ipai_base.group_manager")
        for act in (
            lambda: mine.write({"approver_id": self.reader.id}),
            lambda: mine.write({"approver_id": False}),
            lambda: mine.write({"policy_id": False}),
            lambda: mine.load([".id", "approver_id"], [[str(mine.id), self.reader.name]]),
            lambda: self.reference.with_user(second).write({"approver_id": second.id}),
        ):
            with self.subTest(act=act), self.cr.savepoint():
                try:
                    done = act()
                except AccessError:
                    continue
                self.assertEqual(done.get("ids"), False, "nobody refused it")
        mine.note = "Theirs to write"
        self.reference.with_user(self.manager).approver_id = second
        self.assertEqual(self.reference.approver_id, second)
        second.active = False
        self.reference.with_user(self.manager).approver_id = self.manager
        self.assertEqual(self.reference.approver_id, self.manager)
        self.reference.with_user(self.manager).policy_id = False

    def test_only_the_approver_decides_and_nobody_about_an_own_request(self):
        request = self.request()
        for user in (self.reader, self.technician):
            with self.assertRaises(AccessError):
                request.with_user(user).action_approve()
        own = (
            self.env["ipai.access.request"]
            .with_user(self.manager)
            .create({"credential_ref_id": self.reference.id, "reason": "Mine"})
        )
        with self.assertRaises(AccessError):
            own.action_approve()
        for vals in (
            {"state": "active"},
            {"granted_until": "2099-01-01"},
            {"user_id": self.manager.id},
        ):
            with self.assertRaises(AccessError):
                request.write(vals)
        request.with_user(self.manager).action_refuse("No need")
        self.assertEqual((request.state, request.refusal), ("refused", "No need"))
        with self.assertRaises(UserError):
            request.with_user(self.manager).action_approve()
        with self.assertRaises(AccessError):
            request.reason = "changed afterwards"

    def test_of_a_wrapping_the_accessor_is_kept_and_never_the_token(self):
        request = self.request()
        request.with_user(self.manager).action_approve()
        until = fields.Datetime.now() + timedelta(hours=1)
        for bad in (
            "s.Fo9bBGZgkNLPQex40qocT5Eb",
            "hvs." + "CAESIJ1" * 4,
            "https://vault.example/x",
            "",
        ):
            with self.assertRaisesRegex(UserError, "no accessor") as caught:
                request.with_user(self.manager).action_record_wrapping(bad, self.acme.id, until)
            self.assertNotIn(bad or "\0", str(caught.exception))
        wizard = self.env["ipai.access.wrapping"].with_user(self.manager)
        wizard.create(
            {
                "request_id": request.id,
                "accessor": "4ZbZfCMYkFk9XYQZI6cujTAe",
                "partner_id": self.acme.id,
                "until": until,
            }
        ).action_record()
        self.assertEqual(request.wrap_accessor, "4ZbZfCMYkFk9XYQZI6cujTAe")
        self.assertEqual(request.wrap_by_id, self.manager)
        now = fields.Datetime.now()
        for end in (False, now - timedelta(minutes=1), now + timedelta(days=31)):
            with self.subTest(end), self.assertRaisesRegex(UserError, "an end in the future"):
                request.with_user(self.manager).action_record_wrapping(
                    "4ZbZfCMYkFk9XYQZI6cujTAe", self.acme.id, end
                )

    def test_a_request_holds_no_secret_and_has_an_end(self):
        with self.assertRaises(ValidationError):
            self.request(reason="password: correct7horse")
        with self.assertRaises(ValidationError):
            self.request(hours=10_000)
