# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.ipai_base.trees import lock_chain


class IpaiFullName(models.AbstractModel):
    """What may stand below another of its kind, and is called by its full name: Linux / Debian.

    The model has `name`, `parent_id` and `parent_path`, and keeps the path (`_parent_store`).
    """

    _name = "ipai.full.name"
    _description = "Full Name in a Tree"
    _rec_name = "complete_name"
    _order = "complete_name"

    complete_name = fields.Char(
        "Full Name", compute="_compute_complete_name", store=True, recursive=True
    )

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for record in self:
            parent = record.parent_id.complete_name
            record.complete_name = f"{parent} / {record.name}" if parent else record.name

    def write(self, vals):
        if vals.get("parent_id"):
            lock_chain(self, "parent_id", vals["parent_id"])
            self._check_parent(self.browse(vals["parent_id"]))
        return super().write(vals)

    def _check_parent(self, parent):
        """Refuse a circle by name: what keeps the path would only say “Recursion Detected”.

        :raises ValidationError: when one of these is the parent, or stands above it.
        """
        for record in self & parent._with_ancestors():
            raise ValidationError(
                self.env._(
                    "%(parent)s cannot stand above %(record)s, for it is %(record)s or stands "
                    "below it. Choose another parent, or none.",
                    parent=parent.complete_name,
                    record=record.complete_name,
                )
            )

    def _with_ancestors(self):
        """These and all above them."""
        ids = {int(part) for one in self for part in (one.parent_path or "").split("/") if part}
        return self.browse(sorted(ids)) | self
