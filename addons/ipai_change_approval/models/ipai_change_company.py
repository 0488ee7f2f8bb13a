# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from odoo.addons.ipai_base.compat import Constraint


class ResCompany(models.Model):
    _inherit = "res.company"

    ipai_review_days = fields.Integer(
        "Review of Emergencies (days)",
        default=3,
        required=True,
        help="So many days after an emergency change ended, its review is due.",
    )

    _ipai_review_days_positive = Constraint(
        "CHECK (ipai_review_days > 0)", "Give the review of an emergency change at least one day."
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ipai_review_days = fields.Integer(related="company_id.ipai_review_days", readonly=False)
