# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestImportTour(HttpCase):
    def test_upload_preview_apply_undo(self):
        new_test_user(self.env, "import_tourist", "ipai_base.group_technician")
        self.env["ipai.asset"].create(
            {
                "name": "Tour Known",
                "hostname": "tour-known",
                "type_id": self.env.ref("ipai_asset.type_compute").id,
                "status": "active",
                "location": "Old Rack",
            }
        )
        self.start_tour(
            "/odoo/action-ipai_discovery.ipai_import_run_action",
            "ipai_discovery_import",
            login="import_tourist",
        )
        run = self.env["ipai.import.run"].search([("file_name", "=", "tour.csv")])
        self.assertEqual(run.state, "undone")
        self.assertEqual(set(run.line_ids.mapped("state")), {"undone", "planned"})
        known = self.env["ipai.asset"].search([("hostname", "=", "tour-known")])
        self.assertEqual(known.location, "Old Rack")
