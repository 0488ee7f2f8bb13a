# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from odoo.addons.ipai_asset.models.ipai_asset import ENVIRONMENTS
from odoo.addons.ipai_base.remembered import Remembered

PROTECTABLE = (
    "name",
    "hostname",
    "type_id",
    "serial_number",
    "operating_system_id",
    "os_version",
    "host_id",
    "site_id",
    "location",
    "environment",
    "owner_id",
    "customer_id",
    "status",
    "criticality",
    "purpose",
)


class IpaiFieldProtection(Remembered, models.Model):
    """Which fields of which assets are not written but proposed."""

    _name = "ipai.field.protection"
    _description = "Field Protection"
    _inherit = "ipai.decisive"
    _decisive_eases = False
    _order = "name, id"

    name = fields.Char(required=True, help="As in: Production servers.")
    active = fields.Boolean(default=True)
    type_ids = fields.Many2many(
        "ipai.asset.type", string="Asset Types", help="And the kinds of them. Empty: all."
    )
    environment = fields.Selection(ENVIRONMENTS, default="production", help="Empty: all.")
    field_ids = fields.Many2many(
        "ir.model.fields",
        string="Fields",
        required=True,
        domain=[("model", "=", "ipai.asset"), ("name", "in", PROTECTABLE)],
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )

    @api.constrains("field_ids")
    def _check_fields(self):
        for protection in self:
            wrong = protection.field_ids.filtered(
                lambda one: one.model != "ipai.asset" or one.name not in PROTECTABLE
            )
            if wrong or not protection.field_ids:
                raise ValidationError(
                    self.env._(
                        "%(name)s: choose fields of an asset that a proposal can write. These are: "
                        "%(fields)s.",
                        name=protection.name,
                        fields=", ".join(PROTECTABLE),
                    )
                )

    @api.model
    @tools.ormcache("company_id")
    def _rules(self, company_id):
        """The protections of a company as plain tuples: type ids, environment, field names."""
        # Narrow: what binds an asset, whoever may read the rule.
        return tuple(
            (
                frozenset(protection.type_ids.ids),
                protection.environment,
                frozenset(protection.field_ids.mapped("name")),
            )
            for protection in self.sudo().search([("company_id", "=", company_id)])
        )
