# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.exceptions import UserError

TRANSITIONS = {
    "planned": ("active", "decommissioned"),
    "active": ("maintenance", "missing", "decommissioned"),
    "maintenance": ("active", "missing", "decommissioned"),
    "missing": ("active", "decommissioned"),
    "decommissioned": ("planned", "active"),
}


class IpaiAsset(models.Model):
    """The life of an asset: which status follows which, what hangs on it, and its history."""

    _inherit = "ipai.asset"

    def _compute_status_since(self):
        opened = self.env["ipai.asset.interval"].search(
            [("asset_id", "in", self.ids), ("date_to", "=", False)]
        )
        since = {interval.asset_id.id: interval.date_from for interval in opened}
        for asset in self:
            asset.status_since = since.get(asset.id)

    def action_change_status(self):
        """Ask for reason and date, then move to ``status`` of the context, or to one's choice."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ipai_asset.ipai_asset_transition_action"
        )
        action["context"] = {
            "default_asset_ids": self.ids,
            "default_status": self.env.context.get("target_status"),
        }
        return action

    def action_view_history(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ipai_asset.ipai_asset_interval_action"
        )
        action["domain"] = [("asset_id", "=", self.id)]
        action["context"] = {}
        return action

    def _check_transition(self, status):
        """Refuse a change of status that the life of an asset does not know.

        :raises UserError: naming the asset, or what still runs on one to be decommissioned.
        """
        labels = dict(self._fields["status"]._description_selection(self.env))
        for asset in self:
            if status != asset.status and status not in TRANSITIONS[asset.status]:
                raise UserError(
                    self.env._(
                        "%(asset)s is %(old)s and cannot become %(new)s directly. "
                        "From there it can become: %(choices)s.",
                        asset=asset.display_name,
                        old=labels[asset.status],
                        new=labels.get(status, status),
                        choices=", ".join(labels[choice] for choice in TRANSITIONS[asset.status]),
                    )
                )
        if status == "decommissioned":
            guests = self._guests_in_service() - self
            if guests:
                raise UserError(
                    self.env._(
                        "%(guests)s still run on %(host)s. Move or decommission them first, or use "
                        "the button Decommission, which asks what shall become of them.",
                        guests=", ".join(guests[:5].mapped("display_name")),
                        host=", ".join(guests.host_id.mapped("display_name")),
                    )
                )

    def _guests_in_service(self):
        """What runs on these assets and is not decommissioned."""
        return (
            self.sudo()
            .search([("host_id", "in", self.ids), ("status", "!=", "decommissioned")])
            .with_env(self.env)
        )

    def _guests_below(self):
        """What runs on these assets, and on what runs on them, not decommissioned."""
        found, level = self.browse(), self
        while level:
            level = level._guests_in_service() - found - self
            found |= level
        return found

    def _describe_dependents(self):
        """What else hangs on these assets, a line each, for the person who ends them."""
        lines = []
        for asset in self:
            if asset.assigned_partner_id:
                lines.append(
                    self.env._(
                        "%(asset)s is assigned to %(user)s.",
                        asset=asset.name,
                        user=asset.assigned_partner_id.display_name,
                    )
                )
            if asset.kb_link_ids:
                lines.append(
                    self.env._(
                        "%(asset)s is named in: %(articles)s.",
                        asset=asset.name,
                        articles=", ".join(asset.kb_link_ids.mapped("name")),
                    )
                )
            if asset.link_ids:
                lines.append(
                    self.env._(
                        "%(asset)s has links that may go dead: %(links)s.",
                        asset=asset.name,
                        links=", ".join(asset.link_ids.mapped("name")),
                    )
                )
        return lines

    def _change_status(self, status, reason, moment):
        """Move to ``status`` as of ``moment`` (UTC, not in the future), with the reason why."""
        changed = self.filtered(lambda asset: asset.status != status)
        changed.write({"status": status, "status_reason": reason})
        self.env["ipai.asset.interval"].sudo()._move_start(changed, moment.replace(microsecond=0))

    def _record_history(self):
        """Keep the intervals of (customer, type, status) in step with the assets."""
        self.flush_recordset(["customer_id", "type_id", "status"])
        self.env["ipai.asset.interval"].sudo()._follow(self)
