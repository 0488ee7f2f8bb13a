# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import math

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.ipai_base.compat import Constraint, UniqueIndex

ROOT_MODELS = {
    "asset": "ipai.asset",
    "service": "ipai.service",
    "site": "ipai.site",
    "customer": "res.partner",
}
HOPS_LIMIT = 6
NODES_AT_ONCE = 150
"""How many nodes a map begins with; the rest comes by expanding."""
NODES_EXPANDED = 50
"""How many neighbors one press of Expand adds."""
NODES_LIMIT = 1000
EXPANDED_LIMIT = 100
"""Each node that is expanded costs a question of its own."""
ROWS_SCANNED = 50_000
"""Where the search of the neighborhood stops: what lies beyond is not drawn anyway."""
SERVICE_ICON = "fa-cogs"


class IpaiMapLayout(models.Model):
    """A saved map: where it starts, how far it goes, and where each node was dragged to."""

    _name = "ipai.map.layout"
    _description = "Map"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    asset_id = fields.Many2one("ipai.asset", check_company=True, ondelete="cascade", index=True)
    service_id = fields.Many2one("ipai.service", check_company=True, ondelete="cascade", index=True)
    site_id = fields.Many2one("ipai.site", check_company=True, ondelete="cascade", index=True)
    customer_id = fields.Many2one("res.partner", check_company=True, ondelete="cascade", index=True)
    hops = fields.Integer(required=True, default=2)
    layout = fields.Selection(
        [("layers", "Layers"), ("rings", "Rings")], required=True, default="layers"
    )
    hidden_type_ids = fields.Many2many("ipai.relation.type", string="Relations Left Out")
    expanded = fields.Json(help="Node → how many times it was expanded.")
    positions = fields.Json(help="Node → where it was dragged to, as {x, y}.")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )

    _name_uniq = UniqueIndex(
        "(company_id, lower(name))", "There already is a map of this name. Choose another."
    )
    _one_root = Constraint(
        "CHECK(num_nonnulls(asset_id, service_id, site_id, customer_id) = 1)",
        "A map starts at one asset, service, site or customer.",
    )
    _hops_range = Constraint(
        f"CHECK(hops BETWEEN 1 AND {HOPS_LIMIT})", f"A map goes 1 to {HOPS_LIMIT} steps far."
    )

    @api.constrains("positions")
    def _check_positions(self):
        for layout in self:
            for place in (layout.positions or {}).values():
                numbers = place.values() if isinstance(place, dict) else [None]
                if set(place or ()) != {"x", "y"} or not all(map(_is_finite, numbers)):
                    raise ValidationError(
                        self.env._(
                            "%(map)s: a position is {x: number, y: number}.", map=layout.name
                        )
                    )

    def action_open(self):
        self.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id("ipai_topology.ipai_map_action")
        action["context"] = {"map_layout_id": self.id}
        return action

    @api.model
    def load_graph(self, kind, record_id, hops, hidden_type_ids=(), expanded=None):
        """The neighborhood of a record, as the map draws it.

        :param kind: ``asset``, ``service``, ``site`` or ``customer``.
        :param hops: how many steps far, 1 to 6.
        :param expanded: node → how many times its neighbors were asked for.
        :return: ``nodes``, ``edges``, ``types`` (all, for the filter), the ``root`` and how many
            nodes were ``found`` within reach, drawn or not.
        """
        if len(expanded or ()) > EXPANDED_LIMIT:
            raise UserError(
                self.env._(
                    "Too many nodes are expanded: %(given)s, and %(limit)s at most. Begin the map at "
                    "one of them.",
                    given=len(expanded),
                    limit=EXPANDED_LIMIT,
                )
            )
        root = self._root(kind, record_id)
        hops = min(max(int(hops), 1), HOPS_LIMIT)
        types = self.env["ipai.relation.type"].search([("active", "=", True)])
        wanted = types - types.browse(hidden_type_ids)
        roots = self._root_nodes(kind, root)
        depths, found = self._near(roots, hops, wanted, NODES_AT_ONCE)
        for node, times in (expanded or {}).items():
            limit = min(NODES_EXPANDED * int(times), NODES_LIMIT - len(depths))
            if limit <= 0:
                break
            more, _found = self._near([int(node)], 1, wanted, limit, without=list(depths))
            depths.update(dict.fromkeys(more, hops))
        nodes = self._describe_nodes(depths, wanted)
        return {
            "root": {"kind": kind, "id": root.id, "name": root.display_name},
            "nodes": nodes,
            "edges": self._describe_edges([node["id"] for node in nodes], wanted),
            "types": [{"id": kind.id, "name": kind.name} for kind in types],
            "found": max(found, len(nodes)),
        }

    @api.model
    def simulate(self, nodes, drawn):
        """What fails if the nodes fail.

        :param nodes: ids of assets, negative ids of services.
        :param drawn: the nodes that the map shows.
        :return: those of ``drawn`` that ``failed`` and ``weakened``, each with its reason, and
            how many there are of both, ``drawn`` or not.
        """
        Impact = self.env["ipai.impact"]
        nodes = [int(node) for node in nodes]
        if max(len(nodes), len(drawn)) > NODES_LIMIT:
            raise UserError(
                self.env._("A map has %(limit)s nodes at most: choose fewer.", limit=NODES_LIMIT)
            )
        records = Impact._records(nodes)
        if not nodes or len(nodes) != sum(map(len, records)):
            raise UserError(self.env._("Choose at least one node of this map that shall fail."))
        outcome = Impact._what_fails(nodes)
        if not outcome.failed:
            raise UserError(
                self.env._(
                    "What is planned is not there yet and cannot fail. Choose something else."
                )
            )
        names = {node["id"]: node["name"] for node in self._describe_nodes(dict.fromkeys(drawn, 0))}
        reasons = Impact._reasons(outcome, names)
        return {
            "failed": {node: reasons[node] for node in outcome.failed if node in names},
            "weakened": {node: reasons[node] for node in outcome.weakened if node in names},
            "failed_count": len(outcome.failed),
            "weakened_count": len(outcome.weakened),
        }

    # -- seams -------------------------------------------------------------------------------

    @api.model
    def _root(self, kind, record_id):
        if kind not in ROOT_MODELS:
            raise UserError(
                self.env._("A map starts at an asset, a service, a site or a customer.")
            )
        root = self.env[ROOT_MODELS[kind]].browse(int(record_id)).exists()
        if not root:
            raise UserError(self.env._("What this map started from is gone. Choose another start."))
        root.check_access("read")
        return root

    @api.model
    def _root_nodes(self, kind, root):
        if kind in ("asset", "service"):
            return root._nodes()
        domain = (
            [("site_id", "=", root.id)]
            if kind == "site"
            else [("customer_id", "child_of", root.id)]
        )
        nodes = self.env["ipai.asset"].search(domain, limit=ROWS_SCANNED)._nodes()
        if kind == "customer":
            nodes += self.env["ipai.service"].search(domain, limit=ROWS_SCANNED)._nodes()
        return nodes

    @api.model
    def _near(self, nodes, hops, types, limit, without=()):
        """The nodes within ``hops`` steps, nearest first: node → depth; and how many there are.

        The rows of the recursion come level by level and are read until there are enough, so
        that a hub of 20,000 neighbors costs no more than it draws.
        """
        self.env["ipai.impact"]._flush_edges()
        self.env.cr.execute(
            SQL(
                """
                WITH RECURSIVE near(node, depth) AS (
                    SELECT unnest(%(nodes)s::int[]), 0
                     UNION
                    SELECT step.node, near.depth + 1
                      FROM near, LATERAL (%(neighbors)s) AS step(node)
                     WHERE near.depth < %(hops)s
                ), found AS (
                    SELECT node, min(depth) AS depth
                      FROM (SELECT * FROM near LIMIT %(scanned)s) AS scanned
                     WHERE node <> ALL(%(without)s::int[])
                     GROUP BY node
                )
                SELECT node, depth, count(*) OVER () FROM found ORDER BY depth, node LIMIT %(limit)s
                """,
                nodes=nodes,
                neighbors=self._neighbors(types),
                hops=hops,
                scanned=ROWS_SCANNED,
                without=list(without),
                limit=max(limit, 0),
            )
        )
        rows = self.env.cr.fetchall()
        return {node: depth for node, depth, _count in rows}, rows[0][2] if rows else 0

    @api.model
    def _neighbors(self, types):
        """SELECT of the neighbors of ``near.node`` over relations of these types, and hosts."""
        relations = [
            SQL(
                "SELECT COALESCE(r.%s, -r.%s) FROM ipai_relation r"
                " WHERE r.%s = %s AND r.type_id = ANY(%s)",
                SQL.identifier(f"{there}_asset_id"),
                SQL.identifier(f"{there}_service_id"),
                SQL.identifier(f"{here}_{kind}_id"),
                node,
                types.ids,
            )
            for here, there in (("source", "target"), ("target", "source"))
            for kind, node in (("asset", SQL("near.node")), ("service", SQL("-near.node")))
        ]
        hosts = []
        if types._host_type() & types:
            hosts = [
                SQL("SELECT id FROM ipai_asset WHERE host_id = near.node AND active"),
                SQL("SELECT host_id FROM ipai_asset WHERE id = near.node AND host_id IS NOT NULL"),
            ]
        return SQL(" UNION ALL ").join([*relations, *hosts])

    @api.model
    def _describe_nodes(self, depths, types=None):
        """What the map shows of each node that the user may see, in the order of ``depths``."""
        described = {}
        assets, services = self.env["ipai.impact"]._records(depths)
        for records in (assets, services):
            is_asset = records._name == "ipai.asset"
            for node, record in zip(records._nodes(), records, strict=True):
                described[node] = {
                    "id": node,
                    "name": record.name,
                    "kind": "asset" if is_asset else "service",
                    "type": record.type_id.display_name if is_asset else self.env._("Service"),
                    "icon": record.type_icon if is_asset else SERVICE_ICON,
                    "status": record.status if is_asset else "active",
                    "criticality": record.criticality or "",
                    "owner": record.owner_id.display_name or "",
                    "customer": record.customer_id.display_name or "",
                    "depth": depths[node],
                }
        nodes = [described[node] for node in depths if node in described]
        if types is not None:
            hidden = self._hidden_counts(list(described), types)
            for node in nodes:
                node["hidden"] = hidden.get(node["id"], 0)
        return nodes

    @api.model
    def _hidden_counts(self, drawn, types):
        """node → how many neighbors of it are not drawn."""
        self.env.cr.execute(
            SQL(
                """
                SELECT near.node, count(DISTINCT step.node)
                  FROM unnest(%(drawn)s::int[]) AS near(node), LATERAL (%(neighbors)s) AS step(node)
                 WHERE step.node <> ALL(%(drawn)s::int[])
                 GROUP BY near.node
                """,
                drawn=drawn,
                neighbors=self._neighbors(types),
            )
        )
        return dict(self.env.cr.fetchall())

    @api.model
    def _describe_edges(self, nodes, types):
        """The relations and hosts between the nodes; ``source`` is what the sentence starts with."""
        ends = {
            f"{end}_{kind}_id": [abs(node) for node in nodes if (node > 0) == (kind == "asset")]
            for end in ("source", "target")
            for kind in ("asset", "service")
        }
        relations = self.env["ipai.relation"].search(
            [
                ("type_id", "in", types.ids),
                "|",
                ("source_asset_id", "in", ends["source_asset_id"]),
                ("source_service_id", "in", ends["source_service_id"]),
                "|",
                ("target_asset_id", "in", ends["target_asset_id"]),
                ("target_service_id", "in", ends["target_service_id"]),
            ]
        )
        edges = [
            {
                "id": f"r{relation.id}",
                "source": relation.source_asset_id.id or -relation.source_service_id.id,
                "target": relation.target_asset_id.id or -relation.target_service_id.id,
                "type": relation.type_id.id,
                "name": relation.type_id.name,
                "impact": relation.type_id.impact,
                "redundant": bool(relation.redundancy_group_id),
            }
            for relation in relations
        ]
        host_type = types._host_type()
        if host_type & types:
            guests = self.env["ipai.asset"].search(
                [("id", "in", ends["source_asset_id"]), ("host_id", "in", ends["source_asset_id"])]
            )
            edges += [
                {
                    "id": f"h{guest.id}",
                    "source": guest.id,
                    "target": guest.host_id.id,
                    "type": host_type.id,
                    "name": host_type.name,
                    "impact": host_type.impact,
                    "redundant": False,
                }
                for guest in guests
            ]
        return edges


def _is_finite(number):
    """Whether it is a number on a map.

    >>> _is_finite(1.5), _is_finite("1"), _is_finite(float("nan")), _is_finite(True)
    (True, False, False, False)
    """
    return type(number) in (int, float) and math.isfinite(number)
