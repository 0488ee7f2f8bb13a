# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.ipai_base.compat import Constraint, Index, UniqueIndex
from odoo.addons.ipai_base.trees import take_turns

END_MODELS = [("ipai.asset", "Asset"), ("ipai.service", "Service")]
END_FIELDS = ("source_asset_id", "source_service_id", "target_asset_id", "target_service_id")


class IpaiRelation(models.Model):
    """Two that hang together, entered once and shown from both ends.

    What an asset runs on is not entered here but in its own field; the map, the impact and the
    list of relations read it from there.
    """

    _name = "ipai.relation"
    _description = "Relation"
    _order = "type_id, id"
    _check_company_auto = True

    source_ref = fields.Reference(
        END_MODELS, "First End", compute="_compute_source_ref", readonly=False
    )
    type_id = fields.Many2one(
        "ipai.relation.type", "Relation", required=True, index=True, ondelete="restrict"
    )
    target_ref = fields.Reference(
        END_MODELS, "Second End", compute="_compute_target_ref", readonly=False
    )
    source_asset_id = fields.Many2one(
        "ipai.asset", check_company=True, index="btree_not_null", ondelete="cascade"
    )
    source_service_id = fields.Many2one(
        "ipai.service", check_company=True, index="btree_not_null", ondelete="cascade"
    )
    target_asset_id = fields.Many2one(
        "ipai.asset", check_company=True, index="btree_not_null", ondelete="cascade"
    )
    target_service_id = fields.Many2one(
        "ipai.service", check_company=True, index="btree_not_null", ondelete="cascade"
    )
    role = fields.Char(help="The part that it plays, as in: database, primary, uplink.")
    redundancy_group_id = fields.Many2one(
        "ipai.redundancy.group",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Those that stand in for each other; without one, this relation is indispensable.",
    )
    note = fields.Char()
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, index=True, precompute=True
    )
    impact = fields.Selection(related="type_id.impact")
    impact_from = fields.Integer(
        compute="_compute_impact",
        store=True,
        help="What fails first: an asset, or the negative number of a service; 0 for no impact.",
    )
    impact_to = fields.Integer(
        compute="_compute_impact",
        store=True,
        help="What fails with it: an asset, or the negative number of a service; 0 for no impact.",
    )

    _one_source = Constraint(
        "CHECK(num_nonnulls(source_asset_id, source_service_id) = 1)",
        "Choose what the relation starts from: one asset or one service.",
    )
    _one_target = Constraint(
        "CHECK(num_nonnulls(target_asset_id, target_service_id) = 1)",
        "Choose what the relation leads to: one asset or one service.",
    )
    _no_loop = Constraint(
        "CHECK(source_asset_id IS DISTINCT FROM target_asset_id"
        " OR source_service_id IS DISTINCT FROM target_service_id)",
        "Nothing can be related to itself. Choose two different ends.",
    )
    _ends_uniq = UniqueIndex(
        "(type_id, COALESCE(source_asset_id, -source_service_id),"
        " COALESCE(target_asset_id, -target_service_id))",
        "This relation has just been entered by somebody else. Reload to see it.",
    )
    _impact_from_idx = Index(
        "(impact_from) INCLUDE (impact_to, id, redundancy_group_id) WHERE impact_from <> 0"
    )
    _impact_to_idx = Index(
        "(impact_to) INCLUDE (impact_from, id, redundancy_group_id) WHERE impact_to <> 0"
    )

    # -- constraints -------------------------------------------------------------------------

    @api.constrains("type_id", *END_FIELDS)
    def _check_kinds(self):
        host_type = self.env["ipai.relation.type"]._host_type()
        for relation in self:
            kind = relation.type_id
            for end in ("source", "target"):
                record = relation._end(end)
                if kind._accepts(end, record):
                    continue
                if kind == host_type and relation.source_asset_id and relation.target_asset_id:
                    raise ValidationError(
                        self.env._(
                            "Enter %(host)s in the field Runs On of %(asset)s: the host of an "
                            "asset stands there, and only there.",
                            host=relation.target_asset_id.display_name,
                            asset=relation.source_asset_id.display_name,
                        )
                    )
                raise ValidationError(
                    self.env._(
                        "%(record)s cannot be an end of “%(relation)s”: see which kinds “%(type)s” "
                        "joins, swap the ends, or choose another relation.",
                        record=record.display_name,
                        relation=relation.display_name,
                        type=kind.name,
                    )
                )

    @api.constrains("redundancy_group_id", "type_id", *END_FIELDS)
    def _check_redundancy_group(self):
        take_turns(self.redundancy_group_id)
        for group in self.redundancy_group_id:
            dependents = {relation._dependent() for relation in group.relation_ids}
            if None in dependents:
                raise ValidationError(
                    self.env._(
                        "%(group)s: only relations that carry impact can stand in for each other.",
                        group=group.name,
                    )
                )
            if len(dependents) > 1:
                raise ValidationError(
                    self.env._(
                        "%(group)s: its members must all serve the same one, but they serve "
                        "%(dependents)s. Make a group for each.",
                        group=group.name,
                        dependents=", ".join(sorted(one.display_name for one in dependents)),
                    )
                )

    # -- computes ----------------------------------------------------------------------------

    @api.depends("source_asset_id", "source_service_id")
    def _compute_source_ref(self):
        for relation in self:
            relation.source_ref = relation._end("source") or False

    @api.depends("target_asset_id", "target_service_id")
    def _compute_target_ref(self):
        for relation in self:
            relation.target_ref = relation._end("target") or False

    @api.depends("source_asset_id.company_id", "source_service_id.company_id")
    def _compute_company_id(self):
        for relation in self:
            relation.company_id = relation._end("source").company_id

    @api.depends(
        "type_id.impact",
        "source_asset_id.status",
        "source_asset_id.active",
        "source_service_id.active",
        "target_asset_id.status",
        "target_asset_id.active",
        "target_service_id.active",
    )
    def _compute_impact(self):
        """What is decommissioned or archived neither fails nor makes anything fail."""
        for relation in self:
            source, target = relation._end("source"), relation._end("target")
            ended = not all(
                end.active and (end._name == "ipai.service" or end.status != "decommissioned")
                for end in (source, target)
            )
            if ended or relation.type_id.impact not in ("forward", "backward"):
                relation.impact_from = relation.impact_to = 0
                continue
            nodes = source._nodes() + target._nodes()
            if relation.type_id.impact == "backward":
                nodes.reverse()
            relation.impact_from, relation.impact_to = nodes

    @api.depends("type_id", *END_FIELDS)
    def _compute_display_name(self):
        for relation in self:
            parts = (
                relation._end("source").display_name,
                relation.type_id.name,
                relation._end("target").display_name,
            )
            relation.display_name = any(parts) and " ".join(part or "…" for part in parts)

    # -- records -----------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [
            self._normalize(self._add_missing_default_values(self._resolve_ends(vals)))
            for vals in vals_list
        ]
        self._refuse_foreign(vals_list)
        self._refuse_taken(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        vals = self._resolve_ends(vals)
        self._refuse_foreign([vals])
        if not {"type_id", *END_FIELDS} & vals.keys():
            return super().write(vals)
        states = [self._normalize({**relation._state(), **vals}) for relation in self]
        self._refuse_taken(states)
        for relation, state in zip(self, states, strict=True):
            super(IpaiRelation, relation).write(state)
        return True

    def action_swap_ends(self):
        """Read the relation the other way round."""
        for relation in self:
            relation.write(
                {
                    "source_asset_id": relation.target_asset_id.id,
                    "source_service_id": relation.target_service_id.id,
                    "target_asset_id": relation.source_asset_id.id,
                    "target_service_id": relation.source_service_id.id,
                }
            )
        return True

    # -- seams -------------------------------------------------------------------------------

    def _end(self, end):
        """The asset or service at the ``source`` or the ``target``."""
        return self[f"{end}_asset_id"] or self[f"{end}_service_id"]

    def _dependent(self):
        """The end that fails with the other one; None where no impact is carried."""
        self.ensure_one()
        ends = {"backward": "source", "forward": "target"}
        end = ends.get(self.type_id.impact)
        return end and self._end(end)

    def _state(self):
        return {name: self[name].id for name in ("type_id", *END_FIELDS)}

    @api.model
    def _resolve_ends(self, vals):
        """A copy of ``vals`` with the chosen ends in the fields that hold them."""
        vals = dict(vals)
        for end in ("source", "target"):
            chosen = vals.pop(f"{end}_ref", None)
            if chosen is None:
                continue
            if isinstance(chosen, str):
                model, _comma, record_id = chosen.partition(",")
                record_id = int(record_id)
            else:
                model, record_id = (chosen._name, chosen.id) if chosen else (None, False)
            vals[f"{end}_asset_id"] = model == "ipai.asset" and record_id
            vals[f"{end}_service_id"] = model == "ipai.service" and record_id
        return vals

    @api.model
    def _normalize(self, vals):
        """``vals`` with the ends of a mutual relation in their one order."""
        source, target = self._nodes_of(vals)
        kind = self.env["ipai.relation.type"].browse(vals.get("type_id"))
        if kind.mutual and source and target and source > target:
            vals = dict(vals)
            for name in ("asset_id", "service_id"):
                vals[f"source_{name}"], vals[f"target_{name}"] = (
                    vals.get(f"target_{name}"),
                    vals.get(f"source_{name}"),
                )
        return vals

    @api.model
    def _nodes_of(self, vals):
        return tuple(
            vals.get(f"{end}_asset_id") or -(vals.get(f"{end}_service_id") or 0)
            for end in ("source", "target")
        )

    def _refuse_taken(self, states):
        """Refuse a relation that stands already or joins one with itself, and name it.

        Asked before the write: the constraints would speak first and cannot name anything; they
        catch what happens at the same moment.

        :raises ValidationError: naming the existing relation.
        """
        places = {}
        for state in states:
            source, target = self._nodes_of(state)
            if source == target:
                record = self.new(state)._end("source")
                raise ValidationError(
                    self.env._(
                        "%(name)s cannot be related to itself. Choose another end.",
                        name=record.display_name or self.env._("Nothing"),
                    )
                )
            places.setdefault((state.get("type_id"), source, target), []).append(state)
        taken = self._existing(list(places))
        for place, mine in places.items():
            other = taken.get(place) or (len(mine) > 1 and self.new(mine[0]))
            if other:
                raise ValidationError(
                    self.env._(
                        "This relation stands already: %(relation)s. Open that one to change it.",
                        relation=other.display_name,
                    )
                )

    def _existing(self, places):
        """The relations, but for these, at (type, first node, second node)."""
        self.flush_model(["type_id", *END_FIELDS])
        self.env.cr.execute(
            """
            SELECT r.id, wanted.type, wanted.source, wanted.target
              FROM unnest(%s::int[], %s::int[], %s::int[]) AS wanted(type, source, target)
              JOIN ipai_relation r
                ON r.type_id = wanted.type
               AND COALESCE(r.source_asset_id, -r.source_service_id) = wanted.source
               AND COALESCE(r.target_asset_id, -r.target_service_id) = wanted.target
             WHERE r.id <> ALL(%s)
            """,
            [*(list(column) for column in zip(*places, strict=True)), self.ids]
            if places
            else [[], [], [], []],
        )
        return {tuple(place): self.browse(found).sudo() for found, *place in self.env.cr.fetchall()}
