# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

from ..importing.parts.keys import RELATION, SERVICE, part_key
from ..observing import is_observing


class IpaiRelation(models.Model):
    _name = "ipai.relation"
    _inherit = ["ipai.placed", "ipai.relation"]

    @api.model_create_multi
    def create(self, vals_list):
        relations = super().create(vals_list)
        relations._lock_places(relations._places())
        return relations

    def _places(self):
        """Both ends of each."""
        if is_observing():
            return []
        places = []
        carries = self.env["ipai.relation.type"]._host_type()
        for relation in self.sudo():
            kind = relation.type_id.with_context(lang="en_US")
            source, target = relation._end("source"), relation._end("target")
            if kind == carries:
                places.append((target.id, part_key(SERVICE, source.name)))
                continue
            if relation.source_asset_id:
                key = part_key(RELATION, kind._label(True), target.name)
                places.append((source.id, key))
            if relation.target_asset_id:
                key = part_key(RELATION, kind._label(False), source.name)
                places.append((target.id, key))
        return places
