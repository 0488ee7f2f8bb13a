# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import links
from .ipai_link import KINDS

VARIABLES = {
    "id": lambda asset: asset.id,
    "name": lambda asset: asset.name,
    "hostname": lambda asset: asset.hostname,
    "short_hostname": lambda asset: (asset.hostname or "").partition(".")[0],
    "serial_number": lambda asset: asset.serial_number,
    "asset_tag": lambda asset: asset.asset_tag,
    "manufacturer": lambda asset: asset.manufacturer_id.name,
    "model": lambda asset: asset.model_id.name,
    "site": lambda asset: asset.site_id.name,
    "site_code": lambda asset: asset.site_id.code,
    "customer": lambda asset: asset.customer_id.name,
    "environment": lambda asset: asset.environment,
}


class IpaiLinkTemplate(models.Model):
    _name = "ipai.link.template"
    _description = "Templated Link"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, required=True, default="monitoring")
    url_template = fields.Char(
        "Address",
        required=True,
        help="A link with variables, as in https://grafana.example/d/abc?var-host={{ hostname }}. "
        "It is hidden on an asset for which one of its variables is empty.",
    )
    variables_help = fields.Char("Variables", compute="_compute_variables_help")
    type_ids = fields.Many2many(
        "ipai.asset.type",
        string="Asset Types",
        help="The types that show it, with all types below them. Empty: every type.",
    )
    active = fields.Boolean(default=True)

    @api.depends_context("lang")
    def _compute_variables_help(self):
        text = ", ".join(sorted(self._variables()))
        for template in self:
            template.variables_help = text

    @api.constrains("url_template")
    def _check_url_template(self):
        for template in self:
            try:
                links.check_template(template.url_template, self._variables().keys())
            except links.LinkError as error:
                raise ValidationError(
                    self.env._(
                        "Templated link %(name)s: %(reason)s", name=template.name, reason=error
                    )
                ) from error

    @api.model
    def _variables(self):
        """``{name: function of an asset}`` of what may stand in a template; addons add theirs."""
        return VARIABLES

    def _render(self, asset):
        """The templates with their link for ``asset``, as pairs; those with an empty variable left out."""
        values = {name: value(asset) or "" for name, value in self._variables().items()}
        rendered = ((template, links.render(template.url_template, values)) for template in self)
        return [(template, url) for template, url in rendered if url]
