# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.http import request


class Bare(http.Controller):
    """What one writes without us: no key, no schema, no limit, no audit; one row for each call."""

    @http.route(
        "/bench/bare",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        save_session=False,
        readonly=False,
    )
    def bare(self):
        values = request.get_json_data()
        row = request.env["ipai.bench.row"].sudo().create({"source": values["source"]})
        return request.make_json_response({"id": row.id})
