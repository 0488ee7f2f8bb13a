# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A figure that an addon's README claims, or a page beside the name of a benchmark, stands in benchmarks/README.md."""

import re

from setup.settings import ROOT

FIGURE = re.compile(
    r"\b\d[\d.,]* ?(?:ms|s|seconds|kB|MB|%|times|requests a second|events a second)(?!\w)"
)
CITED = re.compile(r"benchmarks/\w+\.py|make bench")
SET_NOT_MEASURED = {
    "addons/ipai_base/readme/ROADMAP.md": {"60 seconds"},
}
"""What is a setting of ours, and no measurement."""


def figures(text):
    """Each figure of a text, in one spelling.

    >>> sorted(figures("It takes 1.6 s, or 25 to 113 ms, 1,000 times. In 2026 there were 7 assets."))
    ['1,000 times', '1.6 s', '113 ms']
    """
    return {re.sub(r"\s+", " ", found) for found in FIGURE.findall(re.sub(r"\s+", " ", text))}


def claims():
    """Yield (page, its text that claims figures)."""
    for page in sorted(ROOT.glob("addons/*/readme/*.md")):
        yield page, page.read_text()
    for page in sorted((ROOT / "README.md", *ROOT.glob("docs/*.md"))):
        for paragraph in page.read_text().split("\n\n"):
            if CITED.search(paragraph):
                yield page, paragraph


def test_every_figure_that_is_claimed_is_one_that_was_measured():
    measured, wrong, pages = figures((ROOT / "benchmarks/README.md").read_text()), [], 0
    for page, text in claims():
        name = page.relative_to(ROOT).as_posix()
        unknown = figures(text) - measured - SET_NOT_MEASURED.get(name, set())
        wrong += [f"{name}: {figure}" for figure in sorted(unknown)]
        pages += 1
    assert pages > 30
    assert not wrong, "\n".join(wrong)


def test_a_figure_that_is_no_longer_measured_is_found():
    measured = figures((ROOT / "benchmarks/README.md").read_text())
    assert len(measured) > 50
    assert figures("It takes 987.6 ms.") - measured == {"987.6 ms"}
