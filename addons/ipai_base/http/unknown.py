# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What to say where no call of the API takes a request."""

from werkzeug.exceptions import HTTPException

from odoo.http import request

from .problems import Problem

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def unknown_path():
    """The Problem of a request that no call of the API takes: not found, or another method."""
    path = request.httprequest.path
    allowed = [method for method in METHODS if _takes(path, method)]
    if not allowed:
        return Problem("not-found", "No call has this address.", "See /ipai/docs.")
    return Problem(
        "method-not-allowed",
        f"This address takes {', '.join(allowed)}.",
        headers={"Allow": ", ".join(allowed)},
    )


def _takes(path, method):
    """Whether a call of the API takes the method at the path."""
    adapter = request.env["ir.http"].routing_map().bind("")
    try:
        rule, _arguments = adapter.match(path, method=method, return_rule=True)
    except HTTPException:
        return False
    return "ipai" in rule.endpoint.routing
