# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Write the README.rst of each addon from its readme/*.md: ``python -m setup.readme [ADDON]…``.

The fragments are OCA's: a DESCRIPTION, then a section for each other one that is there.
Exit code 1 when a file changed or a fragment cannot be turned into reStructuredText.
"""

import ast
import re
import sys
from pathlib import Path

import mistune
from docutils.core import publish_doctree
from docutils.utils import SystemMessage
from mistune.renderers.rst import RSTRenderer

ADDONS = Path(__file__).resolve().parent.parent / "addons"
SECTIONS = {
    "CONTEXT": "Use Cases",
    "INSTALL": "Installation",
    "CONFIGURE": "Configuration",
    "USAGE": "Usage",
    "ROADMAP": "Known Issues",
    "HISTORY": "Changelog",
    "CREDITS": "Credits",
}
TEMPLATE = """\
.. Generated from readme/*.md by setup/readme.py: change those, then run make lint.

{title}

{body}

License
=======

{license}, see https://www.gnu.org/licenses/agpl-3.0.html. Copyright {author}.
"""
LICENSES = {"AGPL-3": "GNU Affero General Public License 3 or later"}


class ReadmeError(Exception):
    """A fragment that has no reStructuredText form; the message names it."""


class Renderer(RSTRenderer):
    """reStructuredText as it stands inside a section: headings go below the section's own.

    >>> print(to_rst("## Ports\\n\\nUse `8072`, *not* a_ or 2*3."))
    Ports
    -----
    <BLANKLINE>
    Use ``8072``, *not* a\\_ or 2\\*3.
    >>> print(to_rst("| A | B |\\n|---|---|\\n| 1 | `x` |"))
    .. list-table::
       :header-rows: 1
    <BLANKLINE>
       * - A
         - B
       * - 1
         - ``x``
    >>> to_rst("a <b>bold</b> word")
    Traceback (most recent call last):
    ...
    setup.readme.ReadmeError: HTML cannot stand in a README: '<b>'
    """

    MARKERS = "-~^\"'."

    def __init__(self, top_level=1):
        """Give the headings of top_level, the highest in the fragment, the first marker."""
        super().__init__()
        self.HEADING_MARKERS = dict(enumerate(self.MARKERS, start=top_level))

    def text(self, token, state):
        return re.sub(r"([\\*`|]|_(?!\w))", r"\\\1", token["raw"])

    def softbreak(self, token, state):
        return "\n"

    def inline_html(self, token, state):
        raise ReadmeError(f"HTML cannot stand in a README: {token['raw'].strip()!r}")

    block_html = inline_html

    def table(self, token, state):
        head, body = token["children"]
        rows = [head, *body["children"]]
        return ".. list-table::\n   :header-rows: 1\n\n" + self.render_tokens(rows, state) + "\n"

    def table_row(self, token, state):
        cells = [self.render_children(cell, state) for cell in token["children"]]
        return "   * - " + "\n     - ".join(cells) + "\n"

    table_head = table_row


def to_rst(markdown):
    """Return a fragment as reStructuredText, without a newline at its end."""
    blocks = mistune.create_markdown(renderer=None)(markdown)
    levels = [block["attrs"]["level"] for block in blocks if block["type"] == "heading"]
    renderer = Renderer(min(levels, default=1))
    return mistune.create_markdown(renderer=renderer, plugins=["table"])(markdown).strip()


def build(addon):
    """Return the README.rst that belongs to the addon in this folder."""
    manifest = ast.literal_eval((addon / "__manifest__.py").read_text(encoding="utf-8"))
    fragments = addon / "readme"
    if not (fragments / "DESCRIPTION.md").is_file():
        raise ReadmeError(f"{addon.name}/readme/DESCRIPTION.md is missing: say what the addon does")
    parts = []
    for stem, heading in {"DESCRIPTION": None, **SECTIONS}.items():
        path = fragments / f"{stem}.md"
        if not path.is_file():
            continue
        if heading:
            parts.append(f"{heading}\n{'=' * len(heading)}")
        try:
            parts.append(to_rst(path.read_text(encoding="utf-8")))
        except ReadmeError as error:
            raise ReadmeError(f"{addon.name}/readme/{path.name}: {error}") from error
    line = "=" * len(manifest["name"])
    text = TEMPLATE.format(
        title=f"{line}\n{manifest['name']}\n{line}",
        body="\n\n".join(parts),
        license=LICENSES[manifest["license"]],
        author=manifest["author"],
    )
    check(addon, text)
    return text


def check(addon, text):
    """Raise ReadmeError when docutils would warn about this text."""
    try:
        publish_doctree(text, settings_overrides={"halt_level": 2, "report_level": 5})
    except SystemMessage as error:
        raise ReadmeError(f"{addon.name}/README.rst would be broken: {error}") from error


def main(names):
    addons = (
        [ADDONS / name for name in names] if names else sorted(ADDONS.glob("*/__manifest__.py"))
    )
    failed = False
    for addon in (path if path.is_dir() else path.parent for path in addons):
        readme = addon / "README.rst"
        try:
            text = build(addon)
        except ReadmeError as error:
            print(error, file=sys.stderr)
            failed = True
            continue
        if not readme.is_file() or readme.read_text(encoding="utf-8") != text:
            readme.write_text(text, encoding="utf-8")
            print(f"{addon.name}/README.rst was out of date and is written anew")
            failed = True
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
