# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, http
from odoo.http import request

from .. import schemas
from ..http import call as calls
from ..http.routing import api_route


class Api(http.Controller):
    @api_route("/ipai/status", "GET", "What the key is and opens", answer=schemas.Status)
    def status(self):
        caller = calls.of(request).caller
        return {
            "time": fields.Datetime.now(),
            "key": caller.prefix,
            "user": request.env.user.login,
            "company": request.env.company.name,
            "scopes": sorted(caller.scopes),
            "expires": caller.expires,
        }

    @api_route(
        "/ipai/ping", "POST", "Try a key without effect", body=schemas.Ping, answer=schemas.Pong
    )
    def ping(self, body):
        calls.of(request).describe(source=body.source, case_id=body.case_id)
        return {"note": body.note, "time": fields.Datetime.now()}
