# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What an addon brings for the browser is loaded by its manifest: a file that no bundle names is lost without a word."""

import ast
from fnmatch import fnmatchcase

import pytest

from setup.settings import ROOT

ADDONS = sorted(path.parent for path in ROOT.glob("addons/*/__manifest__.py"))
KINDS = {".js", ".scss", ".css", ".xml"}


def not_loaded(addon):
    """The paths of scripts, styles and templates below ``static/src`` that no bundle of the addon names.

    A pattern's ``**`` matches folders, as Odoo reads it; fnmatch lets each ``*`` cross a slash, so this finds
    fewer files than are lost, never more.
    """
    manifest = ast.literal_eval((addon / "__manifest__.py").read_text())
    patterns = [
        one
        for bundle in manifest.get("assets", {}).values()
        for one in bundle
        if isinstance(one, str)
    ]
    files = (path for path in addon.glob("static/src/**/*") if path.suffix in KINDS)
    names = (path.relative_to(addon.parent).as_posix() for path in files)
    return [
        name
        for name in names
        if not any(fnmatchcase(name, one.replace("**/", "*")) for one in patterns)
    ]


@pytest.mark.parametrize("addon", ADDONS, ids=lambda addon: addon.name)
def test_each_script_and_style_is_in_a_bundle(addon):
    assert not not_loaded(addon)
