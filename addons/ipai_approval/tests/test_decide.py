# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from unittest.mock import patch

from odoo.exceptions import UserError

from .common import PolicyCase


class TestDecide(PolicyCase):
    def test_it_decides_nothing_but_what_is_decided_by_policies(self):
        """Whoever calls it names the model: a method that only happens to be called the same is not run."""
        partner = self.env.company.partner_id
        calls = []
        with patch.object(
            self.env.registry["res.partner"],
            "action_approve",
            lambda *args: calls.append(args),
            create=True,
        ):
            for model in ("res.partner", "no.such.model", "ipai.decision"):
                wizard = self.env["ipai.decide"].with_user(self.anna)
                with self.subTest(model), self.assertRaisesRegex(UserError, "nothing that one"):
                    wizard.create(
                        {"res_model": model, "res_ids": partner.ids, "verdict": "reject"}
                    ).action_decide()
        self.assertFalse(calls)
