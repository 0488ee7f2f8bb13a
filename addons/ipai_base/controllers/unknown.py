# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from werkzeug.exceptions import HTTPException

from odoo import http
from odoo.http import request

from ..http.dispatcher import ROUTING_TYPE
from ..http.problems import Problem

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class Unknown(http.Controller):
    """What nothing else matches below our prefix: JSON as well, where Odoo would answer HTML."""

    @http.route(
        ["/ipai", "/ipai/<path:rest>"],
        type=ROUTING_TYPE,
        auth="none",
        csrf=False,
        save_session=False,
        readonly=False,
    )
    def unknown(self, **_arguments):
        path = request.httprequest.path
        allowed = [method for method in METHODS if _takes(path, method)]
        if not allowed:
            raise Problem("not-found", "No call has this address.", "See /ipai/docs.")
        raise Problem(
            "method-not-allowed",
            f"This address takes {', '.join(allowed)}.",
            headers={"Allow": ", ".join(allowed)},
        )


def _takes(path, method):
    """Whether another route than the catch-all takes the method at the path."""
    adapter = request.env["ir.http"].routing_map().bind("")
    try:
        rule, _arguments = adapter.match(path, method=method, return_rule=True)
    except HTTPException:
        return False
    return not rule.rule.endswith("<path:rest>") and rule.rule != "/ipai"
