# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.http import request

from .. import door


class Hook(http.Controller):
    """Beside the API, not through it: a signature in place of a key, and the event itself in place of an audit row."""

    @http.route(
        "/ipai/hook/<string:token>",
        type="http",
        auth="ipai_hook",
        methods=["POST"],
        csrf=False,
        save_session=False,
        readonly=False,
        max_content_length=door.MOST,
    )
    def take(self, token, **_parameters):
        call = request.httprequest
        delivery = door.Delivery(
            token=token,
            body=call.get_data(cache=True),
            headers=call.headers,
            address=call.remote_addr or "",
        )
        status, value, headers = door.take(request.registry, delivery, request.env.cr)
        response = request.make_json_response(value, status=status)
        response.headers.update({"Cache-Control": "no-store", **headers})
        return response
