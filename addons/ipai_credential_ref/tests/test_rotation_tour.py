# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestRotationTour(HttpCase):
    def test_plan_start_change_here_done(self):
        user = new_test_user(self.env, "rotation_tourist", "ipai_base.group_technician")
        kind = self.env.ref("ipai_asset.type_compute").id
        assets = self.env["ipai.asset"].create(
            [{"name": name, "type_id": kind} for name in ("tour-one", "tour-two")]
        )
        reference = self.env["ipai.credential.ref"].create(
            {
                "name": "tour_admin",
                "owner_id": user.id,
                "asset_ids": [Command.set(assets.ids)],
            }
        )
        self.start_tour(
            "/odoo/action-ipai_credential_ref.ipai_credential_ref_action",
            "ipai_credential_rotation",
            login="rotation_tourist",
        )
        [rotation] = reference.rotation_ids
        self.assertEqual(rotation.state, "done")
        self.assertEqual(rotation.line_ids.done_by_id, user)
        self.assertTrue(reference.declared_on)
