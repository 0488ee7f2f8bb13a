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

    ``failed`` holds what they cannot do without: each of it, failing alone, takes a root along,
    exactly as :func:`what_fails` finds. ``weakened`` holds what has a substitute.

    >>> service, web, first, second, host = -1, 1, 2, 3, 4
    >>> edges = [Edge(web, service), Edge(first, web, group=5), Edge(second, web, group=5)]
    >>> groups = {5: Group(1, frozenset({first, second}))}
    >>> outcome = what_is_needed([service], edges, groups)
    >>> sorted(outcome.failed), sorted(outcome.weakened)
    ([-1, 1], [2, 3])
    >>> sorted(what_is_needed([service], edges, {5: Group(1, frozenset({first}))}).failed)
    [-1, 1, 2]

    A host under both has no substitute, though each of the two has:

    >>> edges += [Edge(host, first), Edge(host, second)]
    >>> outcome = what_is_needed([service], edges, groups)
    >>> sorted(outcome.failed), sorted(outcome.weakened)
    ([-1, 1, 4], [2, 3])
    """
    groups = groups or {}
    incoming = {}
    for edge in edges:
        incoming.setdefault(edge[1], []).append(edge)

    def is_hard(edge):
        group = groups.get(edge[3])
        return not group or len(group.standing - {edge[0]}) < group.needed

    def walk(found, queue, follows):
        for effect in queue:
            for edge in incoming.get(effect, ()):
                if edge[0] not in found and follows(edge):
                    found[edge[0]] = Step(found[effect].depth + 1, edge)
                    queue.append(edge[0])
        return found

    start = {root: Step(0, None) for root in roots}
    hard = walk(dict(start), list(start), is_hard)
    every = walk(dict(start), list(start), lambda edge: True)
    if len(hard) == len(every):
        return Outcome(hard, {})
    needed = dict(hard)
    for node in _common_causes(needed, every, edges, groups):
        needed[node] = every[node]
        walk(needed, [node], is_hard)
    # The nearest way to each, so that no way to a root turns back on itself.
    steps = {**every, **hard}
    failed = sorted(((node, steps[node]) for node in needed), key=lambda found: found[1].depth)
    return Outcome(dict(failed), {node: every[node] for node in every if node not in needed})


def _common_causes(needed, every, edges, groups):
    """Yield nodes above redundancy that fail so many of a group at once that a needed node fails.

    :param needed: the nodes known to be needed; the caller adds what it concludes meanwhile.
    :param every: those and all others to look at, nearest first.

    Each is simulated alone, as ``what_fails`` would. Only a node with several effects can fail
    two members of a group by itself; one with a single effect is needed if that is, or not at
    all. The farthest come first: what fails with a node that is not needed is not needed
    either, for it fails no more than that node does.
    """
    outgoing = {}
    for edge in edges:
        if edge[0] not in needed:
            outgoing.setdefault(edge[0], []).append(edge)
    dismissed = set()
    for node in reversed(every):
        if node in needed or node in dismissed:
            continue
        if len({edge[1] for edge in outgoing.get(node, ())}) < 2:
            continue
        failed = _failed_alone(node, outgoing, groups, needed)
        if failed is None:
            yield node
        else:
            dismissed |= failed


def _failed_alone(node, outgoing, groups, fatal):
    """What fails with one node; None if something fatal does, which ends the walk.

    >>> outgoing = {3: [Edge(3, 1, group=5), Edge(3, 2)], 2: [Edge(2, 1, group=5)]}
    >>> sorted(_failed_alone(3, outgoing, {5: Group(1, frozenset({2, 3, 4}))}, {1}))
    [2, 3]
    >>> _failed_alone(3, outgoing, {5: Group(2, frozenset({2, 3, 4}))}, {1})
    """
    left = {}
    failed = {node}
    queue = [node]
    for cause in queue:
        for _cause, effect, _relation, group in outgoing.get(cause, ()):
            if effect in failed:
                continue
            if group in groups:
                standing = left.setdefault(group, set(groups[group].standing))
                standing.discard(cause)
                if len(standing) >= groups[group].needed:
                    continue
            if effect in fatal:
                return None
            failed.add(effect)
            queue.append(effect)
    return failed


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
    steps = {**outcome.weakened, **outcome.failed}
    found = {}
    for node in (*outcome.failed, *outcome.weakened):
        ahead = []
        while node not in found and steps[node].edge:
            ahead.append(node)
            cause, effect = steps[node].edge[:2]
            node = cause if node == effect else effect
        path = found.setdefault(node, ())
        for further in reversed(ahead):
            path = (*path, steps[further].edge)
            if len(path) > shown:
                path = (*path[:half], None, *path[-half:])
            found[further] = path
    return found
