# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

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
    company_id = fields.Many2one(related="run_id.company_id", store=True, index=True)
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
    records = fields.Json(
        readonly=True, help="Interfaces, addresses and relations: before, and as the run left them."
    )
    drift = fields.Json(readonly=True, help="What differs and stays as it is.")
    deferred = fields.Json(
        "Later Values", readonly=True, help="Relations to what the import is still to create."
    )
    host_line_id = fields.Many2one(
        "ipai.import.line", readonly=True, ondelete="set null", index="btree_not_null"
    )
    subject = fields.Char(readonly=True, help="What an answer about it is remembered under.")
    candidate_ids = fields.Many2many(
        "ipai.asset",
        "ipai_import_line_candidate_rel",
        string="Perhaps",
        readonly=True,
        help="The assets that it may be: say which one, or that it is another machine.",
    )
    chosen_id = fields.Many2one(
        "ipai.asset",
        "It Is",
        domain="[('id', 'in', candidate_ids)]",
        ondelete="set null",
        help="Of several that it may be, the one that it is.",
        index="btree_not_null",
    )
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
        if not self.env.su and set(vals) - self._for_hands():
            raise AccessError(
                self.env._(
                    "The rows of an import are written by the import. You can only take a row or leave it out."
                )
            )
        return super().write(vals)

    def _for_hands(self):
        """Return the fields that a person decides."""
        return {"selected", "chosen_id"}

    def action_answer(self, asset_id=False):
        """Say which asset the row speaks of, or that it is another machine; it is planned anew.

        :param asset_id: id of the asset, nothing for another machine
        :raises UserError: when nothing is asked about the row
        """
        self.ensure_one()
        self.run_id.check_access("write")
        if not self.candidate_ids or self.run_state not in ("previewed", "applied"):
            raise UserError(self.env._("Nothing is asked about this row. Reload the page."))
        asset = self.candidate_ids.filtered(lambda asset: asset.id == asset_id)
        if asset_id and not asset:
            raise UserError(self.env._("Choose one of the assets of which is asked."))
        # Narrow: one of the candidates of this very row; the right to write the run was asked.
        self.env["ipai.match.answer"].sudo()._remember(
            self.subject, self.run_id.source_id, self.candidate_ids, asset
        )
        line = self.sudo()
        if self.run_state == "applied":
            line.write({"candidate_ids": [Command.clear()], "reason": self._answered(asset)})
            return True
        line.write(
            {
                "asset_id": asset.id,
                "candidate_ids": [Command.clear()],
                "state": "matched",
                "reason": self._answered(asset),
            }
        )
        self.run_id._plan_again(line)
        return True

    def action_answer_same(self):
        """It is the asset of which is asked; where it may be several, a person chooses."""
        self.ensure_one()
        asset = self.chosen_id & self.candidate_ids or self.candidate_ids
        if len(asset) > 1:
            raise UserError(
                self.env._(
                    "It may be any of %s. Choose the one that it is in the column “It Is” first.",
                    ", ".join(asset.mapped("name")),
                )
            )
        self.action_answer(asset.id)
        return True

    def action_answer_new(self):
        """It is another machine than those of which is asked."""
        self.action_answer()
        return True

    def _answered(self, asset):
        if asset:
            return self.env._(
                "%(user)s: it is %(asset)s.", user=self.env.user.name, asset=asset.name
            )
        return self.env._("%s: it is another machine.", self.env.user.name)

    def action_open_asset(self):
        self.ensure_one()
        return self.asset_id._get_records_action(context={})

    @api.model
    def _became(self, assets):
        """Note which lines were applied to which assets, as {line: asset}, all in one go."""
        lines = self.union(*assets)
        lines.write({"state": "applied"})
        for line, asset in assets.items():
            if line.asset_id != asset:
                self._fields["asset_id"].write(line, asset.id)
        lines.modified(["asset_id"])

    def _settle(self, state, reason):
        """Note what became of the row, and why: as in `_refuse`, fields that the run itself keeps."""
        self.sudo().write({"state": state, "reason": reason})

    def _refuse(self, reason):
        """The row is not carried out: what it wants meets something that stands against it, a secret perhaps."""
        kept = self.env["ipai.secret.scan"]._masked_texts(self)
        self.sudo().write({**kept, "state": "refused", "action": plan.CONFLICT, "reason": reason})
