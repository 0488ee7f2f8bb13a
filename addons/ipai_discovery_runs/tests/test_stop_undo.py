# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.ipai_discovery.models import ipai_import_run
from odoo.addons.ipai_discovery.tests.import_common import ImportCase


@tagged("post_install", "-at_install")
class TestStopUndo(ImportCase):
    def test_an_undo_is_stopped_between_batches_and_gone_on_with(self):
        rows = "".join(f"stop{number},stop{number}\n" for number in range(7))
        run = self.apply(self.preview("Name,Hostname\n" + rows))
        named = [("name", "like", "stop%"), ("company_id", "=", self.company.id)]
        with patch.object(ipai_import_run, "BATCH", 3):
            with self.assertRaises(UserError):
                run.action_stop()
            run.action_undo()
            run.run_step()
            self.assertEqual((run.progress_done, run.progress_total), (3, 7))
            run.action_stop()
            self.assertEqual(run.state, "applied")
            self.assertEqual(run.run_step()["state"], "applied", "It stands still")
            self.assertEqual(self.env["ipai.asset"].search_count(named), 4)
            self.undo(run)
        self.assertEqual(run.state, "undone")
        self.assertFalse(self.env["ipai.asset"].with_context(active_test=False).search(named))
