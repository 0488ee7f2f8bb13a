# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""`make docs`: the pages as a site, with a search, one folder for each series, without a warning.

The pages stay the Markdown that they are: they are copied into one tree as they stand in the repository, so that each
link of theirs is the same link on the site.
"""

import json
import os
import re
import shutil
import subprocess

from . import wheels
from .console import Problem, note, step
from .settings import ROOT, SERIES

PAGES = (
    "README.md",
    "CHANGELOG.md",
    "CODE_OF_CONDUCT.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "LICENSE",
    "benchmarks/README.md",
    "clients/ipai/README.md",
    "clients/loom/README.md",
    "docs",
)
SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
LINK = re.compile(r"\[([^\]]+)\]\(([^)#]+\.md)\)")
THEME = {
    "name": "material",
    "font": False,
    "features": ["navigation.sections", "navigation.top", "search.highlight", "content.code.copy"],
}
EXTENSIONS = [
    "tables",
    "admonition",
    "pymdownx.superfences",
    {"toc": {"permalink": True, "slugify": "setup.site:anchor"}},
]


def anchor(text, _separator="-"):
    """Return the anchor of a heading, as the sites make it that show Markdown.

    >>> anchor("Do it once: Idempotency-Key")
    'do-it-once-idempotency-key'
    """
    return re.sub(r"[^\w -]", "", text).lower().replace(" ", "-")


def navigation(index):
    """Return mkdocs' navigation from the tables of docs/index.md.

    >>> navigation("# A\\n## Learn it\\n| you | [the hour](hour.md), [more](../MORE.md) |")
    [{'Start': 'docs/index.md'}, {'Learn it': [{'the hour': 'docs/hour.md'}, {'more': 'MORE.md'}]}]
    """
    parts = SECTION.split(index)
    found = [{"Start": "docs/index.md"}]
    for title, text in zip(parts[1::2], parts[2::2], strict=True):
        pages = [{name: os.path.normpath(f"docs/{path}")} for name, path in LINK.findall(text)]
        found.append({title: pages})
    return found


def configuration(source, site):
    """Return mkdocs' configuration."""
    return {
        "site_name": "IT operations centre",
        "docs_dir": str(source),
        "site_dir": str(site),
        "theme": THEME,
        "plugins": ["search"],
        "markdown_extensions": EXTENSIONS,
        "nav": navigation((ROOT / "docs/index.md").read_text()),
        "exclude_docs": "*.py\n",
        "validation": {"anchors": "warn", "omitted_files": "warn", "not_found": "warn"},
        "extra": {"version": {"provider": "mike"}},
        "copyright": "Copyright InsightPulse AI, AGPL-3",
    }


def gather(source):
    """Copy the pages into one tree, as they stand in the repository."""
    shutil.rmtree(source, ignore_errors=True)
    for name in PAGES:
        target = source / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, target)


def versions(folder):
    """Return what the selector of versions reads: the series that have a folder, newest first."""
    there = [series for series in reversed(SERIES) if (folder / series).is_dir()]
    return [{"version": series, "title": f"Odoo {series}", "aliases": []} for series in there]


def run(settings):
    """Build the site of this series below STATE/site; fail where mkdocs warns of anything."""
    source, folder = settings.state / "site-source", settings.state / "site"
    site = folder / settings.series
    gather(source)
    config = settings.state / "mkdocs.yml"
    # JSON is YAML, but for a function by its name.
    text = json.dumps(configuration(source, site), indent=1)
    config.write_text(text.replace('"setup.site:anchor"', "!!python/name:setup.site.anchor ''"))
    step(f"Building the site of the documentation for Odoo {settings.series}")
    python = wheels.of_docs(settings) / "bin/python"
    command = [python, "-m", "mkdocs", "build", "--strict", "--config-file", config]
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}
    if subprocess.run(command, cwd=ROOT, env=environ).returncode:
        raise Problem("The site was not built: mkdocs says above what does not hold together.")
    (folder / "versions.json").write_text(json.dumps(versions(folder)))
    (folder / "index.html").write_text(
        f'<meta http-equiv="refresh" content="0; url={versions(folder)[0]["version"]}/docs/">\n'
    )
    note(
        f"It stands in {site}: put {folder} on a web server, or open it with `python3 -m http.server`."
    )
