# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.tools import SQL

from .. import impact

EDGES_FROM = SQL(
    """
    SELECT r.impact_from, r.impact_to, r.id, r.redundancy_group_id, r.impact_to
      FROM ipai_relation r
     WHERE r.impact_from = reach.node AND r.impact_from <> 0
     UNION ALL
    SELECT a.host_id, a.id, NULL, NULL, a.id
      FROM ipai_asset a
     WHERE a.host_id = reach.node AND a.active AND a.status <> 'decommissioned'
    """
)
EDGES_TO = SQL(
    """
    SELECT r.impact_from, r.impact_to, r.id, r.redundancy_group_id, r.impact_from
      FROM ipai_relation r
     WHERE r.impact_to = reach.node AND r.impact_to <> 0
     UNION ALL
    SELECT a.host_id, a.id, NULL, NULL, a.host_id
      FROM ipai_asset a
     WHERE a.id = reach.node AND a.host_id IS NOT NULL
       AND a.active AND a.status <> 'decommissioned'
    """
)


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
        return impact.what_fails(nodes, *self._closure(nodes, EDGES_FROM))

    @api.model
    def _what_is_needed(self, nodes):
        """What these need to work: an ``impact.Outcome``."""
        return impact.what_is_needed(nodes, *self._closure(nodes, EDGES_TO))

    @api.model
    def _closure(self, nodes, edges_at_node):
        """All edges met on the way from the nodes, as tuples like ``Edge``, and their groups.

        Both come in the rows of one query: an edge as it is, and for each standing member of a
        redundancy group a row of (NULL, member, how many are needed, group). OFFSET 0 keeps the
        planner from reading the whole tables for a handful of groups.

        :param edges_at_node: SELECT of (cause, effect, relation, redundancy group, next node) of
            the edges at ``reach.node``.
        """
        self._flush_edges()
        self.env.cr.execute(
            SQL(
                """
                WITH RECURSIVE reach(node) AS (
                    SELECT unnest(%(roots)s::int[])
                     UNION
                    SELECT step.next FROM reach,
                        LATERAL (%(edges)s) AS step(cause, effect, relation, redundancy, next)
                ), edge AS MATERIALIZED (
                    SELECT step.* FROM reach,
                        LATERAL (%(edges)s) AS step(cause, effect, relation, redundancy, next)
                )
                SELECT cause, effect, relation, redundancy FROM edge
                 UNION ALL
                SELECT NULL, member.node, redundancy.needed, used.redundancy
                  FROM (SELECT DISTINCT redundancy FROM edge WHERE redundancy IS NOT NULL) AS used
                  JOIN LATERAL (
                          SELECT g.needed FROM ipai_redundancy_group g
                           WHERE g.id = used.redundancy OFFSET 0
                       ) AS redundancy ON TRUE
             LEFT JOIN LATERAL (
                          SELECT r.impact_from AS node
                            FROM ipai_relation r
                       LEFT JOIN ipai_asset a ON a.id = r.impact_from
                           WHERE r.redundancy_group_id = used.redundancy AND r.impact_from <> 0
                             AND COALESCE(a.status, '') NOT IN ('missing', 'maintenance')
                          OFFSET 0
                       ) AS member ON TRUE
                """,
                roots=list(nodes),
                edges=edges_at_node,
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
