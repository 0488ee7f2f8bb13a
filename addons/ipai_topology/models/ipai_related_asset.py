# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class IpaiAsset(models.Model):
    """An asset as an end of relations."""

    _name = "ipai.asset"
    _inherit = ["ipai.asset", "ipai.related"]

    relation_line_ids = fields.One2many("ipai.relation.line", "asset_id", "Hangs Together With")

    @api.model
    def _relation_end(self):
        return "asset_id"

    def _describe_dependents(self):
        """Also what fails with the asset, for the person who is about to end it."""
        lines = super()._describe_dependents()
        for asset in self:
            outcome = self.env["ipai.impact"]._what_fails(asset._nodes())
            services = self.env["ipai.service"].browse(
                [-node for node in outcome.failed if node < 0]
            )
            if services:
                lines.append(
                    self.env._(
                        "Without %(asset)s these services fail: %(services)s.",
                        asset=asset.name,
                        services=", ".join(services.sudo().mapped("name")),
                    )
                )
        return lines
