# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .common import BaoCase, CredentialCase


class TestRotation(CredentialCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env["ipai.rotation.policy"].create(
            {"name": "Each quarter", "interval": 90, "warning_ladder": "30, 7", "grace": 5}
        )
        cls.hosts = cls.new_asset("sw01") | cls.new_asset("sw02")
        cls.reference = cls.new_ref(
            "snmp",
            policy_id=cls.policy.id,
            approver_id=cls.manager.id,
            asset_ids=[Command.set(cls.hosts.ids)],
        )

    def plan(self, reference=None):
        (reference or self.reference).with_user(self.technician).action_plan_rotation()
        return (reference or self.reference).open_rotation_id.with_user(self.technician)

    def due_in(self, days):
        today = fields.Date.context_today(self.reference)
        self.reference.declared_on = today + timedelta(days=days - 90)
        self.env.flush_all()

    def test_it_is_ticked_off_place_by_place_and_half_done_is_seen(self):
        rotation = self.plan()
        rotation.action_start()
        self.assertEqual(rotation.line_ids.asset_id, self.hosts)
        first, second = rotation.line_ids
        first.action_changed_here()
        self.assertEqual((first.done_by_id, bool(first.done_on)), (self.technician, True))
        self.assertEqual(self.reference.rotation_progress, "1 of 2 changed")
        self.assertEqual(first.asset_id.credential_rotation_count, 0)
        self.assertEqual(second.asset_id.credential_rotation_count, 1)
        self.env.flush_all()
        board = self.env["ipai.expiry"].search([("credential_ref_id", "=", self.reference.id)])
        self.assertEqual(board.mapped("name"), ["snmp (1/2)"])
        self.assertIn(
            self.reference, self.reference.search([("rotation_ids.state", "=", "running")])
        )
        with self.assertRaisesRegex(UserError, "half done. Not changed yet: sw02"):
            rotation.action_finish()
        second.action_changed_here()
        self.assertEqual(rotation.state, "done")
        self.assertEqual(self.reference.declared_on, fields.Date.context_today(rotation))
        self.assertFalse(self.reference.open_rotation_id)

    def test_what_it_opens_meanwhile_is_on_the_list_too(self):
        rotation = self.plan()
        rotation.action_start()
        late, later = self.new_asset("sw03"), self.new_asset("sw04")
        self.reference.asset_ids += late
        self.assertIn(late, rotation.line_ids.asset_id)
        rotation.line_ids.action_changed_here()
        self.assertEqual(rotation.state, "done")
        rotation = self.plan()
        rotation.action_start()
        # From the other side, where the rotation does not hear of it.
        later.credential_ref_ids += self.reference
        rotation.line_ids.action_changed_here()
        self.assertEqual(rotation.state, "running")
        with self.assertRaisesRegex(UserError, "half done. Not changed yet: sw04"):
            rotation.action_finish()

    def test_what_was_done_is_written_by_the_buttons_only(self):
        rotation = self.plan()
        rotation.action_start()
        for user in (self.technician, self.manager):
            for record, vals in (
                (rotation, {"state": "done"}),
                (rotation, {"approved_by_id": user.id}),
                (rotation.line_ids[0], {"is_done": True}),
                (rotation.line_ids[0], {"done_by_id": user.id}),
            ):
                with self.subTest(vals), self.assertRaises(AccessError):
                    record.with_user(user).write(vals)
            with self.assertRaises(AccessError):
                rotation.with_user(user).create({"credential_ref_id": self.reference.id})
        with self.assertRaises(AccessError):
            rotation.line_ids[0].with_user(self.reader).action_changed_here()

    def test_there_is_one_at_a_time(self):
        rotation = self.plan()
        self.assertEqual(self.plan(), rotation)
        rotation.action_cancel()
        self.assertNotEqual(self.plan(), rotation)

    def test_where_the_policy_wants_it_another_person_approves_first(self):
        self.policy.approval_required = True
        rotation = self.plan()
        rotation.action_start()
        self.assertEqual(rotation.state, "waiting")
        rotation.action_start()
        self.assertEqual(rotation.state, "waiting")
        with self.assertRaises(AccessError):
            rotation.action_approve()
        self.assertEqual(rotation.activity_ids.user_id, self.manager)
        rotation.with_user(self.manager).action_approve()
        rotation.action_start()
        self.assertEqual((rotation.state, rotation.approved_by_id), ("running", self.manager))

    def test_who_planned_it_does_not_approve_it(self):
        self.policy.approval_required = True
        self.reference.with_user(self.manager).action_plan_rotation()
        rotation = self.reference.open_rotation_id
        rotation.with_user(self.manager).action_start()
        with self.assertRaises(AccessError):
            rotation.with_user(self.manager).action_approve()

    def test_each_step_of_the_ladder_is_told_once(self):
        Notice = self.env["ipai.rotation.notice"]
        told = []
        for days in (40, 30, 29, 7, 6, 0, -1, -5, -6):
            self.reference.declared_on = False
            self.due_in(days)
            # The same date with the days passing: the notices so far move along.
            self.env.cr.execute(
                "UPDATE ipai_rotation_notice SET due_on = %s WHERE credential_ref_id = %s",
                [self.reference.due_on, self.reference.id],
            )
            self.env.invalidate_all()
            for _again in range(2):
                before = Notice.search([])
                Notice._cron_remind()
                told += [
                    (days, notice.step, notice.user_id.login)
                    for notice in Notice.search([]) - before
                    if notice.credential_ref_id == self.reference
                ]
        self.assertEqual(
            told,
            [
                (30, 30, "technician"),
                (7, 7, "technician"),
                (0, 0, "technician"),
                (-5, -5, "manager"),
            ],
        )
        self.assertEqual(self.reference.activity_ids.user_id, self.manager)

    def test_one_that_was_due_before_is_late(self):
        self.due_in(-3)
        rotation = self.plan()
        rotation.action_start()
        rotation.line_ids.action_changed_here()
        self.assertTrue(rotation.is_late)

    def test_the_board_has_what_ends_by_itself(self):
        self.reference.certificate_not_after = "2030-01-01"
        self.reference.sudo().expires_on = "2030-02-01 12:00:00"
        self.uri_vault.sudo().credential_expires_on = "2030-03-01 12:00:00"
        self.env.flush_all()
        lines = self.env["ipai.expiry"].search(
            [
                "|",
                ("credential_ref_id", "=", self.reference.id),
                ("vault_id", "=", self.uri_vault.id),
            ]
        )
        self.assertEqual(
            [(line.kind, str(line.date)) for line in lines],
            [
                ("credential_certificate", "2030-01-01"),
                ("credential_version", "2030-02-01"),
                ("vault_credential", "2030-03-01"),
            ],
        )
        self.assertEqual(lines[0]._subject(), self.reference)
        self.assertEqual(lines[2]._subject(), self.uri_vault)
        # Those of the assets are still there, and each has a number of its own.
        self.hosts[0].warranty_date = "2030-01-01"
        self.env.flush_all()
        everything = self.env["ipai.expiry"].search([])
        self.assertIn("warranty", everything.mapped("kind"))
        self.assertEqual(len(set(everything.ids)), len(everything))

    def test_a_leaver_s_list_and_one_button(self):
        team = self.env["ipai.credential.team"].create(
            {"name": "Network", "member_ids": [Command.link(self.technician.id)]}
        )
        other = self.new_ref("wifi", user=self.manager, owner_id=self.manager.id)
        known = self.new_ref(
            "vpn", user=self.manager, owner_id=self.manager.id, team_ids=[Command.link(team.id)]
        )
        with self.assertRaises(AccessError):
            self.env["ipai.leaver"].with_user(self.technician).create(
                {"user_id": self.technician.id}
            )
        form = Form(self.env["ipai.leaver"].with_user(self.manager))
        form.user_id = self.technician
        wizard = form.save()
        why = {line.credential_ref_id: line.why for line in wizard.line_ids}
        self.assertIn("Owns it", why[self.reference])
        self.assertIn("team", why[known])
        self.assertNotIn(other, why)
        wizard.action_plan()
        planned = self.env["ipai.rotation"].search([("leaver_id", "=", self.technician.id)])
        self.assertEqual(planned.credential_ref_id, self.reference | known)


class TestRotationWithVault(BaoCase):
    def test_a_rotation_that_the_vault_knows_nothing_of_is_a_mismatch(self):
        reference = self.new_place("secret/lab/router")
        self.check()
        reference.declared_on = fields.Date.context_today(reference) + timedelta(days=1)
        self.check(reference)
        self.assertEqual(reference.state, "mismatch")
        self.assertIn("older version", reference.explanation)

    def test_a_finished_one_is_checked_against_the_vault(self):
        reference = self.new_place("secret/lab/firewall")
        self.check()
        reference.with_user(self.technician).action_plan_rotation()
        rotation = reference.open_rotation_id.with_user(self.technician)
        rotation.action_start()
        self.put("secret/lab/firewall")
        rotation.action_finish()
        self.assertTrue(reference.check_requested)
        self.run_checks()
        self.assertEqual((reference.state, reference.verified_version), ("ok", 2))
