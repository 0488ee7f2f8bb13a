# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""docs/api.md explains what programs decide by."""

import re

from setup.settings import ROOT


def test_every_code_of_a_problem_is_explained_with_its_status():
    problems = set()
    for name in ("http/problems.py", "away.py"):
        source = (ROOT / "addons/ipai_base" / name).read_text()
        problems |= set(re.findall(r'"([a-z-]+)": \((\d{3}), ', source))
    proxy = (ROOT / "setup/docker/Caddyfile").read_text()
    problems |= set(re.findall(r'problems/([a-z-]+)",[^}]*?"status":(\d{3})', proxy))
    rows = re.findall(r"^\| (\d{3}) \| (.*?) \|", (ROOT / "docs/api.md").read_text(), re.MULTILINE)
    explained = {(code, status) for status, codes in rows for code in re.findall("`(.*?)`", codes)}
    assert {code for code, _status in problems} >= {"invalid-body", "database-away", "server-away"}
    assert explained == problems
