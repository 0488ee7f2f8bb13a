# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.http import request

from odoo.addons.ipai_base.http import call as calls
from odoo.addons.ipai_base.http.routing import api_route

from .. import schemas

SCOPE = "assets"
MAX_BODY = 32 * 1024 * 1024


class Assets(http.Controller):
    @api_route(
        "/ipai/assets/snapshot",
        "POST",
        "Report an inventory",
        scope=SCOPE,
        body=schemas.Snapshot,
        answer=schemas.SnapshotAnswer,
        max_body=MAX_BODY,
    )
    def snapshot(self, body):
        call = calls.of(request)
        call.describe(source=body.source, case_id=body.case_id)
        objects = [reported.told() for reported in body.objects]
        answer = request.env["ipai.source"]._take_snapshot(
            body.source, objects, complete=body.complete, dry_run=body.dry_run
        )
        if answer["run"]:
            call.describe(target=f"ipai.import.run,{answer['run']}")
        return answer

    @api_route(
        "/ipai/assets/drift",
        "GET",
        "Where the inventory and what was observed differ",
        scope=SCOPE,
        query=schemas.DriftQuery,
        answer=schemas.DriftPage,
    )
    def drift(self, query):
        return request.env["ipai.drift"]._page(query.cursor, query.limit, query.state, query.source)
