# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The addons of this repository: which there are, what they need, and whether their code changed."""

import ast
import functools
import hashlib
from fnmatch import fnmatch

from .console import Problem

# What an upgrade of the database does not read.
UNREAD = (
    "*.pyc",
    "__pycache__/*",
    "*/__pycache__/*",
    "i18n/*.pot",
    "static/*",
    "tests/*",
    "readme/*",
    "README.*",
)


class Suite:
    """The addons in one folder."""

    def __init__(self, folder):
        self.folder = folder

    @functools.cached_property
    def manifests(self):
        return {
            file.parent.name: _manifest(file)
            for file in sorted(self.folder.glob("*/__manifest__.py"))
        }

    @property
    def names(self):
        return sorted(
            name for name, manifest in self.manifests.items() if manifest.get("installable", True)
        )

    def closure(self, names):
        """Return the addons of the suite among `names` and all that they depend on, as a set."""
        found, open_names = set(), list(names)
        while open_names:
            name = open_names.pop()
            if name in self.manifests and name not in found:
                found.add(name)
                open_names += self.manifests[name].get("depends", [])
        return found

    def outside(self, names):
        """Return the addons of Odoo and of others that `names` and their dependencies need, as a set."""
        needed = {
            need for name in self.closure(names) for need in self.manifests[name].get("depends", [])
        }
        return needed - set(self.manifests)

    def checksum(self, name, leave_out=UNREAD):
        return checksum(self.folder / name, leave_out)

    def with_tests(self):
        return [
            name for name in self.names if any((self.folder / name / "tests").glob("test_*.py"))
        ]


def checksum(folder, leave_out=UNREAD):
    """Return the checksum of an addon's code and data, without what an upgrade does not read."""
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = file.relative_to(folder).as_posix()
        if not any(fnmatch(name, pattern) for pattern in leave_out):
            digest.update(f"{name}\0".encode() + file.read_bytes() + b"\0")
    return digest.hexdigest()[:32]


def _manifest(file):
    try:
        return ast.literal_eval(file.read_text())
    except (SyntaxError, ValueError) as error:
        raise Problem(
            f"{file} is not a manifest: {error}. Repair it, then run this again."
        ) from error
