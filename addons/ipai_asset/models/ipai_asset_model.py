# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from odoo.addons.ipai_base.compat import UniqueIndex


class IpaiAssetModel(models.Model):
    _name = "ipai.asset.model"
    _description = "Asset Model"
    _order = "manufacturer_id, name"
    _rec_names_search = ["name", "manufacturer_id.name"]

    name = fields.Char(required=True)
    manufacturer_id = fields.Many2one(
        "ipai.manufacturer", required=True, index=True, ondelete="restrict"
    )
    type_id = fields.Many2one(
        "ipai.asset.type",
        help="Proposed for a new asset of this model.",
        ondelete="set null",
        index="btree_not_null",
    )
    end_of_life_date = fields.Date(
        "End of Life", help="The vendor's date; proposed for each asset of this model."
    )
    asset_ids = fields.One2many("ipai.asset", "model_id", "Assets")

    _name_uniq = UniqueIndex(
        "(manufacturer_id, lower(name))", "This manufacturer already has a model of this name."
    )
