# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What an operation keeps is read by nobody any more; what a reader sees of it is computed."""

from odoo.tools.sql import column_exists, rename_column

TABLE = "ipai_proposal_operation"


def migrate(cr, version):
    for name in ("values", "before", "after", "duplicates"):
        if column_exists(cr, TABLE, name):
            rename_column(cr, TABLE, name, f"kept_{name}")
