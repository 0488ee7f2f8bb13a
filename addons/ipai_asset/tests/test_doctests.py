# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import doctest
import unittest

from odoo.tests import BaseCase

from .. import addressing, identity, impact, links, ports, vlans
from ..importing import (
    columns,
    csv_file,
    csv_parts,
    formats,
    interfaces,
    matching,
    netbox_csv,
    nmap_xml,
    parts,
    plan,
    properties,
    rows,
    snapshot,
)
from ..models import import_networks, import_preview, import_references, ipai_map_layout

MODULES = (
    addressing,
    identity,
    impact,
    links,
    ports,
    vlans,
    columns,
    csv_file,
    csv_parts,
    formats,
    interfaces,
    matching,
    netbox_csv,
    nmap_xml,
    parts,
    plan,
    properties,
    rows,
    snapshot,
    import_preview,
    import_references,
    ipai_map_layout,
    import_networks,
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
