# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import links

KINDS = [
    ("documentation", "Documentation"),
    ("repository", "Repository"),
    ("monitoring", "Monitoring"),
    ("management", "Management Page"),
    ("diagram", "Diagram"),
    ("vendor", "Vendor"),
    ("other", "Other"),
]
KIND_ICONS = {
    "documentation": "fa-file-text-o",
    "repository": "fa-code-fork",
    "monitoring": "fa-line-chart",
    "management": "fa-sliders",
    "diagram": "fa-sitemap",
    "vendor": "fa-industry",
    "other": "fa-link",
}


class IpaiLink(models.Model):
    _name = "ipai.link"
    _description = "Asset Link"
    _order = "asset_id, sequence, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, required=True, default="documentation")
    url = fields.Char("Address", required=True)
    asset_id = fields.Many2one("ipai.asset", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="asset_id.company_id", store=True, index=True)

    @api.constrains("url")
    def _check_url(self):
        for link in self:
            try:
                links.check_url(link.url)
            except links.LinkError as error:
                raise ValidationError(
                    self.env._("Link %(name)s: %(reason)s", name=link.name, reason=error)
                ) from error

    def action_open(self):
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": self.url, "target": "new"}
