# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import pytz

from odoo import api, fields, models

from odoo.addons.ipai_base.compat import UniqueIndex


class IpaiSite(models.Model):
    _name = "ipai.site"
    _description = "Site"
    _order = "name"
    _check_company_auto = True
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, index="trigram")
    code = fields.Char(help="A short name, as on labels: HQ, DC1.")
    customer_id = fields.Many2one(
        "res.partner",
        domain=[("is_company", "=", True)],
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    partner_id = fields.Many2one(
        "res.partner", "Address", check_company=True, ondelete="restrict", index="btree_not_null"
    )
    tz = fields.Selection(
        selection="_selection_tz", string="Time Zone", default=lambda self: self.env.user.tz
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    notes = fields.Html(help="Access, parking, whom to call at the door.")
    active = fields.Boolean(default=True)
    asset_count = fields.Integer(compute="_compute_asset_count")

    _name_uniq = UniqueIndex(
        "(company_id, COALESCE(customer_id, 0), lower(name)) WHERE active",
        "There already is a site of this name for this customer.",
    )

    @api.model
    def _selection_tz(self):
        return [(name, name) for name in pytz.common_timezones]

    @api.depends("name", "code")
    def _compute_display_name(self):
        for site in self:
            site.display_name = f"[{site.code}] {site.name}" if site.code else site.name

    def _compute_asset_count(self):
        groups = self.env["ipai.asset"]._read_group(
            [("site_id", "in", self.ids)], ["site_id"], ["__count"]
        )
        counts = {site.id: count for site, count in groups}
        for site in self:
            site.asset_count = counts.get(site.id, 0)

    def action_view_assets(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ipai_asset.ipai_asset_action")
        action["domain"] = [("site_id", "=", self.id)]
        action["context"] = {"default_site_id": self.id}
        return action
