# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Every scheduled action of the suite is run in several batches, killed in each, by a test of its addon."""

import ast
import re
from pathlib import Path

ADDONS = Path(__file__).parent.parent / "addons"


def scheduled():
    """The external ids of the scheduled actions that the addons bring."""
    for file in ADDONS.glob("*/data/*.xml"):
        for record in re.findall(r'<record\b[^>]*model="ir\.cron"[^>]*>', file.read_text()):
            name = re.search(r'\bid="([^"]+)"', record)[1]
            yield name if "." in name else f"{file.parent.parent.name}.{name}"


def killed():
    """The external ids that the tests run: what their classes name in ``crons``."""
    for file in ADDONS.glob("*/tests/test_batches.py"):
        tree = ast.parse(file.read_text())
        called = {
            node.args[0].value
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and getattr(node.func, "attr", "") == "assertBatches"
            and isinstance(node.args[0], ast.Constant)
        }
        assert re.search(r"\btest_batches\b", (file.parent / "__init__.py").read_text()), file
        yield from called


def test_each_scheduled_action_is_killed_in_a_test():
    found = set(scheduled())
    assert len(found) >= 23, found
    assert not found - set(killed()), "give it a test in its addon's tests/test_batches.py"


def test_none_is_tested_that_is_not_there():
    assert set(killed()) - set(scheduled()) == set()
