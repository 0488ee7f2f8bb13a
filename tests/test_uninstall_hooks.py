# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What an addon makes in the database by itself goes with it; `make test-install` looks at the database."""

import re

import pytest

from setup.settings import Settings

SUITE = Settings.from_environment().suite
ADDONS = Settings.from_environment().addons
MADE = re.compile(
    r"CREATE (?:OR REPLACE )?(?:TABLE|FUNCTION|SEQUENCE|VIEW|TYPE)(?: IF NOT EXISTS)? \"?([a-z_]+)"
)


def made(addon):
    files = [one for one in (ADDONS / addon).rglob("*.py") if "tests" not in one.parts]
    return {name for one in files for name in MADE.findall(one.read_text())}


def test_there_is_something_to_look_for():
    assert {"ipai_inbox_key", "ipai_audit_seal"} <= made("ipai_inbox") | made("ipai_base")


@pytest.mark.parametrize("addon", [name for name in SUITE.names if made(name)])
def test_what_the_orm_did_not_make_is_dropped_with_its_addon(addon):
    hooks = (ADDONS / addon / "hooks.py").read_text()
    left = {name for name in made(addon) if not re.search(rf"\b{name}\b", hooks)}
    assert not left, f"the uninstall hook of {addon} leaves {left}"
    assert SUITE.manifests[addon].get("uninstall_hook"), f"{addon} names no uninstall hook"
