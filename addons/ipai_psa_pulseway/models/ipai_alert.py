# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from odoo.addons.ipai_alert.models.ipai_alert import CLOSED

from ..pulseway.providers import PROVIDERS


class IpaiAlert(models.Model):
    """A notification of Pulseway as an alert: each opens a ticket of its own, as the seed says."""

    _inherit = "ipai.alert"

    closed_by = fields.Selection(
        selection_add=[("quiet", "Quiet for long enough")], ondelete={"quiet": "set null"}
    )

    @api.depends("labels")
    def _compute_whose(self):
        """An incident of RocketCyber names a customer, and no machine."""
        result = super()._compute_whose()
        for alert in self:
            if not alert.customer_id and (told := _told_partner(alert)):
                alert.customer_id = self.env["res.partner"].browse(told).exists()
        return result

    @api.depends("labels")
    def _compute_is_unmatched(self):
        result = super()._compute_is_unmatched()
        for alert in self:
            if alert.is_unmatched and _told_partner(alert):
                alert.is_unmatched = False
        return result

    @api.model
    def _led_by_impact(self, alerts):
        """Two notifications of one machine are two matters; the machine that carries it still leads."""
        parents = super()._led_by_impact(alerts)
        by_id = {alert.id: alert for alert in alerts}
        return {
            child: leader
            for child, leader in parents.items()
            if not (
                by_id[child].source_id.kind in PROVIDERS
                and by_id[child].asset_id == by_id[leader].asset_id
            )
        }

    def _to_tell(self):
        """Also what was over before it was followed up: its ticket is made, and closes at once."""
        told = super()._to_tell()
        short = self.filtered(
            lambda alert: (
                alert.state == CLOSED
                and alert.source_id.kind in PROVIDERS
                and not alert.storm_kind
                and not alert.parent_id
                and alert.ticket_told_at != alert.opened_at
            )
        )
        return told | short

    def _notify(self):
        """Nobody is called for what is over."""
        return super(IpaiAlert, self.filtered("is_standing"))._notify()

    def _prepare_ticket(self, rule):
        vals = super()._prepare_ticket(rule)
        if self.source_id.kind in PROVIDERS:
            vals["name"] = f"Alert: {self.name}"
        return vals


def _told_partner(alert):
    """The ID of the customer that our own reading put on it, 0 without one."""
    if alert.source_id.kind not in PROVIDERS:
        return 0
    told = str((alert.labels or {}).get("partner_id") or "")
    return int(told) if told.isdigit() else 0
