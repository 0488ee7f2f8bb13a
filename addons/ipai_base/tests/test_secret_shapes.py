# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import doctest

from odoo.tests import BaseCase, tagged

from .. import log_masking, secret_shapes


@tagged("-at_install", "post_install")
class TestSecretShapes(BaseCase):
    def test_doctests(self):
        for module in (log_masking, secret_shapes):
            failed, tried = doctest.testmod(module)
            self.assertFalse(failed, module.__name__)
            self.assertTrue(tried, module.__name__)
