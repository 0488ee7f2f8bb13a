# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from odoo.addons.ipai_base.compat import Constraint

KINDS = [
    ("source_id", "ID in the Source"),
    ("serial_number", "Serial Number"),
    ("mac", "MAC Address"),
    ("asset_tag", "Asset Tag"),
    ("hostname", "Host Name and Customer"),
    ("ip", "IP Address and Customer"),
]
FILE_KINDS = KINDS[1:]
"""A file has no identity of its own for what it lists."""


class IpaiImportKey(models.Model):
    """One of the identities by which a run, or all runs of a source, find the asset of a row, strongest first."""

    _name = "ipai.import.key"
    _description = "Import Key"
    _order = "sequence, id"

    run_id = fields.Many2one("ipai.import.run", index="btree_not_null", ondelete="cascade")
    source_id = fields.Many2one("ipai.source", index="btree_not_null", ondelete="cascade")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, "Match By", required=True)
    used = fields.Boolean("Use", default=True)

    _one_owner = Constraint(
        "CHECK ((run_id IS NULL) <> (source_id IS NULL))",
        "A key belongs to an import or to a source.",
    )
