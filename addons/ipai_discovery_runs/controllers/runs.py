# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.http import request

from odoo.addons.ipai_base.http import call as calls
from odoo.addons.ipai_base.http.operation import Answer
from odoo.addons.ipai_base.http.routing import api_route
from odoo.addons.ipai_discovery.controllers.assets import SCOPE

from .. import schemas

MAX_BODY = 96 * 1024 * 1024


class Runs(http.Controller):
    @api_route(
        "/ipai/assets/runs",
        "POST",
        "Report a large inventory",
        scope=SCOPE,
        body=schemas.LargeSnapshot,
        answer=schemas.AcceptedAnswer,
        status=202,
        max_body=MAX_BODY,
    )
    def accept(self, body):
        call = calls.of(request)
        call.describe(source=body.source, case_id=body.case_id)
        objects = [reported.told() for reported in body.objects]
        run = request.env["ipai.accepted.run"]._accept(body.source, objects, body.complete)
        call.describe(target=f"ipai.accepted.run,{run.id}")
        url = f"/ipai/assets/runs/{run.id}"
        value = {"run": run.id, "state": run.state, "parts": len(run.part_ids), "url": url}
        return Answer(value, headers={"Location": url})

    @api_route(
        "/ipai/assets/runs/<int:run_id>",
        "GET",
        "How far an accepted run is",
        scope=SCOPE,
        query=schemas.RunQuery,
        answer=schemas.RunAnswer,
        refuses=("not-found",),
    )
    def progress(self, run_id, query):
        return request.env["ipai.accepted.run"]._progress(run_id, query.part)
