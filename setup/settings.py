# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The environment variables that a person may set, read once into one object."""

import dataclasses
import os
import re
import sys
from pathlib import Path

from .console import Problem
from .suite import Suite

ROOT = Path(__file__).resolve().parent.parent
SERIES = ("18.0", "19.0")
PYTHONS = ((3, 10), (3, 12))


@dataclasses.dataclass(frozen=True)
class Settings:
    """What to run and where.

    `state` belongs to one instance: database, files, logs, password. `cache` holds what is downloaded or built once
    for all instances of a machine.
    """

    state: Path
    cache: Path
    addons: Path
    odoo_home: Path | None
    series: str
    host: str
    port: int
    db: str
    workers: int

    @classmethod
    def from_environment(cls, environ=os.environ):
        """Return the settings; raise Problem for a value that cannot be.

        >>> Settings.from_environment({"PORT": "80a"})
        Traceback (most recent call last):
        ...
        setup.console.Problem: PORT=80a is not a port: give a number from 1 to 65535.
        """
        home = environ.get("ODOO_HOME")
        return cls(
            state=_folder(environ.get("STATE") or ROOT / ".state"),
            cache=_folder(environ.get("CACHE") or _default_cache(environ)),
            addons=_folder(environ.get("ADDONS") or ROOT / "addons"),
            odoo_home=_folder(home) if home else None,
            series=_series(_folder(home) if home else None, environ.get("SERIES") or SERIES[-1]),
            host=environ.get("HOST") or "127.0.0.1",
            port=_number(environ, "PORT", 8069, 1, 65535, "a port"),
            db=_database(environ.get("DB") or "ipai"),
            workers=_number(environ, "WORKERS", 0, 0, 64, "a number of workers"),
        )

    @property
    def suite(self):
        return Suite(self.addons)

    def for_tests(self):
        """Return the settings of the tests: a state of their own, so that a running instance is left alone."""
        return dataclasses.replace(
            self, state=self.state / "test", db=f"{self.db}_test", host="127.0.0.1", workers=0
        )

    def with_db(self, db, **changes):
        return dataclasses.replace(self, db=db, **changes)


def check_python():
    """Raise Problem when this Python cannot run Odoo."""
    if not PYTHONS[0] <= sys.version_info[:2] <= PYTHONS[1]:
        raise Problem(
            f"Python {sys.version_info[0]}.{sys.version_info[1]} cannot run Odoo: name a Python from 3.10 to 3.12,"
            " as in `make run PYTHON=python3.11`."
        )


def _default_cache(environ):
    """The database server of root runs as another user, who may not enter root's home."""
    if os.geteuid() == 0 and not environ.get("XDG_CACHE_HOME"):
        return "/var/cache/ipai"
    return Path(environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ipai"


def _folder(path):
    return Path(path).expanduser().absolute()


def _series(home, wanted):
    if home is None:
        if wanted not in SERIES:
            raise Problem(f"SERIES={wanted} is not supported: choose one of {', '.join(SERIES)}.")
        return wanted
    release = home / "odoo" / "release.py"
    found = (
        re.search(r"version_info\s*=\s*\((\d+),\s*(\d+)", release.read_text())
        if release.is_file()
        else None
    )
    series = f"{found[1]}.{found[2]}" if found else "none"
    if series not in SERIES or not (home / "odoo-bin").is_file():
        raise Problem(
            f"ODOO_HOME={home} is not a checkout of Odoo {' or '.join(SERIES)} (found: {series}):"
            " name the folder that holds odoo-bin, or unset ODOO_HOME to have Odoo fetched."
        )
    return series


def _database(name):
    """
    >>> _database("Robert'); DROP")
    Traceback (most recent call last):
    ...
    setup.console.Problem: DB=Robert'); DROP is not a database name: use small letters, digits and underscores, at most 40.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", name):
        raise Problem(
            f"DB={name} is not a database name: use small letters, digits and underscores, at most 40."
        )
    return name


def _number(environ, name, default, least, most, what):
    text = environ.get(name) or str(default)
    if not re.fullmatch(r"\d{1,6}", text) or not least <= int(text) <= most:
        raise Problem(f"{name}={text} is not {what}: give a number from {least} to {most}.")
    return int(text)
