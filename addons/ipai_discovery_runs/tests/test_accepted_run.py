# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.ipai_base.compat import GROUPS_FIELD
from odoo.addons.ipai_discovery.tests.snapshot_common import SnapshotCase
from odoo.addons.ipai_discovery_runs import parts


@tagged("post_install", "-at_install")
class TestAcceptedRun(SnapshotCase):
    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(parts.cut, "__defaults__", (2,)))

    def accept(self, *objects, complete=True):
        return self.env["ipai.accepted.run"]._accept("big", list(objects), complete)

    def work(self):
        self.env["ipai.accepted.run"].sudo()._cron_work()
        self.env.invalidate_all()

    def names(self, *numbers):
        domain = [("hostname", "in", [f"pve{number:02d}" for number in numbers])]
        return self.env["ipai.asset"].search(domain)

    def test_it_is_applied_in_parts(self):
        run = self.accept(*map(self.machine, range(1, 6)))
        self.assertEqual((run.state, run.total, run.done), ("waiting", 5, 0))
        self.assertFalse(self.names(*range(1, 6)), "Accepted is not applied")
        self.work()
        self.assertEqual((run.state, run.done, run.percent), ("done", 5, 100))
        self.assertEqual(run.part_ids.mapped("size"), [2, 2, 1])
        self.assertEqual(run.created_count, 5)
        self.assertEqual(len(self.names(*range(1, 6))), 5)
        self.assertEqual(self.names(1).create_uid, self.technician)
        self.assertEqual(len(run.part_ids.snapshot_id), 3)
        self.assertFalse(
            any(run.sudo().part_ids.mapped("objects")), "What is done is not kept twice"
        )

    def test_it_is_stopped_and_goes_on_behind_what_is_done(self):
        run = self.accept(*map(self.machine, range(1, 6)))
        real = type(run.part_ids)._work

        def stopped_after_one(part):
            result = real(part)
            run.action_stop()
            return result

        with patch.object(type(run.part_ids), "_work", stopped_after_one):
            self.work()
        self.assertEqual((run.state, run.done), ("stopped", 2))
        self.work()
        self.assertEqual(run.done, 2, "Nobody works on what is stopped")
        first = run.part_ids[0].snapshot_id
        run.action_resume()
        self.work()
        self.assertEqual((run.state, run.done), ("done", 5))
        self.assertEqual(run.part_ids[0].snapshot_id, first, "Done once")
        with self.assertRaises(UserError):
            run.action_resume()

    def test_a_part_that_fails_costs_that_part(self):
        run = self.accept(*map(self.machine, range(1, 6)))
        sources = type(self.env["ipai.source"])
        real = sources._take_snapshot

        def failing(source, name, objects, **options):
            if any(reported["hostname"] == "pve03" for reported in objects):
                raise ValidationError(self.env._("not today"))
            return real(source, name, objects, **options)

        with patch.object(sources, "_take_snapshot", failing):
            self.work()
        self.assertEqual(run.state, "failed")
        self.assertEqual(run.part_ids.mapped("state"), ["done", "failed", "done"])
        self.assertIn("not today", run.part_ids[1].error)
        run.action_resume()
        self.work()
        self.assertEqual(run.state, "done")
        self.assertEqual(len(self.names(*range(1, 6))), 5)

    def test_what_a_complete_run_does_not_list_is_missed_once(self):
        self.accept(*map(self.machine, range(1, 6)))
        self.work()
        self.accept(*map(self.machine, range(1, 5)))
        self.work()
        missed = self.env["ipai.sighting"].search([("asset_id", "in", self.names(5).ids)])
        self.assertEqual(missed.missed, 1)
        met = self.env["ipai.sighting"].search([("asset_id", "in", self.names(1, 4).ids)])
        self.assertEqual(set(met.mapped("missed")), {0})
        self.accept(self.machine(1), complete=False)
        self.work()
        self.assertEqual(missed.missed, 1)

    def test_a_host_comes_before_its_guests_and_a_relation_when_both_ends_are_there(self):
        guest = self.machine(1, host="pve09", relations=[{"type": "depends on", "target": "pve08"}])
        run = self.accept(guest, *map(self.machine, (2, 3, 9, 8)))
        self.work()
        self.assertEqual(run.state, "done", run.part_ids.mapped("error"))
        self.assertEqual(self.names(1).host_id, self.names(9))
        relation = self.env["ipai.relation"].search([("source_asset_id", "=", self.names(1).id)])
        self.assertIn(self.names(8), relation.target_asset_id)
        self.assertEqual(run.rejected_count, 0)

    def test_the_same_report_again_changes_nothing(self):
        for _time in range(2):
            run = self.accept(*map(self.machine, range(1, 6)))
            self.work()
        self.assertEqual((run.created_count, run.updated_count), (0, 0))

    def test_who_reported_it_must_still_be_allowed_to_when_it_is_worked_on(self):
        run = self.accept(self.machine(1))
        group = self.env.ref("ipai_base.group_technician")
        self.technician.sudo().write({GROUPS_FIELD: [Command.unlink(group.id)]})
        self.work()
        self.assertEqual(run.sudo().state, "failed")

    def test_who_may_not_write_assets_reports_none(self):
        runs = self.env["ipai.accepted.run"].with_user(self.user)
        with self.assertRaises(AccessError):
            runs._accept("big", [self.machine(1)], True)

    def test_a_source_that_is_switched_off_is_refused_at_once(self):
        self.accept(self.machine(1))
        self.env["ipai.source"].sudo().search([("name", "=", "big")]).active = False
        with self.assertRaisesRegex(UserError, "switched off"):
            self.accept(self.machine(1))
