# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import io

import qrcode

from odoo import api, models
from odoo.tools import format_date, format_datetime


class IpaiAsset(models.Model):
    """An asset on paper: the label and the sheet."""

    _inherit = "ipai.asset"

    def _get_url(self):
        """Where the asset opens in the web client; printed on its label."""
        self.ensure_one()
        return f"{self.get_base_url()}/odoo/assets/{self.id}"

    def _get_qr_code(self):
        """A QR code of the asset's address, as the ``src`` of an image."""
        png = io.BytesIO()
        qrcode.make(self._get_url(), border=1).save(png, format="PNG")
        return "data:image/png;base64," + base64.b64encode(png.getvalue()).decode()

    def _sheet_rows(self):
        """Label and text of each filled field, in the order of the printed sheet."""
        self.ensure_one()
        rows = [
            (self._fields[name]._description_string(self.env), self._told(name))
            for name in self._sheet_fields()
            if self[name]
        ]
        for prop in self.read(["properties"])[0]["properties"]:
            if prop.get("value"):
                rows.append((prop["string"], self._told_property(prop)))
        return rows

    @api.model
    def _sheet_fields(self):
        """The names of the fields on the printed sheet, in order; an addon puts its own among them."""
        return [
            "status", "hostname", "type_id", "manufacturer_id", "model_id", "serial_number",
            "operating_system_id", "os_version", "host_id", "site_id", "location", "environment",
            "criticality", "owner_id", "customer_id", "assigned_partner_id", "purchase_date",
            "warranty_date", "end_of_life_date", "last_seen", "last_audit",
        ]  # fmt: skip

    def _told(self, name):
        """The text of a field as the reader writes it: in their language, format and time zone."""
        field, value = self._fields[name], self[name]
        if field.type == "selection":
            return dict(field._description_selection(self.env))[value]
        if field.type == "date":
            return format_date(self.env, value)
        if field.type == "datetime":
            return format_datetime(self.env, value, dt_format=False)
        return field.convert_to_display_name(value, self)

    def _told_property(self, prop):
        """The text of a filled extra field, given as ``read`` gives it."""
        kind, value = prop["type"], prop["value"]
        if kind == "selection":
            return dict(prop["selection"]).get(value, value)
        if kind == "tags":
            return ", ".join(label for tag, label, _color in prop["tags"] if tag in value)
        if kind == "many2one":
            return value[1]
        if kind == "many2many":
            return ", ".join(name for _id, name in value)
        if kind == "boolean":
            return self.env._("Yes")
        if kind == "date":
            return format_date(self.env, value)
        if kind == "datetime":
            return format_datetime(self.env, value, dt_format=False)
        return value
