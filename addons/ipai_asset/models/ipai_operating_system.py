# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.ipai_base.compat import UniqueIndex


class IpaiOperatingSystem(models.Model):
    _name = "ipai.operating.system"
    _description = "Operating System"
    _parent_store = True
    _rec_name = "complete_name"
    _order = "complete_name"

    name = fields.Char(required=True)
    complete_name = fields.Char(
        "Full Name", compute="_compute_complete_name", store=True, recursive=True
    )
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

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for system in self:
            parent = system.parent_id.complete_name
            system.complete_name = f"{parent} / {system.name}" if parent else system.name

    @api.constrains("parent_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._("An operating system cannot be below itself. Choose another family.")
            )
