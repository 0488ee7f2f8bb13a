# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command, fields, models
from odoo.exceptions import UserError

from odoo.addons.ipai_discovery.importing.planning import plan


class IpaiImportLine(models.Model):
    """A row about which something was asked: what was asked stays on it, so that the answer can be withdrawn."""

    _inherit = "ipai.import.line"

    asked_ids = fields.Many2many(
        "ipai.asset", "ipai_import_line_asked_rel", string="Was Asked About", readonly=True
    )
    asked_reason = fields.Text("Question", readonly=True)
    can_withdraw = fields.Boolean(compute="_compute_can_withdraw")

    def _compute_can_withdraw(self):
        for line in self:
            line.can_withdraw = bool(
                line.asked_ids
                and not line.candidate_ids
                and line.state != "applied"
                and line.run_state in ("previewed", "applied")
            )

    def action_answer(self, asset_id=False):
        asked = [(line, line.candidate_ids.ids, line.reason) for line in self]
        result = super().action_answer(asset_id)
        for line, ids, reason in asked:
            line.sudo().write({"asked_ids": [Command.set(ids)], "asked_reason": reason})
        return result

    def action_withdraw(self):
        """Take the answer back: the question stands again."""
        self.ensure_one()
        self.run_id.check_access("write")
        if not self.can_withdraw:
            raise UserError(
                self.env._(
                    "There is no answer to withdraw here. What was applied since is taken back by an undo."
                )
            )
        answers = self.env["ipai.match.answer"].search(
            [
                ("subject", "=", self.subject),
                ("source_id", "=", self.run_id.source_id.id),
                ("asset_id", "in", self.asked_ids.ids),
            ]
        )
        answers.action_withdraw()
        self.filtered("asked_ids").sudo()._ask_again()
        return True

    def _ask_again(self):
        """Let rows that nobody has carried out yet ask what they asked before."""
        for line in self.filtered("can_withdraw"):
            line.write(
                {
                    "candidate_ids": [Command.set(line.asked_ids.ids)],
                    "asked_ids": [Command.clear()],
                    "reason": line.asked_reason,
                    "action": plan.CONFLICT,
                    "state": "planned",
                    "asset_id": False,
                    "changes": False,
                    "changes_text": False,
                    "drift": False,
                    "deferred": False,
                }
            )
