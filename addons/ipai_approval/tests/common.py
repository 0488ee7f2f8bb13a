# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class PolicyCase(HttpCase):
    """An approver, two IT users and a manager; nothing to decide: that comes with the addons above.

    An HttpCase, for refusals go into the audit on a cursor of their own.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        quiet = {"tracking_disable": True, "no_reset_password": True}
        cls.env = cls.env(context={**cls.env.context, **quiet})
        cls.env.company.ipai_second_manager = "never"  # asked in a test of its own
        approver = "ipai_approval.group_approver"
        cls.anna = new_test_user(cls.env, "policy_anna", groups=approver, name="Anna")
        cls.reader = new_test_user(cls.env, "policy_reader", groups="ipai_base.group_user")
        cls.other = new_test_user(cls.env, "policy_other", groups="ipai_base.group_user")
        cls.manager = new_test_user(cls.env, "policy_manager", groups="ipai_base.group_manager")
