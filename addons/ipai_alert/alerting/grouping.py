# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which alert leads: what fails with the machine of another alert goes below that one."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import NamedTuple

from odoo.addons.ipai_topology.impact import what_fails

from .severities import HIGH, rank

TOGETHER = timedelta(hours=1)
"""An alert that began longer than this before another is not its effect."""

AT_ONCE = timedelta(minutes=5)
"""What begins on one machine within this goes together."""


class Burning(NamedTuple):
    """An open alert, as far as grouping looks at it.

    `node` as the impact graph counts it: the id of an asset, the negative id of a service; 0 for none.
    """

    id: int
    node: int
    severity: str
    began: datetime

    @property
    def leads(self):
        """Whether it says that the machine fails: a warning about a disk takes nothing along."""
        return bool(self.node) and rank(self.severity) >= rank(HIGH)


def leaders(alerts, edges, groups=None):
    """Return `{id: id of the alert that leads it}`; what is left out leads itself.

    :param alerts: the Burning ones.
    :param edges, groups: of the impact graph from all of their nodes on, as ``what_fails`` takes them.

    >>> t = lambda minute: datetime(2026, 3, 1, 12, minute)
    >>> host, vm, service = 1, 2, -1
    >>> edges = [(host, vm, None, None), (vm, service, 7, None)]
    >>> alerts = [Burning(10, service, "critical", t(0)), Burning(11, vm, "warning", t(1)),
    ...           Burning(12, host, "critical", t(2))]
    >>> leaders(alerts, edges)
    {10: 12, 11: 12}

    Without the host's alert nobody leads, for a warning does not say that the machine is down:

    >>> leaders(alerts[:2], edges)
    {}

    On one machine the worst leads what begins about the same time:

    >>> leaders([Burning(1, host, "warning", t(0)), Burning(2, host, "high", t(1)),
    ...          Burning(3, host, "high", t(30))], [])
    {1: 2}

    A cycle has one head, the first that began:

    >>> leaders([Burning(1, 5, "high", t(1)), Burning(2, 6, "high", t(0))], [(5, 6, None, None), (6, 5, None, None)])
    {1: 2}

    Two of two spares fail, so the service does; either alone would not take it along:

    >>> from odoo.addons.ipai_topology.impact import Group
    >>> pair = [(1, -1, None, 5), (2, -1, None, 5)]
    >>> spares = {5: Group(1, frozenset({1, 2}))}
    >>> burning = [Burning(1, 1, "high", t(0)), Burning(2, 2, "high", t(1)), Burning(3, -1, "high", t(2))]
    >>> leaders(burning, pair, spares), leaders(burning[1:], pair, spares)
    ({3: 2}, {})
    """
    groups = groups or {}
    heads = _heads(alerts)
    graph = _Graph(edges, groups)
    above = {}
    for head in sorted(heads.values(), key=lambda one: (one.began, one.id)):
        if head.node in above:
            continue
        for node in graph.failing([head.node]):
            if node in heads and not _is_below(head.node, node, above):
                if heads[node].began >= head.began - TOGETHER:
                    above[node] = head.node
    _lead_jointly(alerts, heads, above, graph)
    return _resolved(alerts, heads, above, graph)


def _heads(alerts):
    """`{node: the alert that speaks for it}`: of those that lead, the worst, then the first."""
    heads = {}
    for alert in sorted(alerts, key=lambda one: (-rank(one.severity), one.began, one.id)):
        if alert.leads:
            heads.setdefault(alert.node, alert)
    return heads


def _is_below(node, other, above):
    """Whether a node is led, at whatever height, by another one, or is that one."""
    while node is not None:
        if node == other:
            return True
        node = above.get(node)
    return False


def _lead_jointly(alerts, heads, above, graph):
    """Place what falls only where several fail together below the one that broke it in the end."""
    tops = [node for node in heads if node not in above]
    for node in {one.node for one in alerts if one.node and one.node not in above}:
        if not graph.has_spares(node):
            continue
        others = [top for top in tops if top != node]
        cause = graph.cause_of(node, others)
        if cause and not _is_below(cause, node, above):
            above[node] = cause


def _resolved(alerts, heads, above, graph):
    """`{id: id of the topmost}`, of the nodes that lead nothing themselves too."""
    found, below = {}, _below(alerts, heads, above, graph)
    for alert in alerts:
        if not alert.node:
            continue
        head = heads.get(alert.node)
        top = below.get(alert.node)
        if top is None and head and abs(alert.began - head.began) <= AT_ONCE:
            top = head.node
        leader = heads.get(top)
        if leader and leader.id != alert.id and alert.began >= leader.began - TOGETHER:
            found[alert.id] = leader.id
    return found


def _below(alerts, heads, above, graph):
    """`{node: the topmost node}` of all nodes of alerts that something leads."""
    tops = {}
    for node in above:
        top = node
        while top in above:
            top = above[top]
        tops[node] = top
    mute = {alert.node for alert in alerts if alert.node and alert.node not in heads}
    if mute - above.keys():
        for head in sorted(heads.values(), key=lambda one: (one.began, one.id)):
            if head.node not in above:
                for node in graph.failing([head.node]):
                    if node in mute:
                        tops.setdefault(node, head.node)
    return tops


class _Graph:
    """The edges by their cause, so that a walk costs what it meets, however large the graph is."""

    def __init__(self, edges, groups):
        self._groups = groups
        self._outgoing = defaultdict(list)
        self._spared = set()
        for edge in edges:
            self._outgoing[edge[0]].append(edge)
            if edge[3] is not None:
                self._spared.add(edge[1])

    def has_spares(self, node):
        return node in self._spared

    def failing(self, nodes):
        """What fails with the nodes: node → Step, they themselves left out."""
        if not any(node in self._outgoing for node in nodes):
            return {}
        failed = what_fails(nodes, self._near(nodes), self._groups).failed
        return {node: step for node, step in failed.items() if step.depth}

    def cause_of(self, node, roots):
        """Which of the roots broke a node that all of them together take along; None if they do not."""
        failed = self.failing(roots)
        if node not in failed:
            return None
        while node in failed:
            node = failed[node].edge[0]
        return node

    def _near(self, nodes):
        """The edges that can be reached."""
        seen, queue, found = set(nodes), list(nodes), []
        for node in queue:
            for edge in self._outgoing.get(node, ()):
                found.append(edge)
                if edge[1] not in seen:
                    seen.add(edge[1])
                    queue.append(edge[1])
        return found
