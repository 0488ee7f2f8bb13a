# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where Odoo's own addons are found, in each way in which one has Odoo."""

import dataclasses

import pytest

from setup.instance import addons_path
from setup.odoo import fingerprint
from setup.settings import Settings


@pytest.fixture
def settings(tmp_path):
    """Settings with one addon of the suite."""
    addons = tmp_path / "suite"
    (addons / "ipai_x").mkdir(parents=True)
    (addons / "ipai_x" / "__manifest__.py").write_text("{'name': 'X', 'depends': []}")
    return dataclasses.replace(Settings.from_environment({}), addons=addons)


def checkout(folder, beside):
    """Lay out an Odoo: its addons beside the package, as git has them, or inside it, as a nightly build does."""
    web = folder / ("addons/web" if beside else "odoo/addons/web")
    web.mkdir(parents=True)
    (web / "__manifest__.py").write_text("{}")
    (folder / "odoo").mkdir(exist_ok=True)
    return folder


def test_a_git_checkout_has_its_addons_named_before_ours(tmp_path, settings):
    odoo = checkout(tmp_path / "odoo", beside=True)
    assert addons_path(odoo, settings) == f"{odoo}/addons,{settings.addons}"


def test_a_nightly_build_has_them_inside(tmp_path, settings):
    odoo = checkout(tmp_path / "odoo", beside=False)
    assert addons_path(odoo, settings) == str(settings.addons)


def test_a_folder_of_that_name_without_odoos_addons_is_left_alone(tmp_path, settings):
    odoo = checkout(tmp_path / "odoo", beside=False)
    (odoo / "addons").mkdir()
    assert addons_path(odoo, settings) == str(settings.addons)


def test_without_a_suite_odoo_decides(tmp_path, settings):
    empty = dataclasses.replace(settings, addons=tmp_path / "none")
    assert addons_path(checkout(tmp_path / "odoo", beside=True), empty) is None


def test_an_odoo_without_git_that_changed_is_another_version(tmp_path):
    """`make run` upgrades base when the version changes; a nightly build has no commit to tell it."""
    odoo = checkout(tmp_path / "odoo", beside=True)
    module = odoo / "addons/web/models.py"
    module.write_text("A = 1")
    before = fingerprint(odoo)
    assert fingerprint(odoo) == before
    module.write_text("A = 12")
    assert fingerprint(odoo) != before
