# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from odoo.addons.ipai_base.compat import Index


class IpaiChangeFreezeOverride(models.Model):
    """That a change or proposal, as it was then, may pass a freeze: who said so, and why."""

    _name = "ipai.change.freeze.override"
    _description = "Override of a Change Freeze"
    _inherit = "ipai.guarded"
    _order = "id desc"

    freeze_id = fields.Many2one(
        "ipai.change.freeze", required=True, index=True, ondelete="restrict", readonly=True
    )
    res_model = fields.Char("Model", required=True, readonly=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", readonly=True)
    payload_hash = fields.Char(
        "SHA-256", required=True, readonly=True, help="Of what was let through; an edit ends it."
    )
    user_id = fields.Many2one("res.users", "By", required=True, readonly=True, ondelete="restrict")
    reason = fields.Text(required=True, readonly=True)
    company_id = fields.Many2one(related="freeze_id.company_id", store=True, index=True)

    _target_idx = Index("(res_model, res_id)")
