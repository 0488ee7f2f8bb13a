# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from odoo.addons.ipai_base.compat import UniqueIndex


class IpaiOperatingSystem(models.Model):
    _name = "ipai.operating.system"
    _description = "Operating System"
    _inherit = ["ipai.full.name", "mail.thread", "mail.activity.mixin"]
    _parent_store = True

    name = fields.Char(required=True)
    parent_id = fields.Many2one(
        "ipai.operating.system",
        "Family",
        index=True,
        ondelete="restrict",
        help="Debian for Debian 12, Linux for Debian.",
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("ipai.operating.system", "parent_id", "Versions")
    end_of_support_date = fields.Date("End of Support")
    active = fields.Boolean(default=True)

    _name_uniq = UniqueIndex(
        "(COALESCE(parent_id, 0), lower(name))",
        "There already is an operating system of this name in the same family.",
    )
