# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

WHY = [
    ("exact", "The same name"),
    ("case", "The same name, in other letters"),
    ("alike", "A similar name"),
    ("part", "A part of the name is the same"),
    ("part alike", "A part of the name is similar"),
]


class IpaiPulsewaySuggestion(models.Model):
    """A partner that a client of Pulseway may be; nothing is taken over before a person says so."""

    _name = "ipai.pulseway.suggestion"
    _description = "Suggested Customer"
    _log_access = False
    _order = "score desc, id"
    _rec_name = "partner_id"

    client_id = fields.Many2one(
        "ipai.pulseway.client", required=True, readonly=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, readonly=True, index=True, ondelete="cascade"
    )
    score = fields.Integer("Fits by", readonly=True, aggregator=None, help="Of 100.")
    why = fields.Selection(WHY, readonly=True)
    company_id = fields.Many2one(
        related="client_id.company_id", store=True, index=True, precompute=True
    )

    def action_use(self):
        """It is this one: what waits is taken in."""
        self.ensure_one()
        self.client_id.partner_id = self.partner_id
        return True
