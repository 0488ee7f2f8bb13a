# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from odoo.addons.ipai_base.compat import UniqueIndex

ICONS = [
    ("fa-server", "Server"),
    ("fa-cloud", "Cloud"),
    ("fa-cube", "Virtual machine"),
    ("fa-desktop", "Desktop"),
    ("fa-laptop", "Laptop"),
    ("fa-mobile", "Mobile"),
    ("fa-phone", "Phone"),
    ("fa-print", "Printer"),
    ("fa-hdd-o", "Storage"),
    ("fa-sitemap", "Network"),
    ("fa-shield", "Firewall"),
    ("fa-exchange", "Switch"),
    ("fa-wifi", "Wireless"),
    ("fa-plug", "Power"),
    ("fa-video-camera", "Camera"),
    ("fa-television", "Screen"),
    ("fa-microchip", "Appliance"),
    ("fa-thermometer-half", "Sensor"),
    ("fa-database", "Database"),
    ("fa-question-circle", "Other"),
]


class IpaiAssetType(models.Model):
    _name = "ipai.asset.type"
    _description = "Asset Type"
    _inherit = ["ipai.full.name"]
    _parent_store = True

    name = fields.Char(required=True, translate=True)
    parent_id = fields.Many2one("ipai.asset.type", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("ipai.asset.type", "parent_id", "Kinds of it")
    icon = fields.Selection(ICONS, required=True, default="fa-question-circle")
    color = fields.Integer()
    active = fields.Boolean(default=True)
    properties_definition = fields.PropertiesDefinition("Extra Fields")
    link_template_ids = fields.Many2many("ipai.link.template", string="Templated Links")
    asset_count = fields.Integer(compute="_compute_asset_count")

    _name_uniq = UniqueIndex(
        "(COALESCE(parent_id, 0), (name->>'en_US'))",
        "There already is an asset type of this name below the same parent.",
    )

    def _compute_asset_count(self):
        groups = self.env["ipai.asset"]._read_group(
            [("type_id", "in", self.ids)], ["type_id"], ["__count"]
        )
        counts = {kind.id: count for kind, count in groups}
        for kind in self:
            kind.asset_count = counts.get(kind.id, 0)

    def action_view_assets(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ipai_asset.ipai_asset_action")
        action["domain"] = [("type_id", "child_of", self.id)]
        action["context"] = {"default_type_id": self.id}
        return action
