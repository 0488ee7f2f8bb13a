# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether something uses what a run created besides assets: then its undo leaves it."""

from odoo import models


class IpaiVlan(models.Model):
    _inherit = "ipai.vlan"

    def _is_in_use(self):
        """Whether an interface or a prefix names the VLAN."""
        return bool(self.interface_ids or self.tagged_interface_ids or self.prefix_ids)


class IpaiPrefix(models.Model):
    _inherit = "ipai.prefix"

    def _is_in_use(self):
        """Whether an address or another prefix lies in the prefix."""
        return bool(self.address_ids or self.child_ids)


class IpaiService(models.Model):
    _inherit = "ipai.service"

    def _is_in_use(self):
        """Whether anything is related to the service, or somebody has worked on it."""
        relations = self.env["ipai.relation"].search_count(
            ["|", ("source_service_id", "=", self.id), ("target_service_id", "=", self.id)], limit=1
        )
        return bool(relations) or self.write_date != self.create_date
