# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tools import SQL

from .models import ipai_seat_line, ipai_seat_snapshot


def uninstall_hook(env):
    """Take away what the database itself keeps of snapshots and lines."""
    for name in (ipai_seat_snapshot.PROTECT, ipai_seat_line.PROTECT):
        env.cr.execute(SQL("DROP FUNCTION IF EXISTS %s() CASCADE", SQL.identifier(name)))
