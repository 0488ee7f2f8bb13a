# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class IpaiLoomTraced(models.AbstractModel):
    """A record that Loom may have written."""

    _name = "ipai.loom.traced"
    _description = "Written by Loom"

    ipai_source = fields.Char(
        "Written By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The program that wrote it last, as in: Loom.",
    )
    ipai_case_id = fields.Char(
        "Case",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The last case that it was written for.",
    )
