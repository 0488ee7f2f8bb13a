# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from hypothesis import given, settings
from hypothesis import strategies as some

from odoo.tests import BaseCase

from ..impact import Edge, Group, paths, what_fails, what_is_needed
from .relation_common import RelationCase

NODES = range(1, 9)


@some.composite
def graphs(draw):
    """Edges, cycles among them, and groups, each into one effect and with some members down."""
    pairs = draw(some.sets(some.tuples(some.sampled_from(NODES), some.sampled_from(NODES))))
    edges, members = [], {}
    for relation, (cause, effect) in enumerate(sorted(pairs), 1):
        group = draw(some.sampled_from((None, effect, 100 + effect)))
        edges.append(Edge(cause, effect, relation, group))
        if group:
            members.setdefault(group, []).append(cause)
    groups = {
        group: Group(
            draw(some.integers(1, 3)),
            frozenset(cause for cause in causes if draw(some.integers(0, 4))),
        )
        for group, causes in members.items()
    }
    return edges, groups


class TestNeeded(BaseCase):
    @settings(deadline=None, derandomize=True, max_examples=600)
    @given(graphs(), some.sets(some.sampled_from(NODES), min_size=1, max_size=2))
    def test_needed_is_exactly_what_takes_a_root_along(self, graph, roots):
        needed = what_is_needed(roots, *graph)
        by_outage = {node for node in NODES if roots & what_fails([node], *graph).failed.keys()}
        self.assertEqual(set(needed.failed), by_outage)
        self.assertFalse(needed.failed.keys() & needed.weakened.keys())

    @settings(deadline=None, derandomize=True, max_examples=300)
    @given(graphs(), some.sampled_from(NODES))
    def test_each_has_a_way_to_the_root(self, graph, root):
        needed = what_is_needed([root], *graph)
        for node, path in paths(needed, shown=20).items():
            way = [edge.effect for edge in path] + [node]
            self.assertEqual(way[0], root)
            self.assertEqual([edge.cause for edge in path], way[1:])


class TestNeededRecords(RelationCase):
    def test_a_host_under_all_of_a_group_is_needed(self):
        twins = [self.new_asset(name, host_id=self.pve01.id) for name in ("web1", "web2")]
        shop = self.new_service("Shop")
        self.group(shop, twins, needed=1)
        outcome = self.env["ipai.impact"]._what_is_needed(shop._nodes())
        self.assertEqual(self.names(outcome.failed), {"Shop", "pve01"})
        self.assertEqual(self.names(outcome.weakened), {"web1", "web2"})
        names = {node: f"node {node}" for node in (*outcome.failed, *outcome.weakened)}
        reasons = self.env["ipai.impact"]._reasons(outcome, names)
        self.assertIn(f"node {self.pve01.id}", reasons[self.pve01.id])
