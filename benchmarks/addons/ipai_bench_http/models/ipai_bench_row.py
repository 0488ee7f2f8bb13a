# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class IpaiBenchRow(models.Model):
    _name = "ipai.bench.row"
    _description = "Row of a Bare Call"

    source = fields.Char()
