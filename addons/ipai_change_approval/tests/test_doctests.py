# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import doctest
import unittest

from odoo.tests import BaseCase

from .. import (
    canonical,
    differences,
    icalendar,
    matching,
    operations,
    periods,
    risk,
    transitions,
)

MODULES = (
    canonical,
    differences,
    icalendar,
    matching,
    operations,
    periods,
    risk,
    transitions,
)


class TestDoctests(BaseCase):
    def test_examples_in_docstrings_hold(self):
        for module in MODULES:
            with self.subTest(module=module.__name__):
                result = unittest.TestResult()
                doctest.DocTestSuite(module, optionflags=doctest.IGNORE_EXCEPTION_DETAIL).run(
                    result
                )
                self.assertGreater(result.testsRun, 0)
                self.assertFalse(result.failures + result.errors)
