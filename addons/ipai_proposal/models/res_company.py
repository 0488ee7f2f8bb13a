# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from odoo.addons.ipai_base.compat import Constraint


class ResCompany(models.Model):
    _inherit = "res.company"

    ipai_risk_amount = fields.Monetary(
        "Usual Amount",
        default=50_000,
        help="A proposal of more is of high risk. Zero: no amount is.",
    )
    ipai_risk_records = fields.Integer(
        "Usual Number of Records",
        default=20,
        help="Whoever proposes to write more of them within an hour proposes something of at least "
        "medium risk. Zero: no number is.",
    )

    _ipai_risk_positive = Constraint(
        "CHECK (ipai_risk_amount >= 0 AND ipai_risk_records >= 0)",
        "A usual amount, and a usual number of records, are zero or more.",
    )

    @api.model
    def _decisive_settings(self):
        """What is usual decides what is risky, and that who decides."""
        return super()._decisive_settings() | {"ipai_risk_amount", "ipai_risk_records"}
