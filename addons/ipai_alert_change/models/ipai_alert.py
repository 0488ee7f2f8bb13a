# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class IpaiAlert(models.Model):
    """Held back by changes that are being carried out, and by maintenance windows that name something."""

    _inherit = "ipai.alert"

    def _maintenance_until(self):
        ends = super()._maintenance_until()
        if not self:
            return ends
        now = fields.Datetime.now()
        for until, assets, services, sites in self._works(self.company_id, now):
            for alert in self:
                held = (
                    alert.asset_id.id in assets
                    or alert.service_id.id in services
                    or alert.asset_id.site_id.id in sites
                )
                if held and until > ends.get(alert, now):
                    ends[alert] = until
        return ends

    @api.model
    def _works(self, companies, now):
        """Yield what is being worked on now: until when, ids of assets, of services, of sites."""
        # As superuser: whoever takes alerts in need not see changes.
        changes = self.env["ipai.change"].sudo().search(
            [
                ("company_id", "in", companies.ids),
                ("planned_end", ">", now),
                "|",
                ("state", "=", "implementing"),
                "&",
                ("state", "=", "scheduled"),
                ("planned_start", "<=", now),
            ]
        )  # fmt: skip
        for change in changes:
            assets = change.asset_ids | change.affected_asset_ids
            services = change.service_ids | change.affected_service_ids
            yield change.planned_end, set(assets.ids), set(services.ids), set()
        # Narrow: windows of the companies of the alerts; ids and moments alone.
        openings = self.env["ipai.maintenance.opening"].sudo().search(
            [
                ("window_id.company_id", "in", companies.ids),
                ("window_id.active", "=", True),
                ("window_id.holds_alerts", "=", True),
                ("starts_at", "<=", now),
                ("ends_at", ">", now),
            ]
        )  # fmt: skip
        for opening in openings:
            window = opening.window_id
            yield (
                opening.ends_at,
                set(window.asset_ids.ids),
                set(window.service_ids.ids),
                set(window.site_ids.ids),
            )

    @api.model
    def _review_holds(self, companies):
        """Work has ended, or was put off: let go what nothing holds any more."""
        # Narrow: alerts of the given companies; a hold ends, nothing is told.
        held = self.sudo().search(
            [
                ("company_id", "in", companies.ids),
                ("held_until", "!=", False),
                ("is_standing", "=", True),
            ]
        )
        free = held - self.browse([alert.id for alert in held._maintenance_until()])
        if free:
            free.write({"held_until": fields.Datetime.now()})
            self._ask_for_follow_up()
