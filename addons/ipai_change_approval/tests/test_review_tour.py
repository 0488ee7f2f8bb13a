# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestReviewTour(HttpCase):
    def test_a_reviewer_decides_by_keyboard(self):
        # Asked by name: what waits for the group, the lab's for one, is not counted.
        approver = new_test_user(
            self.env, "tour_approver", "ipai_base.group_user", name="Tour Approver"
        )
        step = {"name": "Tour", "approver": "users", "user_ids": approver.ids}
        self.env["ipai.approval.policy"].create(
            {"name": "Tour", "kinds": "tour", "sequence": 1, "step_ids": [Command.create(step)]}
        )
        bot = new_test_user(self.env, "tour_bot", "ipai_base.group_technician", name="Loom")
        kind = self.env.ref("ipai_asset.type_compute")
        first, second, guest = self.env["ipai.asset"].create(
            [
                {
                    "name": "Tour One",
                    "type_id": kind.id,
                    "purpose": "old purpose",
                    "status": "active",
                },
                {"name": "Tour Two", "type_id": kind.id},
                {"name": "Tour Guest", "type_id": kind.id, "status": "active"},
            ]
        )
        guest.host_id = first
        # What sample data waits for is not to be counted.
        self.env["ipai.approval.step"].search([("state", "=", "asked")]).state = "void"
        one, two = (
            self.env["ipai.proposal"]
            .with_user(bot)
            ._propose(
                [{"method": "write", "model": "ipai.asset", "id": asset.id, "values": values}],
                kind="tour",
                source="Loom",
                reasoning="The vendor says so.",
            )
            for asset, values in (
                (first, {"purpose": "new purpose"}),
                (second, {"location": "Rack 9"}),
            )
        )
        self.start_tour("/odoo/assets", "ipai_change_approval_review", login="tour_approver")
        self.assertEqual((one.state, two.state), ("approved", "rejected"))
        self.assertEqual(two.decision_ids.reason, "The wrong rack")
        self.assertEqual(one.decision_ids.user_id, approver)
