# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import AccessError


class IpaiAssetMergeLine(models.Model):
    """Something that hangs on an asset: it goes to the other one, or it stays, as a person says."""

    _name = "ipai.asset.merge.line"
    _description = "What Goes Along"
    _order = "sequence, id"
    _rec_name = "name"

    merge_id = fields.Many2one(
        "ipai.asset.merge", required=True, readonly=True, ondelete="cascade", index=True
    )
    state = fields.Selection(related="merge_id.state")
    company_id = fields.Many2one(
        related="merge_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer(readonly=True)
    kind = fields.Char("What", readonly=True)
    name = fields.Char(readonly=True)
    model = fields.Char(readonly=True)
    field = fields.Char("Technical Name", readonly=True)
    record_ids = fields.Json(readonly=True)
    goes = fields.Boolean("Goes Along", help="Whether it goes to the other asset, or stays.")
    movable = fields.Boolean(readonly=True, default=True)
    note = fields.Char("Result", readonly=True)
    fresh_ids = fields.Json(
        readonly=True, help="Those that did not point to the other asset before."
    )

    def write(self, vals):
        if not self.env.su:
            if set(vals) - {"goes"}:
                raise AccessError(
                    self.env._("Only whether something goes along is chosen here, nothing else.")
                )
            self.merge_id._expect("draft")
        return super().write(vals)
