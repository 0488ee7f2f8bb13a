# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import TransactionCase, new_test_user, tagged

from ..models.res_groups import PRIVILEGE_XMLID

GROUPS = [f"ipai_base.group_{name}" for name in ("user", "technician", "manager")]


@tagged("post_install", "-at_install")
class TestGroups(TransactionCase):
    def test_each_group_implies_the_one_below(self):
        manager = new_test_user(self.env, "boss", groups=GROUPS[2])
        reader = new_test_user(self.env, "reader", groups=GROUPS[0])
        self.assertTrue(all(manager.has_group(group) for group in GROUPS))
        self.assertTrue(reader.has_group("base.group_user"))
        self.assertFalse(reader.has_group(GROUPS[1]))

    def test_the_groups_are_one_choice_called_it_operations(self):
        for xmlid in GROUPS:
            group = self.env.ref(xmlid)
            self.assertEqual(group.full_name, f"IT Operations / {group.name}")

    def test_showing_them_together_may_run_again(self):
        def shown():
            privilege = self.env.ref(PRIVILEGE_XMLID, raise_if_not_found=False)
            return privilege, [self.env.ref(xmlid).full_name for xmlid in GROUPS]

        before = shown()
        self.env["res.groups"]._ipai_show_together(GROUPS)
        self.assertEqual(shown(), before)

    def test_what_another_room_made_to_show_them_goes_over(self):
        wanted = ("ir.module.category", "ipai_base.probe", {"name": "Probe"})
        made = self.env["res.groups"]._ipai_choice(*wanted)
        data = self.env["ir.model.data"].search([("name", "=", "probe")])
        data.module = "ipai_gone"
        data.flush_recordset()
        self.assertEqual(self.env["res.groups"]._ipai_choice(*wanted), made)
        self.assertEqual(data.module, "ipai_base")

    def test_the_application_is_on_the_home_menu_of_its_users_only(self):
        root = self.env.ref("ipai_base.menu_root")
        stranger = new_test_user(self.env, "stranger", groups="base.group_user")
        self.assertNotIn(root.id, self.env["ir.ui.menu"].with_user(stranger)._visible_menu_ids())
