# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.http import request


class Bare(http.Controller):
    """What one writes without us: Odoo's own key, no schema, no limit, no audit; the same fields of the same assets."""

    @http.route(
        "/bench/assets",
        type="http",
        auth="bearer",
        methods=["POST"],
        csrf=False,
        save_session=False,
        readonly=True,
    )
    def assets(self):
        asked = request.get_json_data()
        rows = request.env["ipai.asset"].search_read(
            asked["domain"], asked["fields"], limit=asked["limit"], order="id"
        )
        return request.make_json_response(rows)
