# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestNothingSecretInAForm(TransactionCase):
    """The web client saves a form when its page is left: of a model without a table, into an error in the log."""

    def test_no_form_of_ours_is_of_a_model_without_a_table(self):
        views = self.env["ir.ui.view"].search(
            [("type", "=", "form"), ("model", "=like", "ipai.%")], limit=None
        )
        self.assertGreater(len(views), 50)
        self.assertEqual(
            [view.name for view in views if self.env[view.model]._abstract],
            [],
            "show it by ipai_base.showing.shown_once",
        )
