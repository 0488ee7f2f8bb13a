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

    def test_scan_question_answer_apply_undo(self):
        new_test_user(self.env, "question_tourist", "ipai_base.group_technician")
        known = self.env["ipai.asset"].create(
            {
                "name": "Tour Office",
                "hostname": "tour-office",
                "mac_addresses": "bc:24:11:00:0f:50",
                "type_id": self.env.ref("ipai_asset.type_compute").id,
                "status": "active",
            }
        )
        self.start_tour(
            "/odoo/action-ipai_discovery.ipai_import_run_action",
            "ipai_discovery_question",
            login="question_tourist",
        )
        run = self.env["ipai.import.run"].search([("file_name", "=", "tour_scan.xml")])
        self.assertEqual(run.state, "undone")
        self.assertIn(known, run.line_ids.asset_id)
        answer = self.env["ipai.match.answer"].search([("asset_id", "=", known.id)])
        self.assertTrue(answer.same)
        self.assertFalse(known.ip_addresses, "What the scan gave it is taken back")
        made = [("hostname", "=", "tour-new.scan.example")]
        self.assertFalse(self.env["ipai.asset"].with_context(active_test=False).search(made))
