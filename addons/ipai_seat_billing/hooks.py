# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tools import SQL

from .models.ipai_seat_snapshot import PROTECT


def uninstall_hook(env):
    """Take away what the database itself keeps of the snapshots."""
    env.cr.execute(SQL("DROP FUNCTION IF EXISTS %s() CASCADE", SQL.identifier(PROTECT)))
