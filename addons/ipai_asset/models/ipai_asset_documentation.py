# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from markupsafe import Markup

from odoo import api, models

from .ipai_link import KIND_ICONS


class IpaiAsset(models.Model):
    """The links and articles of an asset."""

    _inherit = "ipai.asset"

    @api.depends("kb_link_ids")
    def _compute_kb_link_count(self):
        for asset in self:
            asset.kb_link_count = len(asset.kb_link_ids)

    @api.depends(
        "link_ids.name",
        "link_ids.url",
        "link_ids.kind",
        "type_id.link_template_ids",
        "name",
        "hostname",
        "serial_number",
        "asset_tag",
        "model_id",
        "manufacturer_id",
        "site_id",
        "customer_id",
        "environment",
    )
    def _compute_link_buttons(self):
        templates = self.env["ipai.link.template"].search([("active", "=", True)])
        for asset in self:
            kinds = asset.type_id._with_ancestors()
            mine = templates.filtered(
                lambda template, kinds=kinds: not template.type_ids or template.type_ids & kinds
            )
            shown = [(link.kind, link.name, link.url) for link in asset.link_ids if link.url]
            shown += [(template.kind, template.name, url) for template, url in mine._render(asset)]
            asset.link_buttons = Markup(" ").join(
                Markup(
                    '<a class="btn btn-outline-secondary btn-sm me-1 mb-1" target="_blank"'
                    ' rel="noopener noreferrer" href="%s"><i class="fa %s" title="%s"></i> %s</a>'
                )
                % (url, KIND_ICONS[kind], kind, name)
                for kind, name, url in shown
            )

    def action_view_kb_links(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ipai_asset.ipai_kb_link_action")
        action["domain"] = [("asset_ids", "in", self.ids)]
        action["context"] = {"default_asset_ids": self.ids}
        return action
