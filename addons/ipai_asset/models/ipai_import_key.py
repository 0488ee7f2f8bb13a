# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

KINDS = [
    ("asset_tag", "Asset Tag"),
    ("serial_number", "Serial Number"),
    ("mac", "MAC Address"),
    ("hostname", "Host Name and Customer"),
    ("ip", "IP Address and Customer"),
]


class IpaiImportKey(models.Model):
    """One of the identities by which an import finds the asset of a row, in order."""

    _name = "ipai.import.key"
    _description = "Import Key"
    _order = "sequence, id"

    run_id = fields.Many2one("ipai.import.run", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, "Match By", required=True)
    used = fields.Boolean("Use", default=True)
