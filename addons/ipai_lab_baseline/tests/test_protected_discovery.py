# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.ipai_discovery.tests.snapshot_common import SnapshotCase


@tagged("post_install", "-at_install")
class TestProtectedDiscovery(SnapshotCase):
    """What sources and files do to fields that another person has to approve."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new_test_user(
            cls.env(su=True),
            "protected_approver",
            "ipai_approval.group_approver",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        names = ("os_version", "status", "purpose")
        cls.env(su=True)["ipai.field.protection"].create(
            {
                "name": "All",
                "environment": False,
                "company_id": cls.company.id,
                "field_ids": [
                    Command.set(
                        cls.env(su=True)["ir.model.fields"]
                        .search([("model", "=", "ipai.asset"), ("name", "in", names)])
                        .ids
                    )
                ],
            }
        )

    def proposals(self):
        return self.env["ipai.proposal"].sudo().search([("company_id", "=", self.company.id)])

    def test_a_source_makes_drift_and_says_unchanged(self):
        asset = self.asset_of(self.report(self.machine()))
        answer = self.report(self.machine(os_version="13"))
        self.assertEqual(self.results(answer), ["unchanged"])
        self.assertEqual(answer["objects"][0]["drift"], ["os_version"])
        self.assertEqual(asset.os_version, "12")
        line = self.open_drift(field="os_version")
        self.assertEqual((line.documented, line.observed), ("12", "13"))
        self.assertFalse(self.proposals(), "a source proposes nothing, again and again")
        self.report(self.machine(os_version="13"))
        self.assertEqual(self.open_drift(field="os_version"), line)

    def test_what_is_missed_keeps_its_status_and_is_told(self):
        asset = self.asset_of(self.report(self.machine(), self.machine(2)))
        runs = self.source().missed_runs
        for _run in range(runs):
            self.report(self.machine(2), complete=True)
        self.assertEqual(asset.status, "active")
        line = self.open_drift(field="status")
        self.assertEqual((line.asset_id, line.observed_value), (asset, "missing"))
        self.report(self.machine(), self.machine(2), complete=True)
        self.assertFalse(self.open_drift(field="status"), "it was seen again")

    def test_a_persons_file_writes_the_rest_and_proposes(self):
        asset = self.asset("pve09", hostname="pve09", purpose="old")
        self.env.flush_all()
        run = self.preview("hostname,purpose,serial_number\npve09,new,SN-9\n")
        [line] = run.line_ids
        self.assertIn("another person", line.warnings)
        self.apply(run)
        self.assertEqual((line.state, line.action), ("applied", "update"), line.reason)
        self.assertEqual((asset.purpose, asset.serial_number), ("old", "SN-9"))
        self.assertEqual(line.state, "applied")
        self.assertIn("Proposed, not written", line.reason)
        self.assertIn("Purpose", line.reason)
        self.assertEqual([change["field"] for change in line.changes], ["serial_number"])
        self.assertEqual(self.proposals().operation_ids.values, {"purpose": "new"})
        locked = asset.origin_ids.filtered("locked").mapped("field")
        self.assertNotIn("purpose", locked)
