# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from ..importing.parts.keys import INTERFACE, part_key
from ..observing import is_observing

INTERFACE_FIELDS = frozenset({"name", "asset_id", "mac_address", "vlan_id", "tagged_vlan_ids"})


class IpaiInterface(models.Model):
    _name = "ipai.interface"
    _inherit = ["ipai.placed", "ipai.interface"]

    def _moves(self, vals):
        return bool(vals.keys() & INTERFACE_FIELDS)

    def _places(self):
        if is_observing():
            return []
        return [(i.asset_id.id, part_key(INTERFACE, i.name)) for i in self]
