# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    ipai_asset_count = fields.Integer("IT Assets", compute="_compute_ipai_asset_count")

    def _compute_ipai_asset_count(self):
        """Assets of the customer, its branches, or those assigned to the person."""
        Asset = self.env["ipai.asset"]
        counts = dict.fromkeys(self.ids, 0)
        if Asset.has_access("read"):
            for name in ("customer_id", "assigned_partner_id"):
                groups = Asset._read_group([(name, "in", self.ids)], [name], ["__count"])
                for partner, count in groups:
                    counts[partner.id] += count
        for partner in self:
            partner.ipai_asset_count = counts.get(partner.id, 0)

    def action_view_ipai_assets(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ipai_asset.ipai_asset_action")
        action["domain"] = [
            "|",
            ("customer_id", "=", self.id),
            ("assigned_partner_id", "=", self.id),
        ]
        action["context"] = (
            {"default_customer_id": self.id}
            if self.is_company
            else {
                "default_assigned_partner_id": self.id,
                "default_customer_id": self.parent_id.id,
            }
        )
        return action
