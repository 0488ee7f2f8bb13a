# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class IpaiMatchAnswer(models.Model):
    """An answer is withdrawn: the question is asked again, in previews that wait and by the next report."""

    _inherit = "ipai.match.answer"

    def action_withdraw(self):
        """Forget these answers, with what was said of the other assets of the same question."""
        self.check_access("unlink")
        lines = self.env["ipai.import.line"].sudo()
        for answer in self.exists():
            domain = [
                ("subject", "=", answer.subject),
                ("source_id", "=", answer.source_id.id),
                ("company_id", "=", answer.company_id.id),
            ]
            together = self.search(domain)
            lines.search(
                [
                    ("subject", "=", answer.subject),
                    ("company_id", "=", answer.company_id.id),
                    ("run_id.source_id", "=", answer.source_id.id),
                    ("asked_ids", "in", together.asset_id.ids),
                ]
            )._ask_again()
            together.unlink()
        return {"type": "ir.actions.client", "tag": "soft_reload"}
