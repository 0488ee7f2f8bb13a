# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""docs/api.md explains what programs decide by."""

import re

from setup.settings import ROOT


def test_every_code_of_a_problem_is_explained_with_its_status():
    source = (ROOT / "addons/ipai_base/http/problems.py").read_text()
    problems = re.findall(r'^    "([a-z-]+)": \((\d{3}), ', source, re.MULTILINE)
    rows = re.findall(r"^\| (\d{3}) \| (.*?) \|", (ROOT / "docs/api.md").read_text(), re.MULTILINE)
    explained = {(code, status) for status, codes in rows for code in re.findall("`(.*?)`", codes)}
    assert problems
    assert explained == set(problems)
