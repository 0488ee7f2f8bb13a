# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The virtual environment: built once from the lock files, kept in the cache, the same for every clone."""

import hashlib
import importlib.util
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from . import debian
from .console import Problem, call, note, step
from .files import locked

REQUIREMENTS = Path(__file__).resolve().parent / "requirements"
TOOLS = "tools.txt"
WHOLE = ".whole"


def get(settings, tools=False):
    """Return the folder of the virtual environment, with the tools for tests and lint when asked for."""
    lock = REQUIREMENTS / f"{settings.series}.txt"
    folder = settings.cache / f"venv-{_key(lock)}"
    with locked(settings.cache / "venv.lock"):
        if not (folder / WHOLE).exists():
            step("Installing the Python packages that Odoo needs (once, a minute or two)")
            _build(folder, lock)
        if tools:
            _add_tools(folder)
    return folder


def of_docs(settings):
    """Return the folder of the virtual environment that builds the site of the documentation."""
    lock = REQUIREMENTS / "docs.txt"
    folder = settings.cache / f"venv-docs-{_key(lock)}"
    with locked(settings.cache / "venv.lock"):
        if not (folder / WHOLE).exists():
            step("Installing what builds the documentation (once)")
            _build(folder, lock)
    return folder


def pins(lock):
    """Return the requirement lines of a lock file, with those of the files it includes, without their hashes."""
    found = []
    for line in lock.read_text().splitlines():
        text = re.sub(r"(^|\s)(#|--hash=).*", "", line).strip()
        if text.startswith("-r "):
            found += pins(lock.parent / text[3:].strip())
        elif text:
            found.append(text)
    return found


def normal(name):
    """Return the name of a package as indexes compare it.

    >>> normal("Typing_Extensions")
    'typing-extensions'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def fingerprint(lock):
    return hashlib.sha256("\n".join(pins(lock)).encode()).hexdigest()[:12]


def _key(lock):
    """Return what names a virtual environment: this very Python and the pinned packages."""
    python = hashlib.sha256(f"{sys.version}{sys.base_prefix}".encode()).hexdigest()[:6]
    return f"{sys.version_info[0]}.{sys.version_info[1]}-{python}-{fingerprint(lock)}"


def _build(folder, lock):
    """Build in place, as the scripts inside hold the path; the mark that it is whole comes last."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    if importlib.util.find_spec("ensurepip"):
        call([sys.executable, "-m", "venv", folder], "Making a virtual environment failed.")
    else:
        call(
            [sys.executable, "-m", "venv", "--without-pip", folder],
            "Making a virtual environment failed.",
        )
        _pip_from_debian(folder)
    _install(folder, lock)
    (folder / WHOLE).touch()


def _pip_from_debian(folder):
    """Debian's Python comes without pip; its wheel is a package that can be unpacked without root."""
    note("This Python has no pip; unpacking Debian's.")
    with tempfile.TemporaryDirectory() as scratch:
        try:
            debian.Mirror(Path(scratch) / "apt").download(["python3-pip-whl"], scratch)
        except Problem as problem:
            raise Problem(
                f"Python's pip is missing: type `sudo apt-get install python3-venv`.\n{problem}"
            ) from problem
        wheel = next(Path(scratch).glob("usr/share/python-wheels/pip-*.whl"))
        call(
            [folder / "bin/python", wheel / "pip", "install", "--quiet", "--no-index", wheel],
            "Installing pip failed.",
        )


def _add_tools(folder):
    lock = REQUIREMENTS / TOOLS
    mark = folder / f".tools-{fingerprint(lock)}"
    if not mark.exists():
        step("Installing the tools for tests and lint (once)")
        _install(folder, lock)
        mark.touch()


def _install(folder, lock):
    command = [
        folder / "bin/python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-input",
        "--no-deps",
        "--require-hashes",
        "-r",
        lock,
    ]
    call(
        command,
        f"The packages of {lock.name} could not be installed: check the network and pip's settings.",
        env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONPATH": ""},
    )
