# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields
from odoo.tests import HttpCase, tagged

from odoo.addons.ipai_base.models import ipai_bounded_calendar

from .common import AssetCase


@tagged("post_install", "-at_install")
class TestCalendarTour(AssetCase, HttpCase):
    def test_a_row_that_stands_for_many_opens_their_list(self):
        self.patch(ipai_bounded_calendar, "EACH", 5)
        today = fields.Date.context_today(self.env["ipai.asset"])
        self.env["ipai.asset"].search([]).write({"warranty_date": False, "end_of_life_date": False})
        for number in range(12):
            self.new_asset(f"tour-pc-{number}", warranty_date=today)
        self.start_tour("/odoo/expirations", "ipai_asset_bounded_calendar", login="admin")
