# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL

from .ipai_relation import END_FIELDS, END_MODELS


class IpaiRelationLine(models.Model):
    """A relation as one of its ends sees it; hosts and what runs on them included.

    A view: each relation gives two lines, and so does each asset with a host.
    """

    _name = "ipai.relation.line"
    _description = "Relation from One End"
    _auto = False
    _depends = {
        "ipai.relation": ["type_id", "role", "redundancy_group_id", "company_id", *END_FIELDS],
        "ipai.asset": ["host_id", "company_id", "active"],
    }
    _order = "type_id, forward, id"

    asset_id = fields.Many2one("ipai.asset", readonly=True)
    service_id = fields.Many2one("ipai.service", readonly=True)
    name = fields.Char("Relation", compute="_compute_name")
    other_asset_id = fields.Many2one("ipai.asset", readonly=True)
    other_service_id = fields.Many2one("ipai.service", readonly=True)
    other_ref = fields.Reference(END_MODELS, "With", compute="_compute_other_ref")
    type_id = fields.Many2one("ipai.relation.type", "Relation Type", readonly=True)
    forward = fields.Boolean(readonly=True)
    role = fields.Char(readonly=True)
    redundancy_group_id = fields.Many2one("ipai.redundancy.group", readonly=True)
    relation_id = fields.Many2one("ipai.relation", "Entered As", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)

    @property
    def _table_query(self):
        host_type = self.env["ipai.relation.type"]._host_type()
        relation = SQL(
            "r.type_id, r.role, r.redundancy_group_id, r.id AS relation_id, r.company_id"
            " FROM ipai_relation r"
        )
        host = SQL(
            "%s::integer AS type_id, NULL::varchar AS role, NULL::integer AS redundancy_group_id,"
            " NULL::integer AS relation_id, a.company_id"
            " FROM ipai_asset a WHERE a.host_id IS NOT NULL AND a.active",
            host_type.id or None,
        )
        return SQL(
            """
            SELECT r.id::bigint * 4 AS id, TRUE AS forward,
                   r.source_asset_id AS asset_id, r.source_service_id AS service_id,
                   r.target_asset_id AS other_asset_id, r.target_service_id AS other_service_id,
                   %(relation)s
             UNION ALL
            SELECT r.id::bigint * 4 + 1, FALSE, r.target_asset_id, r.target_service_id,
                   r.source_asset_id, r.source_service_id, %(relation)s
             UNION ALL
            SELECT a.id::bigint * 4 + 2, TRUE, a.id, NULL::integer,
                   a.host_id, NULL::integer, %(host)s
             UNION ALL
            SELECT a.id::bigint * 4 + 3, FALSE, a.host_id, NULL::integer,
                   a.id, NULL::integer, %(host)s
            """,
            relation=relation,
            host=host,
        )

    @api.depends("type_id", "forward")
    def _compute_name(self):
        for line in self:
            line.name = line.type_id._label(line.forward)

    @api.depends("other_asset_id", "other_service_id")
    def _compute_other_ref(self):
        for line in self:
            line.other_ref = line._other()

    def action_open(self):
        """The form of the other end."""
        self.ensure_one()
        other = self._other()
        return {
            "type": "ir.actions.act_window",
            "res_model": other._name,
            "res_id": other.id,
            "views": [(False, "form")],
        }

    def action_edit(self):
        """The form of the relation; for a host, that of the asset which runs on it."""
        self.ensure_one()
        guest = self.asset_id if self.forward else self.other_asset_id
        record = self.relation_id or guest
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
            "target": "new" if self.relation_id else "current",
        }

    def _other(self):
        return self.other_asset_id or self.other_service_id
