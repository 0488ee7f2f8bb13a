# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..models.ipai_asset import STATUSES


class IpaiAssetTransition(models.TransientModel):
    """Asks for reason and date of a change of status, and what shall become of what hangs on it."""

    _name = "ipai.asset.transition"
    _description = "Change Status"

    asset_ids = fields.Many2many("ipai.asset", string="Assets", required=True)
    status = fields.Selection(STATUSES, "New Status", required=True)
    reason = fields.Char(help="Shown on the asset and kept in its chatter.")
    date = fields.Datetime("Since", required=True, default=fields.Datetime.now)
    guest_ids = fields.Many2many(
        "ipai.asset",
        "ipai_asset_transition_guest_rel",
        compute="_compute_dependents",
        string="Runs On It",
    )
    dependents = fields.Text("Hangs On It", compute="_compute_dependents")
    guest_choice = fields.Selection(
        [
            ("decommission", "Decommission them too"),
            ("detach", "Keep them; they have no host until somebody names one"),
        ],
        "What Runs On It",
    )

    @api.depends("asset_ids", "status")
    def _compute_dependents(self):
        for wizard in self:
            ending = wizard.status == "decommissioned"
            assets = wizard.asset_ids._origin
            wizard.guest_ids = assets._guests_below() - assets if ending else False
            wizard.dependents = "\n".join(assets._describe_dependents()) if ending else False

    def action_apply(self):
        self.ensure_one()
        assets = self.asset_ids
        self._check()
        if self.guest_ids and self.guest_choice == "decommission":
            assets |= self.guest_ids
        elif self.guest_ids:
            assets._guests_in_service()._write_or_propose({"host_id": False})
        assets._change_status(self.status, self.reason, self.date)
        return {"type": "ir.actions.act_window_close"}

    def _check(self):
        if self.date > fields.Datetime.now():
            raise UserError(
                self.env._(
                    "A change of status cannot lie in the future. Choose now or an earlier time."
                )
            )
        if self.status in ("missing", "decommissioned", "maintenance") and not self.reason:
            raise UserError(
                self.env._("Say why: the reason is what the next person will look for.")
            )
        if self.guest_ids and not self.guest_choice:
            raise UserError(
                self.env._(
                    "%(guests)s run on it. Choose what shall become of them.",
                    guests=", ".join(self.guest_ids[:5].mapped("display_name")),
                )
            )

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        if "asset_ids" in fields_list and not values.get("asset_ids"):
            if self.env.context.get("active_model") == "ipai.asset":
                values["asset_ids"] = [Command.set(self.env.context.get("active_ids", []))]
        return values
