# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""`make test` tells the truth: what fails, is skipped, logs an error or never runs has failed."""

import os
import subprocess
import sys

import pytest

from setup.settings import ROOT

MANIFEST = '{"name": "Probe", "version": "1.0.0", "author": "x", "license": "AGPL-3", "depends": ["web"]}\n'
TESTS = """
import logging

from odoo.tests import HttpCase, TransactionCase, tagged


class TestProbe(TransactionCase):
    def test_good(self):
        self.assertTrue(self.env.user)

    def test_bad(self):
        self.assertEqual(1, 2, "one is not two")

    def test_skipped(self):
        self.skipTest("no mood")

    def test_logged(self):
        logging.getLogger("probe").error("a logged error")


@tagged("post_install", "-at_install")
class TestBrowser(HttpCase):
    def test_browser(self):
        self.browser_js("/web/login", "console.log('test successful')", "document.readyState === 'complete'")
"""
DOCTESTS = '"""\n>>> 1 + 1\n3\n"""\n\n\ndef double(number):\n    """\n    >>> double(2)\n    4\n    """\n    return 2 * number\n'


@pytest.fixture(scope="module")
def probe(tmp_path_factory):
    """The addons folder with one addon whose tests fail in each way there is."""
    addons = tmp_path_factory.mktemp("addons")
    (addons / "ipai_probe/tests").mkdir(parents=True)
    (addons / "ipai_probe/__manifest__.py").write_text(MANIFEST)
    (addons / "ipai_probe/__init__.py").write_text("from . import double\n")
    (addons / "ipai_probe/double.py").write_text(DOCTESTS)
    (addons / "ipai_probe/tests/__init__.py").write_text("from . import test_probe\n")
    (addons / "ipai_probe/tests/test_probe.py").write_text(TESTS)
    return addons


@pytest.fixture(scope="module")
def run_tests(probe, tmp_path_factory):
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    state = tmp_path_factory.mktemp("state")
    own = {**inherited, "ADDONS": str(probe), "ADDON": "ipai_probe", "K": "", "STATE": str(state)}

    def run(command="test", **environment):
        done = subprocess.run(
            [sys.executable, "-m", "setup", command],
            cwd=ROOT,
            env={**own, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
        )
        return done.returncode, done.stdout

    yield run
    assert run("clean")[0] == 0


def test_failures_skips_logged_errors_and_doctests_are_counted(run_tests):
    code, said = run_tests()
    assert said.splitlines()[-1] == "4 passed, 4 failed", said
    assert code == 1
    for shown in (
        "one is not two",
        "skipped TestProbe.test_skipped : no mood",
        "a logged error",
        "Expected:\n    3",
    ):
        assert shown in said


def test_a_pattern_narrows(run_tests):
    code, said = run_tests(K="good or browser")
    assert (code, said.splitlines()[-1]) == (0, "2 passed, 0 failed")


def test_a_pattern_that_matches_nothing_fails(run_tests):
    code, said = run_tests(K="nothing_is_called_so")
    assert (code, said.splitlines()[-1]) == (1, "0 passed, 1 failed")


def test_an_addon_that_cannot_be_loaded_fails(run_tests, probe):
    (probe / "ipai_probe/double.py").write_text("def double(:\n")
    code, said = run_tests()
    assert code == 1
    assert said.splitlines()[-1].startswith("0 passed, ")
    assert "SyntaxError" in said


def test_an_unknown_addon_is_named(run_tests):
    code, said = run_tests(ADDON="ipai_nothing")
    assert code == 1
    assert said.startswith("ADDON=ipai_nothing is not in ")
