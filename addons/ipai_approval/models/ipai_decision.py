# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from odoo.addons.ipai_base.append_only import protect
from odoo.addons.ipai_base.compat import Index

from ..gone import record_of, stored_name


class IpaiDecision(models.Model):
    """Who decided what, why and when, on which bytes. Rows are added, never changed or deleted."""

    _name = "ipai.decision"
    _description = "Decision"
    _inherit = "ipai.guarded"
    _order = "id desc"
    _log_access = False

    res_model = fields.Char("Model", required=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", required=True)
    revision = fields.Integer(required=True, aggregator=None)
    payload_hash = fields.Char(required=True, help="SHA-256 of what was decided.")
    step_id = fields.Many2one("ipai.approval.step", ondelete="restrict", index="btree_not_null")
    verdict = fields.Selection(
        [
            ("approve", "Approved"),
            ("reject", "Rejected"),
            ("ask", "Asked Back"),
            ("confirm", "Confirmed by the Caller"),
        ],
        required=True,
    )
    reason = fields.Text()
    user_id = fields.Many2one(
        "res.users", "Decided By", required=True, index=True, ondelete="restrict"
    )
    on_behalf_of_id = fields.Many2one("res.users", ondelete="restrict")
    own = fields.Boolean("One's Own", help="Decided by who asked for it, as the policy allowed.")
    date = fields.Datetime(required=True, index=True)
    seconds = fields.Integer(
        "Time Taken (s)", aggregator="avg", help="From the asking to the decision."
    )
    company_id = fields.Many2one("res.company", required=True, index=True, ondelete="restrict")

    subject = fields.Char("What", compute="_compute_subject")

    _record_idx = Index("(res_model, res_id, revision)")
    _date_idx = Index("(date)")

    def init(self):
        protect(
            self.env.cr,
            self._table,
            "Decisions are append-only: they are neither changed nor deleted.",
        )
        return super().init()

    @api.depends("res_model", "res_id")
    def _compute_subject(self):
        for model, decisions in self.grouped("res_model").items():
            if model not in self.env:
                for decision in decisions:
                    decision.subject = stored_name(self.env, model, decision.res_id)
                continue
            readable = self.env[model].search([("id", "in", decisions.mapped("res_id"))])
            names = {record.id: record.display_name for record in readable}
            for decision in decisions:
                decision.subject = names.get(decision.res_id) or self.env._("(not yours to see)")

    def action_open(self):
        """Open what was decided."""
        self.ensure_one()
        return record_of(self.env, self.res_model, self.res_id)._get_records_action(context={})
