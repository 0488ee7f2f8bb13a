# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.addons.ipai_base import rooms


def migrate(cr, version):
    rooms.check_taken_over(cr)
