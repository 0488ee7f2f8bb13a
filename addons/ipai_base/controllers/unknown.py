# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from werkzeug.exceptions import HTTPException

from odoo import http
from odoo.http import request

from ..http.problems import Problem
from ..http.routing import catch_all

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class Unknown(http.Controller):
    """What nothing else matches below our prefix: JSON as well, where Odoo would answer HTML."""

    @catch_all("/ipai")
    def unknown(self, **_arguments):
        raise unknown_path()


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
