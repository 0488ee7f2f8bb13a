# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..importing.planning import plan

ACTIONS = [
    (plan.CREATE, "Create"),
    (plan.UPDATE, "Update"),
    (plan.SEEN, "Seen"),
    (plan.UNCHANGED, "Unchanged"),
    (plan.CONFLICT, "Conflict"),
    (plan.ERROR, "Error"),
]
WORKED = (plan.CREATE, plan.UPDATE, plan.SEEN)
"""Actions that applying carries out."""


class IpaiImportLine(models.Model):
    """One row of an imported file: what it says, what it would do, and what became of it.

    `changes` is a list of {field, old, new, text}. Written by the run alone;
    a person decides only whether the row takes part.
    """

    _name = "ipai.import.line"
    _description = "Import Row"
    _order = "position, id"
    _rec_name = "label"

    run_id = fields.Many2one(
        "ipai.import.run", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="run_id.company_id", store=True, index=True, precompute=True
    )
    run_state = fields.Selection(related="run_id.state", string="State of the Import")
    position = fields.Integer(readonly=True)
    label = fields.Char("Row", readonly=True)
    title = fields.Char("Says", readonly=True)
    action = fields.Selection(ACTIONS, readonly=True)
    asset_id = fields.Many2one(
        "ipai.asset", readonly=True, index="btree_not_null", ondelete="set null"
    )
    reason = fields.Text(readonly=True)
    warnings = fields.Text(readonly=True)
    changes_text = fields.Text("Changes", readonly=True)
    summary = fields.Char("What and Why", compute="_compute_summary")
    report = fields.Text("Services", readonly=True, help="The open ports that the scan found.")
    selected = fields.Boolean("Take", default=True, help="Whether Apply carries this row out.")
    state = fields.Selection(
        [
            ("matched", "Read"),
            ("planned", "Planned"),
            ("applied", "Applied"),
            ("refused", "Refused"),
            ("undone", "Undone"),
            ("kept", "Kept"),
        ],
        "Result",
        readonly=True,
        help="Refused: the asset or its rules stood against it. Kept: the undo left it alone, because it was changed since.",
    )
    observed = fields.Json(readonly=True)
    changes = fields.Json("Planned Values", readonly=True)
    drift = fields.Json(readonly=True, help="What differs and stays as it is.")
    deferred = fields.Json(
        "Later Values", readonly=True, help="Relations to what the import is still to create."
    )
    host_line_id = fields.Many2one("ipai.import.line", readonly=True, ondelete="set null")
    depth = fields.Integer(
        readonly=True, default=0, help="How many rows must be applied before this one."
    )
    applied_on = fields.Datetime(readonly=True, help="The asset's last change as this run left it.")

    @api.depends("reason", "warnings", "changes_text")
    def _compute_summary(self):
        """One line for the list: what the row changes, and why it does or does not."""
        for line in self:
            told = [line.changes_text, line.reason, line.warnings]
            line.summary = " · ".join("\n".join(text for text in told if text).splitlines())

    def write(self, vals):
        if not self.env.su and set(vals) - {"selected"}:
            raise AccessError(
                self.env._(
                    "The rows of an import are written by the import. You can only take a row or leave it out."
                )
            )
        return super().write(vals)

    def action_open_asset(self):
        self.ensure_one()
        return self.asset_id._get_records_action(context={})

    def _settle(self, state, reason):
        """Note what became of the row, and why."""
        self.sudo().write({"state": state, "reason": reason})

    def _refuse(self, reason):
        """The row is not carried out: what it wants meets something that stands against it."""
        self.sudo().write({"state": "refused", "action": plan.CONFLICT, "reason": reason})
