# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which addresses are ours: those of the contract below /odoo, which is the web client's, and below /loom/v1."""

import re

PREFIXES = ("/odoo", "/loom/v1")
HEADS = ("status", "search", "partners", "propose", "execute", "proposals")
PROPOSALS_PAGE = "/odoo/change-proposals"


def both(path):
    """The addresses of one call.

    >>> both("/status")
    ['/odoo/status', '/loom/v1/status']
    """
    return [prefix + path for prefix in PREFIXES]


def page_of(path):
    """Where a person who opens one of our addresses in a browser wants to go.

    >>> page_of("/odoo/partners/7"), page_of("/odoo/proposals"), page_of("/odoo/search/leads")
    ('/odoo/contacts/7', '/odoo/change-proposals', '/odoo')
    """
    _root, _odoo, head, *rest = path.split("/")
    number = rest[0] if rest and re.fullmatch(r"\d{1,9}", rest[0]) else None
    if head == "partners":
        return f"/odoo/contacts/{number}" if number else "/odoo/contacts"
    if head in ("proposals", "execute"):
        return PROPOSALS_PAGE
    return "/odoo"
