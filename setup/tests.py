# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""`make test`: Odoo's own test runner, the doctests, and the suite tests from outside, counted together."""

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor

from . import database, debian, leaks, results, server, shards
from .console import Problem, note, step
from .files import locked
from .instance import follow_together, free_port, make_state, opened
from .results import Result
from .settings import ROOT
from .templates import Templates

ONLY_ADDONS = "IPAI_ONLY_ADDONS"
"""Set in the environment, leaves out the tests from outside."""


def run(settings):
    """Run the tests that ADDON and K choose; return the exit code."""
    addon, pattern = os.environ.get("ADDON"), os.environ.get("K")
    suite = settings.suite
    if addon and addon not in suite.names:
        raise Problem(
            f"ADDON={addon} is not in {settings.addons}: choose one of {', '.join(suite.names)}."
        )
    server.raise_on_signals()
    debian.require(*debian.TOOLS)
    own = settings.for_tests()
    busy = Problem(
        f"Tests run already with this state: wait, or use another as in `make test STATE={settings.state}-2`."
    )
    make_state(own)
    with (
        locked(own.state / "test.lock", wait=0, busy=busy),
        opened(own, tools=True, durable=False) as instance,
    ):
        templates = Templates(instance)
        names = [addon] if addon else suite.names
        if pattern:
            result = _matching(instance, templates, names, pattern, everything=not addon)
        else:
            with ThreadPoolExecutor() as beside:
                beside.submit(_wake_browser)
                examples = beside.submit(_run_examples, instance, names)
                result = _odoo(instance, templates, names, keep=not addon)
                result += _doctests(examples.result())
            if not addon and not os.environ.get(ONLY_ADDONS):
                result += _outside(instance)
        print(result, flush=True)
        return 1 if result.failed or not result.passed else 0


def run_install(settings):
    """Run the tests of installing, upgrading and uninstalling, which `make test` leaves out; return the exit code.

    K chooses some by their names.
    """
    pattern = os.environ.get("K")
    own = settings.for_tests()
    make_state(own)
    with opened(own, tools=True, keep=True, durable=False) as instance:
        step("Tests of installing, upgrading and uninstalling")
        options = ["-k", pattern] if pattern else []
        result = outside(instance, "tests/install", *options)
        print(result, flush=True)
        return 1 if result.failed or not result.passed else 0


@contextlib.contextmanager
def serving_copy(settings, name="copy", workers=0):
    """Yield the server.Running of an instance of its own with the whole suite installed; it is thrown away afterwards."""
    own = settings.for_tests()
    with opened(own, tools=True, keep=True, durable=False) as instance:
        templates = Templates(instance)
        template = templates.get(own.suite.names)
        copy = templates.copy(template, f"{own.db}_{name}", port=free_port(), workers=workers)
        try:
            database.bring_up_to_date(copy)
            with server.serving(copy) as (running, _process):
                yield running
        finally:
            copy.drop()


def _odoo(instance, templates, names, keep):
    """Install the addons, with their tests, on copies of what they need; keep a database for the tests from outside.

    The shards of the tests run side by side, each on a copy of its own.
    """
    suite = instance.settings.suite
    template = templates.get((suite.closure(names) - set(names)) | suite.outside(names))
    step(f"Odoo's tests of {', '.join(names)}")
    runs, copies = [], []
    for shard in shards.of(suite, names):
        copy = templates.copy(template, f"{instance.settings.db}_{shard.name}", port=free_port())
        command = copy.command(
            # One that installs itself may be there already: its tests run when it is upgraded.
            *("-i", ",".join(names), "-u", ",".join(names)),
            *("--test-enable", f"--test-tags={shard.tags}", "--stop-after-init"),
        )
        shown = []
        copy.log_file.unlink(missing_ok=True)
        runs.append((copy, command, results.OdooLog(shard.addons, show=shown.append), shown))
        copies.append(copy)
    codes = follow_together([(copy, command, log.read) for copy, command, log, _shown in runs])
    result = Result()
    for (copy, _command, log, shown), code in zip(runs, codes, strict=True):
        part = log.result(code)
        print("".join(shown), end="", flush=True)
        note(f"{part}; the log: {copy.log_file}")
        result += part
        if leaks.ADDON in names:
            result += leaks.check(copy)
    if keep and copies and _installed(copies[0], names):
        templates.adopt(copies.pop(0), names)
    for copy in copies:
        copy.drop()
    return result


def _installed(instance, names):
    quoted = ", ".join(f"'{name}'" for name in names)
    query = (
        f"SELECT count(*) FROM ir_module_module WHERE state = 'installed' AND name IN ({quoted})"
    )
    return instance.databases.query(query, instance.settings.db) == [[str(len(names))]]


def _wake_browser():
    """Let Chromium be read from the disk: Odoo gives it ten seconds to start, else it skips the test."""
    browser = next(filter(None, map(shutil.which, debian.TOOLS["chromium"])))
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile,
        contextlib.suppress(subprocess.TimeoutExpired),
    ):
        subprocess.run(
            [browser, *options, f"--user-data-dir={profile}", "about:blank"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
        )


def _run_examples(instance, names):
    return _python(instance, "-m", "setup.doctests", instance.settings.addons, *names)


def _doctests(output):
    step("Doctests")
    found = re.search(r"^(\d+) passed, (\d+) failed$", output.stdout, re.MULTILINE)
    result = (
        Result(int(found[1]), int(found[2]))
        if found and output.returncode in (0, 1)
        else Result(0, 1)
    )
    if result.failed:
        print(output.stdout, flush=True)
    else:
        note(f"{result.passed} examples hold")
    return result


def _outside(instance, *options, may_be_empty=False):
    """Run tests/ and the doctests of setup/ and of the client with pytest."""
    step("Tests from outside")
    # Without the plugin that loads an Odoo into the tests' own process.
    paths = ("tests", "setup", "clients/loom/src", "clients/ipai/src")
    common = (
        "-p",
        "no:odoo",
        "--doctest-modules",
        "--ignore=tests/install",
        "--ignore=tests/image",
    )
    return _pytest(instance, *paths, *common, *options, may_be_empty=may_be_empty)


def _matching(instance, templates, names, pattern, everything):
    """Run the tests whose name matches; of `everything`, one half with a match is enough."""
    result = _of_addons(instance, templates, names, pattern, may_be_empty=everything)
    if everything:
        result += _outside(instance, "-k", pattern, may_be_empty=True)
    return result


def _of_addons(instance, templates, names, pattern, may_be_empty):
    """Run the addons' tests whose name matches, on a database with them installed, with pytest-odoo."""
    addons = instance.settings.addons
    tests = [
        addons / name / "tests" for name in names if name in instance.settings.suite.with_tests()
    ]
    if not tests:
        return Result()
    copy = templates.copy(templates.get(names), f"{instance.settings.db}_match", port=free_port())
    try:
        step(f"Tests of {', '.join(names)} that match {pattern}")
        odoo = [
            f"--odoo-config={copy.config_file}",
            f"--odoo-database={copy.settings.db}",
            "--odoo-http",
        ]
        return _pytest(copy, *tests, *odoo, "-k", pattern, may_be_empty=may_be_empty)
    finally:
        copy.drop()


def outside(instance, *arguments, environment=None):
    """Run tests that stand apart from those of `make test`; return their Result."""
    return _pytest(instance, *arguments, "-p", "no:odoo", environment=environment)


def _pytest(instance, *arguments, may_be_empty=False, environment=None):
    report = instance.settings.state / "junit.xml"
    report.unlink(missing_ok=True)
    common = [
        "-q",
        "-ra",
        "--tb=short",
        "--disable-warnings",
        "-p",
        "no:cacheprovider",
        f"--junitxml={report}",
    ]
    done = _python(
        instance, "-m", "pytest", *common, *arguments, capture=False, environment=environment
    )
    return results.of_junit(report, done.returncode, may_be_empty)


def _python(instance, *arguments, capture=True, environment=None):
    return subprocess.run(
        instance.python(*arguments),
        cwd=ROOT,
        env=environment or instance.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if capture else None,
        stderr=subprocess.STDOUT if capture else None,
        text=True,
    )
