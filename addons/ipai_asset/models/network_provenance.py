# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a person changes on an interface, an address or a relation is locked against sources."""

from odoo import api, models

from ..importing.parts import INTERFACE, RELATION, SERVICE, part_key
from .observing import is_observing

INTERFACE_FIELDS = frozenset({"name", "asset_id", "mac_address", "vlan_id", "tagged_vlan_ids"})
ADDRESS_FIELDS = frozenset({"name", "interface_id"})


class IpaiPlaced(models.AbstractModel):
    """What a source reports as a part of an asset: its place is the asset and a field of a plan."""

    _name = "ipai.placed"
    _description = "Part of an Asset that Sources Report"

    def write(self, vals):
        moves = self._moves(vals)
        before = self._places() if moves else []
        result = super().write(vals)
        if moves:
            self._lock_places(before + self._places())
        return result

    def unlink(self):
        places = self._places()
        result = super().unlink()
        self._lock_places(places)
        return result

    def _moves(self, vals):
        """Whether writing these values changes what sources report."""
        return True

    def _places(self):
        """Return the places (asset id, field of a plan) of all records; nothing while a source writes."""
        raise NotImplementedError(self._name)

    def _lock_places(self, places):
        if places:
            self.env["ipai.field.origin"].sudo()._lock_pairs(places)


class IpaiInterface(models.Model):
    _name = "ipai.interface"
    _inherit = ["ipai.placed", "ipai.interface"]

    def _moves(self, vals):
        return bool(vals.keys() & INTERFACE_FIELDS)

    def _places(self):
        if is_observing():
            return []
        return [(i.asset_id.id, part_key(INTERFACE, i.name)) for i in self]


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


class IpaiIpAddress(models.Model):
    _inherit = "ipai.ip.address"

    @api.model_create_multi
    def create(self, vals_list):
        addresses = super().create(vals_list)
        addresses.interface_id._lock_places(addresses.interface_id._places())
        return addresses

    def write(self, vals):
        written = vals.keys() & ADDRESS_FIELDS
        before = self.interface_id._places() if written else []
        result = super().write(vals)
        if written:
            self.interface_id._lock_places(before + self.interface_id._places())
        return result

    def unlink(self):
        interfaces = self.interface_id
        places = interfaces._places()
        result = super().unlink()
        interfaces._lock_places(places)
        return result
