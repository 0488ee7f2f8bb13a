# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

DECIDING = {"state", "planned_start", "planned_end", "asset_ids", "service_ids"}
"""What decides which alerts a change holds back."""


class IpaiChange(models.Model):
    _inherit = "ipai.change"

    alert_count = fields.Integer("Alerts", compute="_compute_alert_count")

    def _compute_alert_count(self):
        for change in self:
            change.alert_count = self.env["ipai.alert"].search_count(
                [*change._alert_domain(), ("is_standing", "=", True)]
            )

    def write(self, vals):
        result = super().write(vals)
        if not DECIDING.isdisjoint(vals):
            self.env["ipai.alert"]._review_holds(self.sudo().company_id)
        return result

    def action_view_alerts(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ipai_alert.ipai_alert_action")
        return {
            **action,
            "name": self.env._("Alerts of What It Touches"),
            "domain": self._alert_domain(),
            "context": {"search_default_standing": 1},
        }

    def _alert_domain(self):
        """The alerts of what it changes or affects."""
        self.ensure_one()
        change = self.sudo()
        return [
            "|",
            ("asset_id", "in", (change.asset_ids | change.affected_asset_ids).ids),
            ("service_id", "in", (change.service_ids | change.affected_service_ids).ids),
        ]
