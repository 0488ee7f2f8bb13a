# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo itself: the checkout that a person names, else Debian's package, else a clone; the last two kept in the cache."""

import dataclasses
import hashlib
import os
import shutil
from pathlib import Path

from . import debian
from .console import Problem, call, note, step
from .files import complete, locked

REPOSITORY = "https://github.com/odoo/odoo"
# What Debian's package takes from others by links; the newer fonts lack the old file names.
LINKED = (
    "libjs-jquery/sid libjs-underscore/sid libjs-jquery-form/sid fonts-roboto-unhinted/sid fonts-montserrat/sid"
    " fonts-ocr-b/sid fonts-font-awesome/bookworm fonts-inconsolata/bookworm"
).split()
# Not in Debian's package; without it each backend bundle logs an error and every browser test fails.
STUB = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"


@dataclasses.dataclass(frozen=True)
class Odoo:
    """`path` goes on the Python path, `script` starts it, `version` changes when its code does."""

    series: str
    version: str
    path: Path
    script: Path


def get(settings):
    """Return the Odoo to use, fetched when needed."""
    if settings.odoo_home:
        return _checkout(settings.odoo_home, settings.series)
    with locked(settings.cache / "odoo.lock"):
        return _cached(settings) or _fetch(settings)


def _checkout(home, series):
    if (home / ".git").exists():
        version = call(
            ["git", "-c", f"safe.directory={home}", "-C", home, "rev-parse", "HEAD"],
            f"{home} is a damaged checkout.",
        )
    else:
        version = fingerprint(home)
    return Odoo(series, version.strip(), home, home / "odoo-bin")


def fingerprint(home):
    """Return what changes when a file of an unpacked Odoo does: names, sizes and times, for content takes long to read."""
    digest = hashlib.sha256()
    for folder in ("odoo", "addons"):
        for path, folders, names in os.walk(home / folder):
            folders.sort()
            for name in sorted(names):
                if name.endswith((".py", ".xml", ".csv", ".js", ".scss")):
                    stat = os.stat(os.path.join(path, name))
                    digest.update(f"{path}/{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:32]


def _cached(settings):
    debian_root, clone = _places(settings)
    if debian_root.exists():
        return _unpacked(debian_root, settings.series)
    return _checkout(clone, settings.series) if clone.exists() else None


def _places(settings):
    return (
        settings.cache / f"odoo-{settings.series}-debian",
        settings.cache / f"odoo-{settings.series}-git",
    )


def _unpacked(root, series):
    return Odoo(
        series,
        (root / "VERSION").read_text(),
        root / "usr/lib/python3/dist-packages",
        root / "usr/bin/odoo",
    )


def _fetch(settings):
    debian_root, clone = _places(settings)
    refused = ""
    if settings.series == "19.0" and debian.release().get("ID") == "debian":
        step("Fetching Odoo 19.0 from Debian (once, 125 MB)")
        try:
            return _from_debian(settings, debian_root)
        except Problem as problem:
            refused = f"{problem}\n"
            note("Debian did not give it; trying a clone.")
    step(f"Cloning Odoo {settings.series} (once, 1 GB)")
    try:
        with complete(clone) as folder:
            call(
                [
                    "git",
                    "clone",
                    "--quiet",
                    "--depth",
                    "1",
                    "--branch",
                    settings.series,
                    REPOSITORY,
                    folder,
                ],
                "The clone failed as well.",
            )
    except Problem as problem:
        raise Problem(
            f"Odoo {settings.series} could not be fetched: check the network, or set ODOO_HOME to a checkout.\n"
            f"{refused}{problem}"
        ) from problem
    return _checkout(clone, settings.series)


def _from_debian(settings, root):
    apt = settings.cache / "apt-odoo"
    mirror = debian.Mirror(apt, ("sid", "bookworm"))
    with complete(root) as folder:
        mirror.download(["odoo-19/sid", *LINKED], folder)
        packages = folder / "usr/lib/python3/dist-packages"
        stub = packages / "odoo/addons" / STUB
        stub.parent.mkdir(parents=True, exist_ok=True)
        stub.touch()
        # Strays beside the package: half a copy of the addons, and names that others on the Python path need.
        for name in ("addons", "setup", "doc"):
            shutil.rmtree(packages / name, ignore_errors=True)
        (folder / "VERSION").write_text(mirror.version("odoo-19"))
    shutil.rmtree(apt, ignore_errors=True)
    return _unpacked(root, settings.series)
