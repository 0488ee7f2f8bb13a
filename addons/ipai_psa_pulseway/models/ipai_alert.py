# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from odoo.addons.ipai_alert.models.ipai_alert import CLOSED


class IpaiAlert(models.Model):
    """A notification of Pulseway as an alert: each opens a ticket of its own, as the seed says."""

    _inherit = "ipai.alert"

    closed_by = fields.Selection(
        selection_add=[("quiet", "Quiet for long enough")], ondelete={"quiet": "set null"}
    )

    @api.model
    def _led_by_impact(self, alerts):
        """Two notifications of one machine are two matters; the machine that carries it still leads."""
        parents = super()._led_by_impact(alerts)
        by_id = {alert.id: alert for alert in alerts}
        return {
            child: leader
            for child, leader in parents.items()
            if not (
                by_id[child].source_id.kind == "pulseway"
                and by_id[child].asset_id == by_id[leader].asset_id
            )
        }

    def _to_tell(self):
        """Also what was over before it was followed up: its ticket is made, and closes at once."""
        told = super()._to_tell()
        short = self.filtered(
            lambda alert: (
                alert.state == CLOSED
                and alert.source_id.kind == "pulseway"
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
        if self.source_id.kind == "pulseway":
            vals["name"] = f"Alert: {self.name}"
        return vals
