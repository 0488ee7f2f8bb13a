# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.ipai_asset.models.ipai_asset import CRITICALITIES, ENVIRONMENTS
from odoo.addons.ipai_base.compat import UniqueIndex
from odoo.addons.ipai_base.said import to_the_person

from ..ports import canonical_ports


class IpaiService(models.Model):
    _name = "ipai.service"
    _description = "IT Service"
    _inherit = ["mail.thread", "mail.activity.mixin", "ipai.related"]
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True, index="trigram", tracking=True, help="As in: Mail, DNS.")
    purpose = fields.Char(help="What people do with it, in one line.")
    criticality = fields.Selection(CRITICALITIES, tracking=True)
    environment = fields.Selection(ENVIRONMENTS)
    owner_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        ondelete="restrict",
        domain=[("share", "=", False)],
        tracking=True,
        help="Who answers for it, and is told when it fails.",
    )
    customer_id = fields.Many2one(
        "res.partner",
        domain=[("is_company", "=", True)],
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="The company for which it is run; empty for one's own.",
    )
    hours = fields.Char("Service Hours", tracking=True, help="As in: 24×7, or Mon–Fri 8–18.")
    ports = fields.Char(tracking=True, help="Where it listens: 443/tcp, 53/udp, 8000-8010/tcp.")
    url = fields.Char("Address", help="Where one opens it.")
    kb_link_ids = fields.Many2many("ipai.kb.link", string="Runbooks", check_company=True)
    relation_line_ids = fields.One2many("ipai.relation.line", "service_id", "Hangs Together With")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    notes = fields.Html()
    active = fields.Boolean(default=True)

    _name_uniq = UniqueIndex(
        "(company_id, COALESCE(customer_id, 0), lower(name)) WHERE active",
        "There already is a service of this name for this customer.",
    )

    @api.constrains("url")
    def _check_url(self):
        for service in self:
            if service.url and not service.url.lower().startswith(("http://", "https://")):
                raise ValidationError(
                    self.env._(
                        "The address of %(service)s must start with http:// or https://.",
                        service=service.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._normalize(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._normalize(vals))

    def _normalize(self, vals):
        """A copy of ``vals`` with the ports in their one spelling.

        :raises ValidationError: for what is no port.
        """
        vals = dict(vals)
        if isinstance(vals.get("name"), str):
            vals["name"] = vals["name"].strip()
        if vals.get("ports"):
            with to_the_person():
                vals["ports"] = canonical_ports(vals["ports"])
        return vals

    @api.model
    def _relation_end(self):
        return "service_id"
