# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from odoo.addons.ipai_base.compat import UniqueIndex


class IpaiManufacturer(models.Model):
    _name = "ipai.manufacturer"
    _description = "Manufacturer"
    _order = "name"

    name = fields.Char(required=True)
    support_url = fields.Char("Support Page")
    support_phone = fields.Char()
    model_ids = fields.One2many("ipai.asset.model", "manufacturer_id", "Models")

    _name_uniq = UniqueIndex("(lower(name))", "There already is a manufacturer of this name.")
