# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.http import content_disposition, request

from .. import template


class ImportTemplate(http.Controller):
    @http.route(
        "/ipai/import-template.csv", type="http", auth="user", methods=["GET"], readonly=True
    )
    def template(self):
        """The columns that a file may have, with a row as an example: names of fields, no data."""
        if not request.env["ipai.import.run"].has_access("create"):
            raise request.not_found()
        headers = [
            ("Content-Type", "text/csv; charset=utf-8"),
            ("Content-Disposition", content_disposition("assets.csv")),
        ]
        # With its mark: else a spreadsheet takes it for the code page of its own country.
        return request.make_response("\ufeff" + template.text(request.env), headers)
