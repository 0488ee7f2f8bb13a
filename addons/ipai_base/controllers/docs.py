# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.http import request

from ..http import openapi
from ..http.routing import api_route

OF_THE_PROXY = [("server-away", 503, "The server is away")]
"""What the proxy in front of Odoo answers in its place."""


def _document():
    # Without servers: that is where the document came from. The Host of a request is its caller's
    # word, and whoever keeps the document would keep it.
    return request.env["ir.http"]._ipai_document()


def _address():
    return request.env["ir.config_parameter"].sudo().get_param("web.base.url", "").rstrip("/")


class Docs(http.Controller):
    @api_route("/ipai/openapi.json", "GET", "This description, for programs", auth="none")
    def openapi(self):
        return _document()

    @http.route("/ipai/docs", type="http", auth="public", methods=["GET"], readonly=True)
    def docs(self):
        """The same for people. It shows names, no data."""
        made = {**_document(), "servers": [{"url": _address()}]}
        return request.render(
            "ipai_base.api_docs",
            {
                "info": made["info"],
                "operations": list(openapi.pages(made)),
                "refusals": [*openapi.refusals(), *OF_THE_PROXY],
            },
        )
