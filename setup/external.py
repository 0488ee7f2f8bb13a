# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""requirements.txt: what the addons need from PyPI on top of Odoo, made from their manifests as OCA does.

``python -m setup.external`` writes it and fails when it was out of date, as the hook of the linters.
"""

import sys

from .settings import ROOT
from .suite import Suite

HEAD = "# generated from manifests external_dependencies\n"


def text(suite):
    """Return what requirements.txt has to say.

    >>> text(Suite(ROOT / "addons")).startswith(HEAD)
    True
    """
    return HEAD + "".join(f"{name}\n" for name in names(suite))


def names(suite):
    """Return the names of the packages, sorted."""
    return sorted(
        {
            name
            for manifest in suite.manifests.values()
            for name in manifest.get("external_dependencies", {}).get("python", [])
        }
    )


def main():
    file, wanted = ROOT / "requirements.txt", text(Suite(ROOT / "addons"))
    if file.is_file() and file.read_text() == wanted:
        return 0
    file.write_text(wanted)
    print(f"{file.name} was out of date and is written anew")
    return 1


if __name__ == "__main__":
    sys.exit(main())
