# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""docs/refusals.md explains what programs decide by: each code with its status, at an anchor of its own."""

import re

import pytest

from setup.settings import ROOT

ROW = re.compile(r'^\| (\d{3}) \| <a id="([a-z-]+)"></a>`([a-z-]+)` \| (.+) \|$', re.MULTILINE)


@pytest.fixture(scope="module")
def served(instance, client_of):
    """(status, code) of each refusal that the page of the running server lists, by its anchor."""
    page = client_of(instance).get("/ipai/docs").text
    rows = re.findall(r'<tr id="problem-([a-z-]+)">\s*<td>(\d+)</td>\s*<td><code>([a-z-]+)<', page)
    return {anchor: (status, code) for anchor, status, code in rows}


def test_every_code_of_the_running_server_is_explained_with_its_status(served):
    explained = {
        anchor: (status, code)
        for status, anchor, code, _what in ROW.findall((ROOT / "docs/refusals.md").read_text())
    }
    assert set(explained) >= {"invalid-body", "database-away", "server-away", "approval-required"}
    assert explained == served


def test_what_the_proxy_says_in_place_of_odoo_leads_there_too(served):
    caddyfile = (ROOT / "setup/docker/Caddyfile").read_text()
    found = set(re.findall(r"/ipai/docs#problem-([a-z-]+)", caddyfile))
    assert found == {"server-away"}
    assert found <= set(served)
