# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.http import request

from ..http import openapi
from ..http.routing import api_route


def _document():
    server = {"url": request.httprequest.host_url.rstrip("/")}
    return {**request.env["ir.http"]._ipai_document(), "servers": [server]}


class Docs(http.Controller):
    @api_route("/ipai/openapi.json", "GET", "This description, for programs", auth="none")
    def openapi(self):
        return _document()

    @http.route("/ipai/docs", type="http", auth="public", methods=["GET"], readonly=True)
    def docs(self):
        """The same for people. It shows names, no data."""
        made = _document()
        return request.render(
            "ipai_base.api_docs", {"info": made["info"], "operations": list(openapi.pages(made))}
        )
