# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import mimetypes

from odoo import http
from odoo.http import request

from .. import help_pages


class Help(http.Controller):
    @http.route("/ipai/help", type="http", auth="user", methods=["GET"], readonly=True)
    def of_screen(self, action="", model="", **_more):
        """Lead from a screen to its page: on the site that the settings name, else here."""
        page = help_pages.page_of(self._room(action, model), model, action)
        address = request.env["ir.config_parameter"].sudo().get_param(help_pages.ADDRESS)
        if address:
            return request.redirect(help_pages.on_site(address, page), code=303, local=False)
        return request.redirect(f"/ipai/help/docs/{page}", code=303)

    def _room(self, action, model):
        if action.startswith("ipai_"):
            return action.partition(".")[0]
        return request.env[model]._original_module if model in request.env else ""

    @http.route(
        "/ipai/help/<path:name>", type="http", auth="public", methods=["GET"], readonly=True
    )
    def page(self, name):
        """A page of the documentation, or one of its pictures, as it stands beside the addons."""
        file = help_pages.file_of(name)
        if file is None:
            raise request.not_found(
                "This page does not stand beside the addons. Put docs/ there, or name a site with the pages in the"
                f" system parameter {help_pages.ADDRESS}."
            )
        if file.suffix == ".md":
            made = help_pages.shown(name, file.read_text(encoding="utf-8"))
            return request.make_response(made, [("Content-Type", "text/html; charset=utf-8")])
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return request.make_response(
            file.read_bytes(), [("Content-Type", kind), ("X-Content-Type-Options", "nosniff")]
        )
