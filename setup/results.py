# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Counting: what Odoo's test runner logs and what pytest reports, as one number of passed and of failed tests."""

import re
from xml.etree import ElementTree

from .instance import LOG_LINE

RESULT = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests when loading database")
SKIPPED = re.compile(r"skipped (.+?) : (.*)")
PER_ADDON = re.compile(r"(\w+): (\d+) tests ")
# Errors by which the runner repeats what single tests have said.
REPEATED = re.compile(
    r"At least one test failed|Module \w+: \d+ failures?, \d+ errors? of \d+ tests|Tests? failed"
)
TEST_FAILED = re.compile(r"(FAIL|ERROR): ")
# Exit code of pytest.
NOTHING_COLLECTED = 5


class Result:
    """Passed and failed tests, and what to tell about the failed ones."""

    def __init__(self, passed=0, failed=0):
        self.passed = passed
        self.failed = failed

    def __add__(self, other):
        return Result(self.passed + other.passed, self.failed + other.failed)

    def __str__(self):
        return f"{self.passed} passed, {self.failed} failed"


class OdooLog:
    """Reads the log of `odoo --test-enable` line by line.

    >>> log = OdooLog(["ipai_a"], show=lambda line: None)
    >>> for text in (
    ...     "2026-11-22 10:00:00,000 7 INFO db odoo.addons.ipai_a.tests.test_x: skipped TestX.test_tour : Chrome executable not found",
    ...     "2026-11-22 10:00:00,000 7 ERROR db odoo.addons.ipai_a.tests.test_x: FAIL: TestX.test_y",
    ...     "2026-11-22 10:00:00,000 7 ERROR db odoo.sql_db: bad query: SELECT",
    ...     "2026-11-22 10:00:00,000 7 INFO db odoo.tests.stats: ipai_a: 5 tests 0.10s 20 queries",
    ...     "2026-11-22 10:00:00,000 7 ERROR db odoo.tests.result: 1 failed, 0 error(s) of 5 tests when loading database 'db'",
    ... ):
    ...     log.read(text)
    >>> print(log.result(exit_code=1))
    3 passed, 3 failed

    A runner that dies, or runs nothing, has failed:

    >>> print(OdooLog(["ipai_a"], show=lambda line: None).result(exit_code=1))
    0 passed, 1 failed
    >>> quiet = OdooLog(["ipai_a"], show=lambda line: None)
    >>> quiet.read("2026-11-22 10:00:00,000 7 INFO db odoo.tests.result: 0 failed, 0 error(s) of 0 tests when loading database 'db'")
    >>> print(quiet.result(exit_code=0))
    0 passed, 1 failed
    """

    def __init__(self, expected, show):
        self._expected = expected
        self._show = show
        self._showing = False
        self._ran = None
        self._failed = 0
        self._skipped = 0
        self._errors = 0
        self._addons = set()

    def read(self, line):
        found = LOG_LINE.match(line)
        if not found:
            if self._showing:
                self._show(line)
            return
        self._showing = False
        self._count(found["level"], found["message"])
        if self._showing:
            self._show(line)

    def _count(self, level, message):
        result, skipped, stats = (
            RESULT.search(message),
            SKIPPED.match(message),
            PER_ADDON.match(message),
        )
        if result:
            self._ran = int(result[3])
            self._failed = int(result[1]) + int(result[2])
        elif skipped:
            self._skipped += 1
            self._showing = True
        elif stats:
            self._addons.add(stats[1])
        elif level in ("ERROR", "CRITICAL") and not REPEATED.match(message):
            self._errors += not TEST_FAILED.match(message)
            self._showing = True

    def result(self, exit_code):
        """Return the Result: skipped tests, logged errors, a dead runner and an addon whose tests did not run have failed."""
        if self._ran is None:
            self._show(f"Odoo ended before its tests did (exit code {exit_code}).\n")
            return Result(0, max(1, self._failed + self._errors))
        silent = [name for name in self._expected if name not in self._addons]
        for name in silent:
            self._show(f"No test of {name} ran.\n")
        failed = self._failed + self._skipped + self._errors + len(silent)
        if exit_code and not failed:
            self._show(f"Odoo ended with exit code {exit_code}.\n")
            failed = 1
        return Result(max(0, self._ran - self._failed - self._skipped), failed)


def of_junit(file, exit_code, may_be_empty=False):
    """Return the Result of a pytest run from its JUnit file; a skipped test has failed.

    :param may_be_empty: whether a run in which nothing matched has not failed.
    """
    try:
        suites = ElementTree.parse(file).getroot().iter("testsuite")
    except (OSError, ElementTree.ParseError):
        return Result(0, 1)
    total, failed = 0, 0
    for suite in suites:
        total += int(suite.get("tests"))
        failed += sum(int(suite.get(name)) for name in ("failures", "errors", "skipped"))
    if not total:
        return Result(0, 0 if may_be_empty and exit_code == NOTHING_COLLECTED else 1)
    return Result(max(0, total - failed), failed or (1 if exit_code else 0))
