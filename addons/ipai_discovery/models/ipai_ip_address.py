# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

from odoo.addons.ipai_asset.linkage.identities import is_local
from odoo.addons.ipai_asset.linkage.macs import is_local_interface
from odoo.addons.ipai_base.compat import Index

from ..observing import is_observing, observing
from .ipai_asset_part import held_values

ADDRESS_FIELDS = frozenset({"name", "interface_id"})


class IpaiIpAddress(models.Model):
    _inherit = "ipai.ip.address"

    _linkage_idx = Index("(company_id, host) WHERE asset_id IS NOT NULL")

    @api.depends("host", "interface_id.name")
    def _compute_is_shared(self):
        """Also what lives on one host or link only is on many machines: loopback, link-local, Docker's bridge."""
        result = super()._compute_is_shared()
        for address in self.filtered(lambda a: a.host and not a.is_shared):
            address.is_shared = is_local(address.host) or is_local_interface(
                address.interface_id.name
            )
        return result

    @api.model_create_multi
    def create(self, vals_list):
        addresses = super().create(vals_list)
        addresses.interface_id._lock_places(addresses.interface_id._places())
        return addresses

    def write(self, vals):
        written = vals.keys() & ADDRESS_FIELDS
        before = self.interface_id._places() if written else []
        held = held_values(self, written) if written else []
        result = super().write(vals)
        if written and held != held_values(self, written):
            self.interface_id._lock_places(before + self.interface_id._places())
        return result

    @api.model
    def _write_names(self, names):
        """A run renumbers many: they are checked together, not each for itself."""
        if not is_observing():
            return super()._write_names(names)
        addresses = self.union(*names)
        addresses.check_access("write")
        filed = [
            {"name": name, "scope_id": a.scope_id.id, "company_id": a.company_id.id}
            for a, name in names.items()
        ]
        self._normalize(filed)
        for address, values in zip(names, filed, strict=True):
            self._fields["name"].write(address, values["name"])
        addresses.modified(["name"])
        addresses._validate_fields(["name"])
        return None

    @api.model
    def _write_masks(self, names):
        """That a prefix has appeared is nobody's word about an interface: it locks nothing."""
        with observing():
            return super()._write_masks(names)

    def unlink(self):
        interfaces = self.interface_id
        places = interfaces._places()
        result = super().unlink()
        interfaces._lock_places(places)
        return result
