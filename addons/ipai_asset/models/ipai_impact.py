# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import namedtuple

from odoo import api, models
from odoo.tools import SQL

from .. import impact

Columns = namedtuple("Columns", "near far host_near host_far")
"""Of relations and of assets: the column of the end that is reached, and of the one beyond it."""

TO_EFFECTS = Columns(*map(SQL.identifier, ("impact_from", "impact_to", "host_id", "id")))
TO_CAUSES = Columns(*map(SQL.identifier, ("impact_to", "impact_from", "id", "host_id")))


class IpaiImpact(models.AbstractModel):
    """Reads from the database over which edges a failure spreads, in one query.

    The query collects the closure: every node that can be reached from the roots, each once, so
    that cycles end, and all edges between them with their redundancy groups. Which of these nodes
    do fail, how deep and why, ``impact.py`` finds out from that.
    """

    _name = "ipai.impact"
    _description = "Impact Analysis"

    @api.model
    def _what_fails(self, nodes):
        """What fails if these fail: an ``impact.Outcome``.

        :param nodes: ids of assets, negative ids of services. Not checked for access: callers
            have read the roots, and relations never leave a company.
        """
        return impact.what_fails(nodes, *self._closure(nodes, TO_EFFECTS))

    @api.model
    def _what_is_needed(self, nodes):
        """What these need to work: an ``impact.Outcome``."""
        return impact.what_is_needed(nodes, *self._closure(nodes, TO_CAUSES))

    @api.model
    def _closure(self, nodes, columns):
        """All edges met on the way from the nodes, as tuples like ``Edge``, and their groups.

        Both come in the rows of one query: an edge as it is, and for each standing member of a
        redundancy group a row of (NULL, member, how many are needed, group).

        The edges are fetched for all nodes together, once these are known: node by node costs
        as much again as finding the nodes.

        :param columns: ``TO_EFFECTS`` or ``TO_CAUSES``.
        """
        self._flush_edges()
        self.env.cr.execute(
            SQL(
                """
                WITH RECURSIVE reach(node) AS (
                    SELECT unnest(%(roots)s::int[])
                     UNION
                    SELECT step.node
                      FROM reach,
                           LATERAL (
                               SELECT %(far)s FROM ipai_relation
                                WHERE %(near)s = reach.node AND %(near)s <> 0
                                UNION ALL
                               SELECT %(host_far)s FROM ipai_asset
                                WHERE %(host_near)s = reach.node AND host_id IS NOT NULL
                                  AND active AND status <> 'decommissioned'
                           ) AS step(node)
                ), reached AS MATERIALIZED (
                    SELECT array_agg(node) AS nodes FROM reach
                ), edge(cause, effect, relation, redundancy) AS MATERIALIZED (
                    SELECT impact_from, impact_to, id, redundancy_group_id FROM ipai_relation
                     WHERE %(near)s = ANY((SELECT nodes FROM reached)::int[]) AND %(near)s <> 0
                     UNION ALL
                    SELECT host_id, id, NULL, NULL FROM ipai_asset
                     WHERE %(host_near)s = ANY((SELECT nodes FROM reached)::int[])
                       AND host_id IS NOT NULL AND active AND status <> 'decommissioned'
                ), used AS MATERIALIZED (
                    SELECT array_agg(DISTINCT redundancy) AS ids FROM edge
                )
                SELECT cause, effect, relation, redundancy FROM edge
                 UNION ALL
                SELECT NULL, member.impact_from, redundancy.needed, redundancy.id
                  FROM ipai_redundancy_group AS redundancy
             LEFT JOIN ipai_relation AS member
                    ON member.redundancy_group_id = redundancy.id
                   AND member.impact_from <> 0
                   AND NOT EXISTS (
                           SELECT FROM ipai_asset
                            WHERE id = member.impact_from AND status IN ('missing', 'maintenance')
                       )
                 WHERE redundancy.id = ANY((SELECT ids FROM used)::int[])
                """,
                roots=list(nodes),
                **columns._asdict(),
            )
        )
        rows = self.env.cr.fetchall()
        standing, needed = {}, {}
        for cause, member, minimum, group in rows:
            if cause is None:
                needed[group] = minimum
                standing.setdefault(group, set()).add(member)
        groups = {
            group: impact.Group(needed[group], frozenset(members - {None}))
            for group, members in standing.items()
        }
        edges = [row for row in rows if row[0] is not None] if groups else rows
        return edges, groups

    @api.model
    def _flush_edges(self):
        """Let the database know what a query by hand reads."""
        self.env["ipai.relation"].flush_model()
        self.env["ipai.redundancy.group"].flush_model(["needed"])
        self.env["ipai.asset"].flush_model(["host_id", "status", "active"])

    @api.model
    def _records(self, nodes):
        """The assets and the services of the nodes that the user may see."""
        return tuple(
            self.env[model].with_context(active_test=False).search([("id", "in", ids)])
            for model, ids in (
                ("ipai.asset", [node for node in nodes if node > 0]),
                ("ipai.service", [-node for node in nodes if node < 0]),
            )
        )

    @api.model
    def _reasons(self, outcome, names):
        """Why each node of the outcome is in it: a dict of sentences.

        :param names: the names of the nodes that may be shown.
        """
        labels = self._edge_labels(outcome)
        hidden = self.env._("(not yours to see)")

        def sentence(edge):
            cause, effect, relation, _group = edge
            text, remark = labels[relation]
            said = f"{names.get(effect, hidden)} {text} {names.get(cause, hidden)}"
            return f"{said} ({remark})" if remark else said

        return {
            node: ", ".join(sentence(edge) if edge else "…" for edge in path)
            for node, path in impact.paths(outcome).items()
        }

    @api.model
    def _edge_labels(self, outcome):
        """How the relations of the outcome read from the one that fails: id → (label, remark)."""
        steps = [*outcome.failed.values(), *outcome.weakened.values()]
        host_type = self.env["ipai.relation.type"]._host_type()
        labels = {None: (host_type._label(True), "")}
        relations = self.env["ipai.relation"].browse(
            {step.edge[2] for step in steps if step.edge and step.edge[2]}
        )
        for relation in relations.sudo():
            kind = relation.type_id
            label = kind._label(kind.impact == "backward")
            remarks = [relation.role, relation.redundancy_group_id.display_name]
            labels[relation.id] = (label, "; ".join(filter(None, remarks)))
        return labels
