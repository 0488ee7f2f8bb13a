# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.tools import SQL

from .. import impact

CLOSURE = """
CREATE OR REPLACE FUNCTION %(name)s(roots int[])
RETURNS TABLE (cause int, effect int, relation int, redundancy int)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    nodes int[] := ARRAY(
        WITH RECURSIVE reach(node) AS (
            SELECT unnest(roots)
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
             WHERE NOT EXISTS (
                       SELECT FROM ipai_asset WHERE id = step.node AND status = 'planned'
                   )
        )
        SELECT node FROM reach
    );
    groups int[];
BEGIN
    groups := ARRAY(
        SELECT DISTINCT redundancy_group_id FROM ipai_relation
         WHERE %(near)s = ANY(nodes) AND %(near)s <> 0 AND redundancy_group_id IS NOT NULL
    );
    IF groups <> '{}' THEN
        RETURN QUERY
        SELECT NULL::int, member.impact_from, redundancy.needed, redundancy.id
          FROM ipai_redundancy_group AS redundancy
     LEFT JOIN ipai_relation AS member
            ON member.redundancy_group_id = redundancy.id
           AND member.impact_from <> 0
           AND NOT EXISTS (
                   SELECT FROM ipai_asset
                    WHERE id = member.impact_from AND status IN ('missing', 'maintenance', 'planned')
               )
         WHERE redundancy.id = ANY(groups);
    END IF;

    RETURN QUERY
    SELECT NULL::int, id, NULL::int, NULL::int FROM ipai_asset
     WHERE id = ANY(roots) AND status = 'planned';

    RETURN QUERY
    SELECT impact_from, impact_to, id, redundancy_group_id FROM ipai_relation
     WHERE %(near)s = ANY(nodes) AND %(near)s <> 0
       AND NOT EXISTS (SELECT FROM ipai_asset WHERE id = %(far)s AND status = 'planned')
     UNION ALL
    SELECT edge.host_id, edge.id, NULL, NULL FROM ipai_asset AS edge
     WHERE edge.%(host_near)s = ANY(nodes)
       AND edge.host_id IS NOT NULL AND edge.active AND edge.status <> 'decommissioned'
       AND NOT EXISTS (
               SELECT FROM ipai_asset WHERE id = edge.%(host_far)s AND status = 'planned'
           );
END $$
"""
"""All edges met on the way from the roots, as the fields of ``Edge``, each once; and for each
standing member of a redundancy group on them a row of (NULL, member, how many are needed, group),
and for each root that is only planned one of (NULL, root, NULL, NULL).

One recursive query finds the nodes, each once, so that cycles end; only then are the edges
fetched, for all nodes together: node by node costs as much again as finding the nodes. What is
planned is not there yet: it neither fails nor is needed. It is a
function because PostgreSQL keeps the plans of a function for as long as the connection lives,
and planning takes longer than the search itself where little depends on the roots.
"""

TO_EFFECTS = {
    "name": "ipai_impact_effects",
    "near": "impact_from",
    "far": "impact_to",
    "host_near": "host_id",
    "host_far": "id",
}
TO_CAUSES = {
    "name": "ipai_impact_causes",
    "near": "impact_to",
    "far": "impact_from",
    "host_near": "id",
    "host_far": "host_id",
}
"""Of relations and of assets: the column of the end that is reached, and of the one beyond it."""


class IpaiImpact(models.AbstractModel):
    """Reads from the database over which edges a failure spreads, in one query.

    The query collects the closure: all edges between the nodes that can be reached from the
    roots, with their redundancy groups. Which of these nodes do fail, how deep and why,
    ``impact.py`` finds out from that.
    """

    _name = "ipai.impact"
    _description = "Impact Analysis"

    def init(self):
        for direction in (TO_EFFECTS, TO_CAUSES):
            # Made of names in our own code, never of input.
            self.env.cr.execute(CLOSURE % direction)  # pylint: disable=sql-injection
        return super().init()

    @api.model
    def _what_fails(self, nodes):
        """What fails if these fail: an ``impact.Outcome``.

        :param nodes: ids of assets, negative ids of services. Not checked for access: callers
            have read the roots, and relations never leave a company.
        """
        edges, groups, planned = self._closure_and_planned(nodes, TO_EFFECTS)
        return impact.what_fails([node for node in nodes if node not in planned], edges, groups)

    @api.model
    def _what_is_needed(self, nodes):
        """What these need to work: an ``impact.Outcome``."""
        return impact.what_is_needed(nodes, *self._closure(nodes, TO_CAUSES))

    @api.model
    def _closure(self, nodes, direction):
        """All edges met on the way from the nodes, as tuples like ``Edge``, and their groups."""
        edges, groups, _planned = self._closure_and_planned(nodes, direction)
        return edges, groups

    @api.model
    def _closure_and_planned(self, nodes, direction):
        """All edges met on the way from the nodes, as tuples like ``Edge``; their groups; planned roots.

        :param direction: ``TO_EFFECTS`` or ``TO_CAUSES``.
        """
        self._flush_edges()
        self.env.cr.execute(
            SQL("SELECT * FROM %s(%s)", SQL.identifier(direction["name"]), list(nodes))
        )
        rows = self.env.cr.fetchall()
        standing, needed, planned, edges = {}, {}, set(), []
        for position, (cause, member, minimum, group) in enumerate(rows):
            if cause is not None:
                edges = rows[position:]
                break
            if group is None:
                planned.add(member)
                continue
            needed[group] = minimum
            standing.setdefault(group, set()).add(member)
        groups = {
            group: impact.Group(needed[group], frozenset(members - {None}))
            for group, members in standing.items()
        }
        return edges, groups, planned

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
