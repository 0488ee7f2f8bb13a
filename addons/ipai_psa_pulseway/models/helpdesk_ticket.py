# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    pulseway_known = fields.Boolean(
        "In Pulseway", compute="_compute_pulseway_known", groups="ipai_base.group_user"
    )

    @api.depends("asset_id")
    def _compute_pulseway_known(self):
        for ticket in self:
            ticket.pulseway_known = bool(ticket.asset_id.pulseway_device_ids)

    def write(self, vals):
        """Who closes a ticket may clear its notifications upstream; what closes by itself does not."""
        result = super().write(vals)
        if vals.get("stage_id") and not self.env.su and not self.env.is_superuser():
            self.filtered("closed")._clear_upstream()
        return result

    def _clear_upstream(self):
        # Narrow: who may close the ticket ends what it is about, where the account says so.
        alerts = self.sudo().alert_ids.filtered("is_standing")
        accounts = self.env["ipai.pulseway.account"].sudo().search(
            [("source_id", "in", alerts.source_id.ids), ("clear_upstream", "=", True)]
        )  # fmt: skip
        notifications = self.env["ipai.pulseway.notification"].sudo().search(
            [
                ("account_id", "in", accounts.ids),
                ("alert_id", "in", alerts.ids),
                ("is_own_number", "=", True),
                ("state", "=", "there"),
            ]
        )  # fmt: skip
        if notifications:
            notifications.write({"state": "clearing"})
            self.env.ref("ipai_psa_pulseway.cron_work").sudo()._trigger()

    def action_open_pulseway(self):
        """Open the machine that it is about in Pulseway."""
        self.ensure_one()
        return self.asset_id.action_open_pulseway()
