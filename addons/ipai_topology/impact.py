# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What fails with what, and what needs what: the arithmetic, without the ORM.

A node is an integer: the id of an asset, or the negative id of a service. An edge says that
the failure of its cause makes its effect fail, too. The edges into an effect that share a
redundancy group do so only together: the effect fails as soon as fewer causes stand than it needs.
"""

from typing import NamedTuple


class Edge(NamedTuple):
    """One way for a failure to spread."""

    cause: int
    effect: int
    relation: int | None = None
    """The relation behind it; None for a host and what runs on it."""
    group: int | None = None
    """The redundancy group that it belongs to."""


class Group(NamedTuple):
    """A redundancy group as it is before anything fails."""

    needed: int
    standing: frozenset
    """The causes that stand; one that is already down is no help to the others."""


class Step(NamedTuple):
    """How a node is reached: how many edges from a root, and over which edge in the end."""

    depth: int
    edge: Edge | None


class Outcome(NamedTuple):
    """``failed``: node → Step, the roots at depth 0, nearest first.

    ``weakened``: node → Step of those that stand, but have lost one of a redundancy group.
    """

    failed: dict
    weakened: dict


def what_fails(roots, edges, groups=None):
    """Everything that fails when the roots fail, as an :class:`Outcome`.

    The failure spreads from node to node, nearest first. A node is visited once, when it fails,
    and what has failed never recovers: so the walk ends on cycles as well, and the result is the
    smallest set of failures that explains itself, whatever the order of the edges.

    >>> host, vm, service = 1, 2, -1
    >>> outcome = what_fails([host], [Edge(host, vm), Edge(vm, service, relation=7)])
    >>> {node: step.depth for node, step in outcome.failed.items()}
    {1: 0, 2: 1, -1: 2}

    Two of three suffice: the first failure weakens, the second one breaks.

    >>> trio = [Edge(cause, -1, group=5) for cause in (1, 2, 3)]
    >>> groups = {5: Group(needed=2, standing=frozenset({1, 2, 3}))}
    >>> outcome = what_fails([1], trio, groups)
    >>> sorted(outcome.failed), sorted(outcome.weakened)
    ([1], [-1])
    >>> sorted(what_fails([1, 3], trio, groups).failed)
    [-1, 1, 3]

    One that was down before does not count as a spare:

    >>> sorted(what_fails([1], trio, {5: Group(2, frozenset({1, 2}))}).failed)
    [-1, 1]

    A cycle ends:

    >>> sorted(what_fails([1], [Edge(1, 2), Edge(2, 1)]).failed)
    [1, 2]
    """
    outgoing = {}
    for edge in edges:
        outgoing.setdefault(edge[0], []).append(edge)
    left = {key: set(group.standing) for key, group in (groups or {}).items()}
    failed = {root: Step(0, None) for root in roots}
    weakened = {}
    queue = list(failed)
    for cause in queue:
        depth = failed[cause].depth + 1
        for edge in outgoing.get(cause, ()):
            _cause, effect, _relation, group = edge
            if effect in failed:
                continue
            if group is not None:
                left[group].discard(cause)
                if len(left[group]) >= groups[group].needed:
                    weakened.setdefault(effect, Step(depth, edge))
                    continue
            failed[effect] = Step(depth, edge)
            weakened.pop(effect, None)
            queue.append(effect)
    return Outcome(failed, weakened)


def what_is_needed(roots, edges, groups=None):
    """Everything that the roots need, as an :class:`Outcome`.

    ``failed`` holds what they cannot do without, ``weakened`` what has a substitute: a member of
    a redundancy group with more standing than needed, and what only such a member needs.

    >>> service, web, first, second = -1, 1, 2, 3
    >>> edges = [Edge(web, service), Edge(first, web, group=5), Edge(second, web, group=5)]
    >>> outcome = what_is_needed([service], edges, {5: Group(1, frozenset({first, second}))})
    >>> sorted(outcome.failed), sorted(outcome.weakened)
    ([-1, 1], [2, 3])
    >>> sorted(what_is_needed([service], edges, {5: Group(1, frozenset({first}))}).failed)
    [-1, 1, 2]
    """
    groups = groups or {}
    incoming = {}
    for edge in edges:
        incoming.setdefault(edge[1], []).append(edge)

    def has_substitute(edge):
        group = groups.get(edge[3])
        return group and len(group.standing - {edge[0]}) >= group.needed

    def walk(found, follows):
        queue = list(found)
        for effect in queue:
            for edge in incoming.get(effect, ()):
                if edge[0] not in found and follows(edge):
                    found[edge[0]] = Step(found[effect].depth + 1, edge)
                    queue.append(edge[0])
        return found

    start = {root: Step(0, None) for root in roots}
    hard = walk(dict(start), lambda edge: not has_substitute(edge))
    every = walk(dict(start), lambda edge: True)
    return Outcome(hard, {node: step for node, step in every.items() if node not in hard})


def paths(outcome, shown=6):
    """node → the edges that lead to it, the one at the root first; () for a root itself.

    A path of more than ``shown`` edges is cut in the middle, where None stands for the rest, so
    that a chain of thousands stays cheap.

    >>> outcome = what_fails([1], [Edge(1, 2), Edge(2, -1)])
    >>> [(edge.cause, edge.effect) for edge in paths(outcome)[-1]]
    [(1, 2), (2, -1)]
    >>> [edge.cause for edge in paths(what_is_needed([1], [Edge(2, 1), Edge(3, 2)]))[3]]
    [2, 3]
    >>> chain = what_fails([1], [Edge(node, node + 1) for node in range(1, 9)])
    >>> [edge and edge.effect for edge in paths(chain, shown=4)[9]]
    [2, 3, None, 8, 9]
    """
    half = shown // 2
    found = {}
    for steps in outcome:
        for node, step in steps.items():
            if not step.edge:
                found[node] = ()
                continue
            cause, effect = step.edge[:2]
            path = (*found[cause if node == effect else effect], step.edge)
            if len(path) > shown:
                path = (*path[:half], None, *path[-half:])
            found[node] = path
    return found
