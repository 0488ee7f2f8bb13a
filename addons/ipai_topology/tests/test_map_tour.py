# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestMapTour(HttpCase):
    def test_draw_expand_simulate_save_export(self):
        user = new_test_user(self.env, "map_tourist", "ipai_base.group_technician")
        machine = self.env.ref("ipai_asset.type_virtual_machine")
        hub = self.env["ipai.asset"].create(
            {
                "name": "Tour Hub",
                "type_id": self.env.ref("ipai_asset.type_hypervisor").id,
                "status": "active",
            }
        )
        leaves = self.env["ipai.asset"].create(
            [
                {
                    "name": f"Tour VM {i}",
                    "type_id": machine.id,
                    "host_id": hub.id,
                    "status": "active",
                }
                for i in range(160)
            ]
        )
        service = self.env["ipai.service"].create({"name": "Tour Mail", "owner_id": user.id})
        self.env["ipai.relation"].create(
            {
                "source_service_id": service.id,
                "type_id": self.env.ref("ipai_topology.relation_type_runs_on").id,
                "target_asset_id": leaves[0].id,
            }
        )
        self.start_tour(
            "/odoo/action-ipai_topology.ipai_map_action", "ipai_topology_map", login="map_tourist"
        )
        saved = self.env["ipai.map.layout"].search([("name", "=", "Tour Map")])
        self.assertEqual((saved.asset_id, saved.hops, saved.expanded), (hub, 1, {str(hub.id): 1}))
        self.assertEqual(len(saved.positions), 161)
