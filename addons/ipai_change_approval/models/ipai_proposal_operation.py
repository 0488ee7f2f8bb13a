# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class IpaiProposalOperation(models.Model):
    """One create or write of a proposal, with the values before it."""

    _name = "ipai.proposal.operation"
    _description = "Operation of a Proposal"
    _inherit = "ipai.guarded"
    _order = "proposal_id, sequence, id"

    proposal_id = fields.Many2one("ipai.proposal", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="proposal_id.company_id", store=True, index=True)
    sequence = fields.Integer(required=True)
    name = fields.Char(help="As the caller names it, as in: upsert_partner.")
    method = fields.Selection([("create", "Create"), ("write", "Change")], required=True)
    res_model = fields.Char("Model", required=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", help="Of a new record: empty until it is carried out."
    )
    values = fields.Json(required=True, help="Field name → plain value, as it will be written.")
    before = fields.Json(help="Field name → value at the time of the simulation.")
    before_write_date = fields.Char(help="When the target was last written, at that time.")
    after = fields.Json(help="What the simulation gave: values, defaults filled in.")
    duplicates = fields.Json(help="Records that look the same: model, id, name, why.")
