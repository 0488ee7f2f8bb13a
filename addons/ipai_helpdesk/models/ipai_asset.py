# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class IpaiAsset(models.Model):
    _inherit = "ipai.asset"

    ticket_count = fields.Integer(compute="_compute_ticket_count")

    def _compute_ticket_count(self):
        groups = self.env["helpdesk.ticket"]._read_group(
            [("asset_id", "in", self.ids)], ["asset_id"], ["__count"]
        )
        counts = {asset.id: count for asset, count in groups}
        for asset in self:
            asset.ticket_count = counts.get(asset.id, 0)

    def action_view_tickets(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tickets of %s", self.name),
            "res_model": "helpdesk.ticket",
            "view_mode": "list,kanban,form",
            "domain": [("asset_id", "=", self.id)],
            "context": {
                "default_asset_id": self.id,
                "default_partner_id": (self.assigned_partner_id or self.customer_id).id,
            },
        }

    def _recent_changes(self, limit):
        """The last changes of the record that its followers were told of: pairs of message and fields.

        Of fields that the user may read, and of records that they may read.
        """
        self.check_access("read")
        # Tracked values are the administrator's to search; which of them are shown is asked below.
        messages = (
            self.env["mail.message"]
            .sudo()
            .search(
                [
                    ("model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("tracking_value_ids", "!=", False),
                ],
                order="id desc",
                limit=limit,
            )
        )
        told = []
        for message in messages:
            values = message.tracking_value_ids._filter_has_field_access(self.env)
            labels = values.field_id.sudo().mapped("field_description")
            if labels:
                told.append((message, ", ".join(labels)))
        return told
