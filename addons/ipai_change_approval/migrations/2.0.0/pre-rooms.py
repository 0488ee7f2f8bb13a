# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import SUPERUSER_ID, api

from odoo.addons.ipai_base import rooms


def migrate(cr, version):
    rooms.check_version(version)
    rooms.take_over(api.Environment(cr, SUPERUSER_ID, {}))
