# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError


class IpaiDecide(models.TransientModel):
    """Asks for the reason of a decision, or of an override. The records' methods check and do it."""

    _name = "ipai.decide"
    _description = "Decide"

    res_model = fields.Char(required=True)
    res_ids = fields.Json(required=True)
    seen = fields.Json(help="Record → SHA-256 of what was looked at.")
    verdict = fields.Selection(
        [
            ("approve", "Approve"),
            ("reject", "Reject"),
            ("ask", "Ask Back"),
            ("answer", "Answer"),
            ("override", "Override the Freeze"),
        ],
        required=True,
    )
    reason = fields.Text()
    subject = fields.Text("About", compute="_compute_subject")
    about = fields.Html("To Know First", compute="_compute_subject", sanitize=False)

    @api.depends("res_model", "res_ids", "verdict")
    def _compute_subject(self):
        for wizard in self:
            records = wizard._records() if wizard.res_model else self.browse()
            wizard.subject = "\n".join(records.mapped("display_name"))
            shown = [record._approval_about() for record in records if wizard.res_model]
            wizard.about = Markup().join(filter(None, shown)) or False

    def action_decide(self):
        """Do it as the current user; after a decision go to the next that waits."""
        self.ensure_one()
        records = self._records()
        if self.verdict == "override":
            records.action_override_freeze(self.reason)
            return {"type": "ir.actions.act_window_close"}
        if self.verdict == "answer":
            records.action_answer(self.reason)
            return {"type": "ir.actions.act_window_close"}
        if self.verdict == "approve":
            records._approval_check_together()
        for record in records:
            seen = (self.seen or {}).get(str(record.id))
            if self.verdict == "approve":
                record.action_approve(self.reason, seen)
            elif self.verdict == "ask":
                record.action_ask_back(self.reason, seen)
            else:
                record.action_reject(self.reason, seen)
        return records.action_next_waiting()

    def _records(self):
        """The records to decide; only of a model that is decided at all."""
        model = self.env.get(self.res_model)
        if not isinstance(model, self.env.registry["ipai.approval.mixin"]):
            raise UserError(self.env._("%s is nothing that one approves.", self.res_model))
        return model.browse(self.res_ids).exists()
