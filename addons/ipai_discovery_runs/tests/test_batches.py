# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from unittest.mock import patch

from odoo.addons.ipai_base.tests.killing import BatchCase
from odoo.addons.ipai_discovery.tests.snapshot_common import SnapshotCase
from odoo.addons.ipai_discovery_runs import parts


class TestBatches(SnapshotCase, BatchCase):
    crons = ("ipai_discovery_runs.cron_work",)

    def test_a_report_is_carried_out_part_by_part(self):
        self.startPatcher(patch.object(parts.cut, "__defaults__", (2,)))
        objects = [self.machine(number) for number in range(1, 8)]
        run = self.env["ipai.accepted.run"]._accept("big", objects, True).sudo()
        names = [one["hostname"] for one in objects]
        assets = self.env["ipai.asset"].with_context(active_test=False)
        self.assertBatches(
            "ipai_discovery_runs.cron_work",
            lambda: (
                run.state,
                run.part_ids.mapped("state"),
                sorted(assets.search([("hostname", "in", names)]).mapped("hostname")),
            ),
        )
        self.assertEqual((run.state, run.created_count), ("done", 7))
