# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is counted as passed, what makes a run of one half of the tests fail, and what an upgrade is told by."""

from unittest import mock

import pytest

from setup import results, tests
from setup.results import NOTHING_COLLECTED, Result
from setup.suite import checksum

SUITES = '<testsuites><testsuite tests="{}" failures="{}" errors="{}" skipped="{}"/></testsuites>'


@pytest.fixture
def report(tmp_path):
    """A function that writes what pytest would have written, and returns the file."""

    def write(*counts):
        file = tmp_path / "junit.xml"
        file.write_text(SUITES.format(*counts))
        return file

    return write


@pytest.mark.parametrize(
    ("counts", "code", "said"),
    [
        ((5, 0, 0, 0), 0, "5 passed, 0 failed"),
        ((5, 1, 0, 0), 1, "4 passed, 1 failed"),
        ((5, 0, 1, 0), 1, "4 passed, 1 failed"),
        ((5, 0, 0, 2), 0, "3 passed, 2 failed"),
        ((5, 1, 1, 1), 1, "2 passed, 3 failed"),
        ((5, 0, 0, 0), 3, "5 passed, 1 failed"),
        ((0, 0, 0, 0), NOTHING_COLLECTED, "0 passed, 1 failed"),
    ],
)
def test_failed_broken_and_skipped_tests_of_pytest_have_failed(report, counts, code, said):
    assert str(results.of_junit(report(*counts), code)) == said


def test_a_report_that_is_missing_or_cut_off_has_failed(tmp_path, report):
    assert (
        str(results.of_junit(tmp_path / "none.xml", 0, may_be_empty=True)) == "0 passed, 1 failed"
    )
    file = report(5, 0, 0, 0)
    file.write_text(file.read_text()[:30])
    assert str(results.of_junit(file, 0, may_be_empty=True)) == "0 passed, 1 failed"


def test_only_a_run_without_a_match_may_be_empty(report):
    empty = report(0, 0, 0, 0)
    assert str(results.of_junit(empty, NOTHING_COLLECTED, True)) == "0 passed, 0 failed"
    # Pytest did not know an option.
    assert str(results.of_junit(empty, 4, True)) == "0 passed, 1 failed"


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((3, 0), "3 passed, 0 failed"),
        ((0, 3), "3 passed, 0 failed"),
        ((0, 0), "0 passed, 0 failed"),
    ],
)
def test_a_pattern_that_matches_one_half_only_has_passed(monkeypatch, report, counts, said):
    """`make test K=…` asks the tests of the addons and those from outside: one half with a match is enough.

    Nothing matched in either makes 0 passed, which the command takes for a failure.
    """
    halves = iter(counts)

    def pytest_run(instance, *arguments, may_be_empty=False):
        found = next(halves)
        file = report(found, 0, 0, 0)
        return results.of_junit(file, 0 if found else NOTHING_COLLECTED, may_be_empty)

    monkeypatch.setattr(tests, "_pytest", pytest_run)
    instance, templates = mock.MagicMock(), mock.MagicMock()
    instance.settings.suite.with_tests.return_value = ["ipai_x"]
    total = tests._matching(instance, templates, ["ipai_x"], "pattern", everything=True)
    assert str(total) == said


@pytest.mark.parametrize(
    "file", ["models/a.py", "data/a.xml", "security/ir.model.access.csv", "i18n/de.po"]
)
def test_an_upgrade_is_due_when_code_or_data_changed(tmp_path, file):
    addon = tmp_path / "ipai_x"
    (addon / file).parent.mkdir(parents=True)
    (addon / "__manifest__.py").write_text("{}")
    (addon / file).write_text("1")
    before = checksum(addon)
    assert checksum(addon) == before
    (addon / file).write_text("2")
    assert checksum(addon) != before


@pytest.mark.parametrize("file", ["static/src/a.js", "tests/test_a.py", "i18n/ipai_x.pot"])
def test_what_an_upgrade_does_not_read_is_no_change(tmp_path, file):
    (tmp_path / "__manifest__.py").write_text("{}")
    before = checksum(tmp_path)
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_text("1")
    assert checksum(tmp_path) == before


def test_a_file_that_comes_goes_or_is_renamed_is_a_change(tmp_path):
    (tmp_path / "a.xml").write_text("1")
    before = checksum(tmp_path)
    (tmp_path / "a.xml").rename(tmp_path / "b.xml")
    renamed = checksum(tmp_path)
    (tmp_path / "b.xml").unlink()
    assert len({before, renamed, checksum(tmp_path)}) == 3


def test_results_add_up():
    assert str(Result(1, 2) + Result(3, 4)) == "4 passed, 6 failed"
