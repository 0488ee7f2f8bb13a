# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import AccessError


class IpaiAssetMergeValue(models.Model):
    """A field in which two assets differ: the other one keeps its own, or takes this one over."""

    _name = "ipai.asset.merge.value"
    _description = "Value That Is Taken Over"
    _order = "id"
    _rec_name = "label"

    merge_id = fields.Many2one(
        "ipai.asset.merge", required=True, readonly=True, ondelete="cascade", index=True
    )
    state = fields.Selection(related="merge_id.state")
    company_id = fields.Many2one(
        related="merge_id.company_id", store=True, index=True, precompute=True
    )
    field = fields.Char("Technical Name", required=True, readonly=True)
    label = fields.Char("Field", readonly=True)
    here = fields.Text(readonly=True, help="Of the asset that is merged or split.")
    there = fields.Text(readonly=True, help="Of the asset that stays, or is made.")
    take = fields.Boolean("Take Over", help="Whether the other asset gets what stands here.")

    def write(self, vals):
        if not self.env.su:
            if set(vals) - {"take"}:
                raise AccessError(
                    self.env._("Only whether a value is taken over is chosen here, nothing else.")
                )
            self.merge_id._expect("draft")
        return super().write(vals)
