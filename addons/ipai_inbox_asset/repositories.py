# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which repository of GitHub an address names."""

import re

ADDRESS = re.compile(
    r"(?:https?://|ssh://git@|git@)(?:www\.)?github\.com[/:]([\w.-]+/[\w.-]+?)(?:\.git)?(?:[/?#].*)?",
    re.IGNORECASE,
)


def named(url):
    """Return owner and name, folded; empty when the address names none.

    >>> named("https://github.com/Acme/Router"), named("https://github.com/acme/router.git")
    ('acme/router', 'acme/router')
    >>> named("https://github.com/acme/router/wiki/Boot#first"), named("git@github.com:acme/router.git")
    ('acme/router', 'acme/router')
    >>> named("https://github.com/acme"), named("https://example.com/github.com/acme/router"), named(False)
    ('', '', '')
    """
    found = ADDRESS.fullmatch(url or "")
    return found[1].casefold() if found else ""
