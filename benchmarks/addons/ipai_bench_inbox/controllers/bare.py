# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.http import request


class Bare(http.Controller):
    """The least that a route can do and still keep what came: one INSERT, without user, ORM or signature."""

    @http.route(
        "/bench/insert",
        type="http",
        auth="none",
        methods=["POST"],
        csrf=False,
        save_session=False,
        readonly=False,
    )
    def insert(self):
        raw = request.httprequest.get_data()
        request.env.cr.execute("INSERT INTO ipai_bench_raw (raw) VALUES (%s) RETURNING id", [raw])
        return request.make_json_response({"id": request.env.cr.fetchone()[0]})
