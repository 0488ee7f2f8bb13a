# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestLanding(HttpCase):
    """Who works in IT Operations alone begins there; who has other work begins as before."""

    def home_of(self, user):
        return self.env["ir.http"].with_user(user)._ipai_home()

    def first_action(self, user):
        root = self.env.ref("ipai_base.menu_root").id
        return self.env["ir.ui.menu"].with_user(user).load_web_menus(False)[root]["actionID"]

    def test_our_groups_alone_begin_in_it_operations(self):
        for group in ("user", "technician", "manager"):
            with self.subTest(group):
                user = new_test_user(self.env, f"land_{group}", f"ipai_base.group_{group}")
                menus = self.env["ir.ui.menu"].with_user(user).load_web_menus(False)
                if self.env.ref("ipai_base.menu_root").id not in menus:
                    continue  # nothing is below it with this addon alone
                self.assertTrue(self.home_of(user))
                self.assertEqual(self.home_of(user), self.first_action(user))

    def test_others_begin_as_before(self):
        stranger = new_test_user(self.env, "land_stranger", "base.group_user")
        settings = new_test_user(
            self.env, "land_settings", "ipai_base.group_user,base.group_system"
        )
        self.assertFalse(self.home_of(stranger))
        self.assertFalse(self.home_of(settings))
        for xmlid in ("sales_team.group_sale_salesman", "project.group_project_user"):
            if self.env.ref(xmlid, raise_if_not_found=False):
                with self.subTest(xmlid):
                    user = new_test_user(
                        self.env, f"land_{xmlid[:4]}", f"ipai_base.group_user,{xmlid}"
                    )
                    self.assertFalse(self.home_of(user))

    def test_a_home_of_ones_own_stays(self):
        user = new_test_user(self.env, "land_own", "ipai_base.group_user", password="land_own_1")
        own = self.env.ref("base.action_partner_form", raise_if_not_found=False)
        own = (
            own or self.env["ir.actions.act_window"].search([("res_model", "=", "res.partner")])[0]
        )
        user.action_id = own.id
        self.authenticate("land_own", "land_own_1")
        answer = self.make_jsonrpc_request("/web/session/get_session_info", {})
        self.assertEqual(answer["home_action_id"], own.id)
