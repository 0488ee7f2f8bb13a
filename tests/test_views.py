# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Each group of a form has a name, unique in its view: another addon extends it by that, whatever the label becomes."""

import xml.etree.ElementTree as ElementTree
from collections import Counter

import pytest

from setup.settings import ROOT

FILES = sorted({*ROOT.glob("addons/*/views/*.xml"), *ROOT.glob("addons/*/wizards/*.xml")})


def groups(node, inside=False):
    """Yield the groups of forms below a node; those of searches hold filters and are left out."""
    for child in node:
        if child.tag == "search":
            continue
        within = inside or child.tag == "form"
        if child.tag == "group" and (within or child.find(".//field") is not None):
            if child.find(".//filter") is None:
                yield child
        yield from groups(child, within)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parts[-3]}-{file.stem}")
def test_groups_of_forms_have_names_of_their_own(file):
    for record in ElementTree.parse(file).iter("record"):
        names = Counter(group.get("name") for group in groups(record))
        assert None not in names, f"{record.get('id')}: a group has no name"
        assert not [name for name, count in names.items() if count > 1], record.get("id")
