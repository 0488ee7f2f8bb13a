# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A link from one page to another leads to a page that is there, and to a heading that it has."""

import re

from setup.settings import ROOT

PAGES = sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("clients/*/*.md")})
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")
FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)


def anchors(page):
    """The anchors of a page's headings, as the sites make them that show Markdown.

    >>> anchors("## Do it once: `Idempotency-Key`")
    {'do-it-once-idempotency-key'}
    """
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", page), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


def test_each_link_leads_somewhere():
    broken, found = [], 0
    for page in PAGES:
        for path, anchor in LINK.findall(FENCED.sub("", page.read_text())):
            found += 1
            target = (page.parent / path) if path else page
            if not target.exists():
                broken.append(f"{page.relative_to(ROOT)}: {path}")
            elif anchor and anchor not in anchors(target.read_text()):
                broken.append(f"{page.relative_to(ROOT)}: {path}#{anchor}")
    assert found > 30
    assert not broken, "\n".join(broken)


def test_each_page_is_reached_from_the_index():
    index = (ROOT / "docs/index.md").read_text()
    pages = {page.relative_to(ROOT / "docs").as_posix() for page in ROOT.glob("docs/**/*.md")}
    assert pages - {path for path, _anchor in LINK.findall(index)} == {"index.md"}
