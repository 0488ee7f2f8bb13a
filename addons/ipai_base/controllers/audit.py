# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from werkzeug.exceptions import Forbidden

from odoo import SUPERUSER_ID, api, http
from odoo.http import Response, request


class AuditExport(http.Controller):
    @http.route("/ipai/audit/export", type="http", auth="user", methods=["GET"], readonly=True)
    def export(self):
        """The chain of the whole database, for those who may read all of it."""
        if not request.env.user.has_group("base.group_system"):
            raise Forbidden()
        return Response(
            _lines(request.env.registry),
            content_type="application/x-ndjson",
            headers={"Content-Disposition": 'attachment; filename="audit.jsonl"'},
        )


def _lines(registry):
    """Yield the export in parts, on a cursor of its own: the request's is closed when they are sent."""
    with registry.cursor() as cr:
        for part in api.Environment(cr, SUPERUSER_ID, {})["ipai.audit"]._json_lines():
            yield part.encode()
