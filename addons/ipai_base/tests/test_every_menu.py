# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install")
class TestEveryMenu(HttpCase):
    """Opens each menu, view type and filter of the suite in Chromium; an error on the console fails.

    The walker is Odoo's own click bot. Menus that later addons put below the application's root
    are walked by themselves.
    """

    allow_end_on_form = True

    def test_every_menu_opens_without_an_error_on_the_console(self):
        admin = self.env.ref("base.user_admin")
        if "tour_enabled" in admin._fields:
            admin.tour_enabled = False
        root = self.env.ref("ipai_base.menu_root")
        self.assertTrue(root.child_id, "install an addon of the suite that has menus")
        self.browser_js(
            "/odoo",
            "odoo.loader.modules.get('@web/webclient/clickbot/clickbot_loader')"
            f".startClickEverywhere('{root.get_external_id()[root.id]}');",
            "odoo.isReady === true",
            login="admin",
            timeout=600,
            success_signal="clickbot test succeeded",
        )
