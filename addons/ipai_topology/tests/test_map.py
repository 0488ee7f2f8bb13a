# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from ..models import ipai_map_layout
from .relation_common import RelationCase


class TestMap(RelationCase):
    def graph(self, record, hops=1, kind=None, **options):
        layout = self.env["ipai.map.layout"].with_user(self.reader)
        return layout.load_graph(kind or record._relation_end()[:-3], record.id, hops, **options)

    def drawn(self, graph):
        return {node["name"] for node in graph["nodes"]}

    def sentences(self, graph):
        names = {node["id"]: node["name"] for node in graph["nodes"]}
        return {
            f"{names[edge['source']]} {edge['name']} {names[edge['target']]}"
            for edge in graph["edges"]
        }

    def new_hub(self, size):
        """An asset that carries so many others, written without the ORM for speed."""
        hub = self.new_asset("hub", status="active")
        self.env.flush_all()
        self.env.cr.execute(
            """
            INSERT INTO ipai_asset
                   (name, asset_tag, type_id, company_id, status, active, host_id)
            SELECT 'leaf' || i, 'LEAF-' || i, %s, %s, 'active', TRUE, %s
              FROM generate_series(1, %s) AS i
            """,
            [self.virtual_machine.id, hub.company_id.id, hub.id, size],
        )
        # What autovacuum does in a database that lives; without it the planner believes that the
        # table is empty, and takes minutes.
        self.env.cr.execute("ANALYZE ipai_asset")
        self.env.invalidate_all()
        return hub

    def test_each_hop_shows_more(self):
        self.assertEqual(self.drawn(self.graph(self.mail)), {"Webmail", "Resolver"})
        self.assertEqual(self.drawn(self.graph(self.mail, 2)), {"Webmail", "Resolver", "dc01"})
        graph = self.graph(self.mail, 3)
        self.assertEqual(self.drawn(graph), {"Webmail", "Resolver", "dc01", "pve01"})
        self.assertEqual(
            self.sentences(graph),
            {"Webmail depends on Resolver", "Resolver runs on dc01", "dc01 runs on pve01"},
        )

    def test_a_node_tells_how_many_neighbors_are_not_drawn(self):
        nodes = {node["name"]: node for node in self.graph(self.mail)["nodes"]}
        self.assertEqual((nodes["Webmail"]["hidden"], nodes["Resolver"]["hidden"]), (0, 1))

    def test_expanding_a_node_draws_its_neighbors(self):
        graph = self.graph(self.mail, expanded={str(-self.dns.id): 1})
        self.assertEqual(self.drawn(graph), {"Webmail", "Resolver", "dc01"})

    def test_one_call_asks_for_no_more_than_a_person_expands(self):
        with self.assertRaisesRegex(UserError, "3000, and 100 at most"):
            self.graph(self.mail, expanded={str(number): 1 for number in range(3000)})
        limit = ipai_map_layout.NODES_LIMIT
        layout = self.env["ipai.map.layout"].with_user(self.reader)
        with self.assertRaisesRegex(UserError, "choose fewer"):
            layout.simulate([self.dc01.id], list(range(1, limit + 2)))
        with self.assertRaisesRegex(UserError, "choose fewer"):
            layout.simulate([self.dc01.id] * (limit + 1), [])

    def test_relations_of_an_unwanted_type_are_not_followed(self):
        graph = self.graph(self.mail, 3, hidden_type_ids=self.depends_on.ids)
        self.assertEqual(self.drawn(graph), {"Webmail"})
        graph = self.graph(self.dc01, 1, hidden_type_ids=self.runs_on.ids)
        self.assertEqual(self.drawn(graph), {"dc01"})

    def test_a_graph_of_one_node_is_a_map(self):
        alone = self.new_asset("alone")
        graph = self.graph(alone, 6)
        self.assertEqual(self.drawn(graph), {"alone"})
        self.assertEqual((graph["edges"], graph["found"]), ([], 1))

    def test_a_cycle_is_drawn_once(self):
        self.relate(self.pve01, self.depends_on, self.mail)
        graph = self.graph(self.mail, 6)
        self.assertEqual(len(graph["nodes"]), 4)
        self.assertEqual(len(graph["edges"]), 4)

    def test_a_site_and_a_customer_have_a_map(self):
        site = self.env["ipai.site"].create({"name": "HQ"})
        self.pve01.site_id = site
        self.assertEqual(self.drawn(self.graph(site, kind="site")), {"pve01", "dc01"})
        self.assertEqual(
            self.drawn(self.graph(self.acme, kind="customer")), {"Webmail", "Resolver"}
        )

    def test_what_is_gone_is_said_and_not_a_crash(self):
        with self.assertRefused(UserError, "is gone. Choose another start"):
            self.env["ipai.map.layout"].load_graph("asset", 2**31 - 1, 1)
        with self.assertRefused(UserError, "A map starts at"):
            self.env["ipai.map.layout"].load_graph("res.users", 1, 1)

    def test_twenty_thousand_neighbors_are_capped_and_expanded_by_and_by(self):
        hub = self.new_hub(20_000)
        graph = self.graph(hub, 2)
        self.assertEqual(len(graph["nodes"]), ipai_map_layout.NODES_AT_ONCE)
        self.assertEqual(graph["found"], 20_001)
        node = graph["nodes"][0]
        self.assertEqual(node["hidden"], 20_001 - ipai_map_layout.NODES_AT_ONCE)
        more = self.graph(hub, 2, expanded={str(hub.id): 2})
        self.assertEqual(
            len(more["nodes"]), ipai_map_layout.NODES_AT_ONCE + 2 * ipai_map_layout.NODES_EXPANDED
        )
        drawn = [node["id"] for node in graph["nodes"]]
        self.assertLessEqual(set(drawn), {node["id"] for node in more["nodes"]})
        most = self.graph(hub, 2, expanded={str(hub.id): 1000})
        self.assertEqual(len(most["nodes"]), ipai_map_layout.NODES_LIMIT)
        outcome = self.env["ipai.map.layout"].with_user(self.reader).simulate(hub.ids, drawn)
        self.assertEqual(outcome["failed_count"], 20_001)
        self.assertEqual(len(outcome["failed"]), len(drawn))

    def test_the_number_of_queries_does_not_grow_with_the_map(self):
        hub = self.new_hub(140)
        self.graph(self.dc01, 1)
        self.env.invalidate_all()
        few = self.count_queries(self.graph, self.dc01, 1)
        self.env.invalidate_all()
        many = self.count_queries(self.graph, hub, 1)
        self.assertLessEqual(many, few)

    def test_a_simulation_tells_what_is_drawn_and_counts_the_rest(self):
        layout = self.env["ipai.map.layout"].with_user(self.reader)
        outcome = layout.simulate(self.pve01.ids, [self.pve01.id, self.dc01.id])
        self.assertEqual(outcome["failed"], {self.pve01.id: "", self.dc01.id: "dc01 runs on pve01"})
        self.assertEqual((outcome["failed_count"], outcome["weakened_count"]), (4, 0))
        with self.assertRefused(UserError, "Choose at least one node"):
            layout.simulate([], [])

    def test_a_map_is_saved_by_technicians_and_read_by_all(self):
        vals = {
            "name": "Saved by a test",
            "asset_id": self.pve01.id,
            "positions": {str(self.pve01.id): {"x": 1.5, "y": -2}},
        }
        with self.assertRaises(AccessError):
            self.env["ipai.map.layout"].with_user(self.reader).create(vals)
        saved = self.env["ipai.map.layout"].with_user(self.technician).create(vals)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(saved.with_user(self.reader).positions, vals["positions"])
        with self.assertConstraint("There already is a map of this name"):
            saved.create({**vals, "name": "saved BY a test"})

    def test_a_position_is_two_numbers(self):
        layout = self.env["ipai.map.layout"]
        for place in ({"x": "1", "y": 2}, {"x": 1}, [1, 2], {"x": 1, "y": 2, "z": 3}, None):
            with self.subTest(place=place), self.assertRefused(ValidationError, "a position is"):
                layout.create({"name": "x", "asset_id": self.pve01.id, "positions": {"1": place}})

    def test_a_map_starts_somewhere_and_goes_a_few_steps(self):
        for vals in (
            {},
            {"asset_id": self.pve01.id, "service_id": self.dns.id},
            {"asset_id": self.pve01.id, "hops": 7},
        ):
            with (
                self.subTest(vals=vals),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self.env["ipai.map.layout"].create({"name": "x", **vals})
