# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""`make pot`: the translation template of each addon, exported from a database that has it installed."""

import os
import re
import tempfile
from pathlib import Path

from .console import Problem, note, step
from .instance import opened
from .templates import Templates

# What differs between two exports of the same terms: dates, and the version of Odoo that wrote them.
PASSING = re.compile(
    r'^"(POT-Creation-Date|PO-Revision-Date|Project-Id-Version|Last-Translator):.*\n', re.MULTILINE
)


def run(settings):
    """Write the templates; with CHECK in the environment only tell which are out of date. Return the exit code."""
    suite = settings.suite
    with opened(settings.for_tests(), tools=True, keep=True, durable=False) as instance:
        exported = export(instance, suite.names)
    old = [
        name for name, text in exported.items() if same(text) != same(committed(suite.folder, name))
    ]
    if os.environ.get("CHECK"):
        if old:
            raise Problem(
                f"The translation templates of {', '.join(old)} are out of date: run `make pot` and commit them."
            )
        note(f"{len(exported)} translation templates are up to date.")
        return
    for name in old:
        file = template_file(suite.folder, name)
        file.parent.mkdir(exist_ok=True)
        file.write_text(exported[name])
        note(f"Wrote {file}")


def export(instance, names):
    """Return the text of the template of each addon."""
    templates = Templates(instance)
    copy = templates.copy(templates.get(names), f"{instance.settings.db}_pot")
    step("Exporting translation templates")
    try:
        with tempfile.TemporaryDirectory() as scratch:
            return {name: _export(copy, name, Path(scratch) / f"{name}.pot") for name in names}
    finally:
        copy.drop()


def _export(instance, name, file):
    fails = f"The terms of {name} could not be exported."
    if instance.odoo.series == "18.0":
        instance.run(
            "--no-http",
            "--stop-after-init",
            f"--i18n-export={file}",
            f"--modules={name}",
            fails=fails,
        )
    else:
        instance.run("-o", file, name, subcommand=["i18n", "export"], fails=fails)
    return file.read_text()


def template_file(folder, name):
    return folder / name / "i18n" / f"{name}.pot"


def committed(folder, name):
    file = template_file(folder, name)
    return file.read_text() if file.exists() else ""


def same(text):
    """Return a template without what two exports of the same terms may differ in.

    >>> same('"POT-Creation-Date: 2026-11-22 10:00+0000\\\\n"\\n' + 'msgid "Asset"\\n')
    'msgid "Asset"\\n'
    """
    return PASSING.sub("", text)
