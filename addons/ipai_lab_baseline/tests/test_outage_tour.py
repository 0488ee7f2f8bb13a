# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestOutageTour(HttpCase):
    browser_size = "1600x900"  # all buttons of the asset beside each other

    def test_a_first_look_at_an_outage_of_pve01(self):
        new_test_user(self.env, "lab_tourist", "ipai_base.group_technician")
        self.start_tour("/odoo/assets", "ipai_lab_baseline_outage", login="lab_tourist")
