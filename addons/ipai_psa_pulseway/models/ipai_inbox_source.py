# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

from odoo.addons.ipai_alert.alerting.severities import WARNING

from ..pulseway.providers import PROVIDERS


class IpaiInboxSource(models.Model):
    """An event source of Pulseway has an account, whoever makes it first."""

    _inherit = "ipai.inbox.source"

    @api.model_create_multi
    def create(self, vals_list):
        """As the seed says: a notification without a priority is a normal one, and each opens a ticket."""
        for vals in vals_list:
            if vals.get("kind") in PROVIDERS:
                vals.setdefault("alert_default_severity", WARNING)
                vals.setdefault("alert_storm_limit", 0)
        sources = super().create(vals_list)
        if not self.env.context.get("ipai_pulseway_account"):
            for source in sources.filtered(lambda source: source.kind in PROVIDERS):
                self.env["ipai.pulseway.account"]._of_source(source)
        return sources
