# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a person changes on an interface or an address is locked against sources."""

from odoo import api, models

from ..importing.interfaces import interface_key
from .observing import is_observing

INTERFACE_FIELDS = frozenset({"name", "asset_id", "mac_address", "vlan_id", "tagged_vlan_ids"})
ADDRESS_FIELDS = frozenset({"name", "interface_id"})


class IpaiInterface(models.Model):
    _inherit = "ipai.interface"

    def write(self, vals):
        before = self._places() if vals.keys() & INTERFACE_FIELDS else []
        result = super().write(vals)
        if before:
            self._lock_places(before + self._places())
        return result

    def unlink(self):
        places = self._places()
        result = super().unlink()
        self._lock_places(places)
        return result

    def _places(self):
        """Return (asset id, field of a plan) of each interface; nothing while a source writes."""
        if is_observing():
            return []
        return [(i.asset_id.id, interface_key(i.name)) for i in self]

    def _lock_places(self, places):
        if places:
            self.env["ipai.field.origin"].sudo()._lock_pairs(places)


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
