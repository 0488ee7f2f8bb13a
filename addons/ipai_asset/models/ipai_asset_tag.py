# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from random import randint

from odoo import fields, models

from odoo.addons.ipai_base.compat import UniqueIndex


class IpaiAssetTag(models.Model):
    _name = "ipai.asset.tag"
    _description = "Asset Tag"
    _order = "name"

    name = fields.Char(required=True)
    color = fields.Integer(default=lambda self: randint(1, 11))

    _name_uniq = UniqueIndex("(lower(name))", "There already is a tag of this name.")
