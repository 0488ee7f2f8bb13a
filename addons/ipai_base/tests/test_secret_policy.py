# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import TransactionCase, tagged

from ..models.ipai_secret_scan import MANY


@tagged("post_install", "-at_install")
class TestSecretPolicy(TransactionCase):
    def test_what_arrives_by_the_hundred_is_left_to_the_sweep_unless_a_policy_asks_for_more(self):
        left = self.env["ipai.secret.scan"]._left_to_the_sweep
        self.assertFalse(left("ipai.audit", MANY - 1))
        self.assertTrue(left("ipai.audit", MANY))
        policy = self.env["ipai.secret.policy"].create({"field_class": "arrived", "mode": "warn"})
        self.assertFalse(left("ipai.audit", MANY))
        policy.mode = "report"
        self.assertTrue(left("ipai.audit", MANY))
        policy.mode = "block"
        self.assertFalse(left("ipai.audit", MANY))
        policy.unlink()
        self.assertTrue(left("ipai.audit", MANY))
