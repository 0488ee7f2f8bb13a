# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from odoo.addons.ipai_base.compat import Index


class IpaiAlertOccurrence(models.Model):
    """One time that an alert was so: from it come the times to acknowledge and to repair."""

    _name = "ipai.alert.occurrence"
    _description = "Alert in the Past"
    _log_access = False
    _order = "began_at desc, id desc"
    _rec_name = "alert_id"

    alert_id = fields.Many2one(
        "ipai.alert", required=True, readonly=True, index=True, ondelete="cascade"
    )
    check_name = fields.Char("Check", readonly=True)
    severity = fields.Selection(related="alert_id.severity")
    source_id = fields.Many2one(
        "ipai.inbox.source", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    asset_id = fields.Many2one(
        "ipai.asset", related="alert_id.asset_id", store=True, index="btree_not_null"
    )
    customer_id = fields.Many2one(
        "res.partner", related="alert_id.customer_id", store=True, index="btree_not_null"
    )
    began_at = fields.Datetime("Began", required=True, readonly=True)
    acknowledged_at = fields.Datetime("Acknowledged", readonly=True)
    acknowledged_by_id = fields.Many2one("res.users", "By", readonly=True)
    ended_at = fields.Datetime("Ended", readonly=True)
    hours_to_acknowledge = fields.Float(
        "Hours to Acknowledge (MTTA)", readonly=True, aggregator="avg", digits=(16, 3)
    )
    hours_to_end = fields.Float(
        "Hours to Repair (MTTR)", readonly=True, aggregator="avg", digits=(16, 3)
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)

    _began_idx = Index("(began_at, id)")
    _open_idx = Index("(alert_id) WHERE ended_at IS NULL")

    @api.model
    def _begin(self, alerts):
        """Note that these began now, or once more."""
        self.create(
            [
                {
                    "alert_id": alert.id,
                    "check_name": alert.check_name or alert.name,
                    "source_id": alert.source_id.id,
                    "began_at": alert.began_at,
                    "company_id": alert.company_id.id,
                }
                for alert in alerts
            ]
        )

    @api.model
    def _acknowledge(self, alerts, now):
        """Note who took them on; the first one of an occurrence counts."""
        self.flush_model()
        self.env.cr.execute(
            """
            UPDATE ipai_alert_occurrence
               SET acknowledged_at = %(now)s, acknowledged_by_id = %(user)s,
                   hours_to_acknowledge = greatest(extract(epoch FROM %(now)s - began_at) / 3600, 0)
             WHERE alert_id = ANY(%(alerts)s) AND ended_at IS NULL AND acknowledged_at IS NULL
            """,
            {"now": now, "user": self.env.uid, "alerts": alerts.ids},
        )
        self.invalidate_model()

    @api.model
    def _end(self, alerts, ended):
        """Note that they are over."""
        self.flush_model()
        self.env.cr.execute(
            """
            UPDATE ipai_alert_occurrence
               SET ended_at = greatest(%(ended)s, began_at),
                   hours_to_end = greatest(extract(epoch FROM %(ended)s - began_at) / 3600, 0)
             WHERE alert_id = ANY(%(alerts)s) AND ended_at IS NULL
            """,
            {"ended": ended, "alerts": alerts.ids},
        )
        self.invalidate_model()
