# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from odoo.addons.ipai_base.compat import search_values

IN_SERVICE = ("active", "maintenance", "missing")
"""What is billed until a person says that it is gone."""


class IpaiAsset(models.Model):
    """An asset that Pulseway knows."""

    _inherit = "ipai.asset"

    pulseway_device_ids = fields.One2many(
        "ipai.pulseway.device", "asset_id", "Pulseway Devices", readonly=True
    )
    pulseway_id = fields.Char(
        "Pulseway ID",
        compute="_compute_pulseway",
        search="_search_pulseway_id",
        help="What Pulseway calls it for good.",
    )
    pulseway_last_audit = fields.Datetime("Last Sync", compute="_compute_pulseway")
    os_info = fields.Char(
        "OS in Words", compute="_compute_os_info", help="As Pulseway says, else as it is entered."
    )
    pulseway_user = fields.Char("Last User", compute="_compute_pulseway")
    subscription_active = fields.Boolean(
        "Billed",
        compute="_compute_subscription_active",
        search="_search_subscription_active",
        help="It has a customer and is in service: seats count it.",
    )

    @api.depends("pulseway_device_ids.identifier", "pulseway_device_ids.last_audit")
    def _compute_pulseway(self):
        for asset in self:
            device = asset.pulseway_device_ids.sorted(
                lambda one: (one.state == "linked", one.last_audit or one.first_seen, one.id)
            )[-1:]
            asset.pulseway_id = device.identifier
            # What a reconciliation finds unchanged is not written: it was seen all the same.
            seen = (
                device.state == "linked"
                and not device.missed
                and device.sudo().account_id.reconciled_on
            )
            asset.pulseway_last_audit = max(filter(None, (device.last_audit, seen)), default=False)
            asset.pulseway_user = device.user_hint

    @api.depends("pulseway_device_ids.os_info", "operating_system_id", "os_version")
    def _compute_os_info(self):
        for asset in self:
            told = asset.pulseway_device_ids.filtered("os_info")[:1].os_info
            entered = " ".join(filter(None, (asset.operating_system_id.display_name, asset.os_version)))  # fmt: skip
            asset.os_info = told or entered

    @api.depends("status", "customer_id", "active")
    def _compute_subscription_active(self):
        for asset in self:
            asset.subscription_active = bool(
                asset.active and asset.customer_id and asset.status in IN_SERVICE
            )

    @api.model
    def _search_pulseway_id(self, operator, value):
        if operator in ("in", "not in", "=", "!="):
            values, positive = search_values(operator, value)
            found = [one for one in values if one]
            domain = [("identifier", "in", found)] if found else []
            if not found or None in values or False in values:
                # Without one: those that no device names.
                named = [("pulseway_device_ids", "!=", False)]
                return [("pulseway_device_ids", "=", False)] if positive else named
            way = "any" if positive else "not any"
            return [("pulseway_device_ids", way, domain)]
        return [("pulseway_device_ids.identifier", operator, value)]

    @api.model
    def _search_subscription_active(self, operator, value):
        values, positive = search_values(operator, value)
        wanted = (True in values) == positive
        if len(set(map(bool, values))) > 1:
            return []
        domain = [("active", "=", True), ("customer_id", "!=", False), ("status", "in", IN_SERVICE)]
        if wanted:
            return domain
        outside = [("customer_id", "=", False), ("status", "not in", IN_SERVICE)]
        return ["|", "|", ("active", "=", False), *outside]

    def action_open_pulseway(self):
        """Open the device in Pulseway."""
        self.ensure_one()
        devices = self.pulseway_device_ids
        first = devices.sorted(lambda one: one.sudo().account_id.provider != "pulseway")[:1]
        return first.action_open()
