# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from werkzeug.exceptions import Forbidden

from odoo import http
from odoo.http import Response, request


class AuditExport(http.Controller):
    @http.route("/ipai/audit/export", type="http", auth="user", methods=["GET"], readonly=True)
    def export(self):
        """The chain of the whole database, for those who may read all of it."""
        if not request.env.user.has_group("base.group_system"):
            raise Forbidden()
        lines = request.env["ipai.audit"].sudo()._json_lines()
        return Response(
            b"".join(part.encode() for part in lines),
            content_type="application/x-ndjson",
            headers={"Content-Disposition": 'attachment; filename="audit.jsonl"'},
        )
