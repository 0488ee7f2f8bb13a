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


@tagged("post_install", "-at_install")
class TestMapAddress(HttpCase):
    """Opened for a node, sent to a colleague, and used without a mouse."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new_test_user(cls.env, "map_reader", "ipai_base.group_user")
        cls.hub = cls.new("Address Hub", "hypervisor", "active")
        cls.guest = cls.new("Address Guest", "virtual_machine", "active", host_id=cls.hub.id)
        cls.planned = cls.new("Address Planned", "virtual_machine", "planned", host_id=cls.hub.id)

    @classmethod
    def new(cls, name, kind, status, **vals):
        kind = cls.env.ref(f"ipai_asset.type_{kind}")
        return cls.env["ipai.asset"].create(
            {"name": name, "type_id": kind.id, "status": status, **vals}
        )

    def test_the_failure_starts_with_its_node(self):
        self.start_tour(
            f"/odoo/it-map?map=asset-{self.hub.id}",
            "ipai_topology_map_address",
            login="map_reader",
        )

    def test_the_address_reopens_it(self):
        self.start_tour(
            f"/odoo/it-map?map=asset-{self.hub.id}&steps=1&layout=rings&failed={self.hub.id}",
            "ipai_topology_map_reopened",
            login="map_reader",
        )


@tagged("post_install", "-at_install")
class TestMapPhone(TestMapAddress):
    """The same on a phone."""

    browser_size = "390x844"
    touch_enabled = True
