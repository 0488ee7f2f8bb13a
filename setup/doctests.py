# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Run inside the virtual environment: the doctests of the addons' plain modules, under the names that Odoo gives them.

pytest cannot: it would import `addressing.py` as `addressing`, and its `from odoo.addons.…` would be another module.
"""

import doctest
import importlib
import re
import sys
from pathlib import Path

# What pytest collects, or what is no module of an addon.
APART = {"tests", "static", "migrations", "i18n", "__manifest__.py"}


class Checker(doctest.OutputChecker):
    """Compares exceptions by the name of their class, so that an example need not spell out the module."""

    def check_output(self, want, got, optionflags):
        return super().check_output(_unqualified(want), _unqualified(got), optionflags)


def modules(addons, names):
    """Yield the name and file of each module that has an example in it."""
    for name in names:
        for file in sorted((addons / name).rglob("*.py")):
            path = file.relative_to(addons)
            if not APART & set(path.parts) and ">>>" in file.read_text():
                yield (
                    ".".join(("odoo", "addons", *path.with_suffix("").parts)).removesuffix(
                        ".__init__"
                    ),
                    file,
                )


def _unqualified(text):
    """
    >>> _unqualified("odoo.addons.ipai_a.links.LinkError: no host")
    'LinkError: no host'
    """
    return re.sub(r"\A(?:[a-z_]\w*\.)+(?=[A-Z]\w*(?::|\s*\Z))", "", text)


def main(addons, names):
    import odoo
    from odoo.tools import config

    # In a checkout Odoo's own addons lie beside the package, not in it.
    beside = Path(next(iter(odoo.__path__))).parent / "addons"
    path = f"{beside},{addons}" if (beside / "web").is_dir() else f"{addons}"
    config.parse_config([f"--addons-path={path}", "--log-level=error"])
    passed = failed = 0
    for name, file in modules(Path(addons), names):
        try:
            examples = doctest.DocTestFinder(exclude_empty=True).find(importlib.import_module(name))
        except Exception as error:
            print(f"{file}: cannot be imported: {error!r}")
            failed += 1
            continue
        for example in examples:
            if example.examples:
                wrong = (
                    doctest.DocTestRunner(Checker(), optionflags=doctest.ELLIPSIS)
                    .run(example)
                    .failed
                )
                failed += bool(wrong)
                passed += not wrong
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
