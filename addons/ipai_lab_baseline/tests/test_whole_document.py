# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.addons.ipai_base.tests import test_api_docs


class TestWholeDocument(test_api_docs.TestApiDocs):
    """The document and the page of all rooms together, checked as those of the first."""

    def test_no_name_is_one_that_go_makes_by_itself(self):
        names = set(self.document()["components"]["schemas"])
        self.assertFalse({name for name in names if f"New{name}" in names})
        self.assertNotIn("Execute", names)
