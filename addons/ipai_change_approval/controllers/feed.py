# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.http import Response, request

from odoo.addons.ipai_base.http import limiter

READS = 60
"""How often a minute one address may ask for calendars."""


class ChangeFeed(http.Controller):
    @http.route(
        "/ipai/calendar/<string:token>.ics",
        type="http",
        auth="none",
        methods=["GET"],
        csrf=False,
        save_session=False,
        readonly=False,
    )
    def calendar(self, token):
        """The change calendar of the user whose token stands in the address."""
        caller = f"address:{request.httprequest.remote_addr}"
        hits, seconds = limiter.count(request.registry, caller, "feed")
        if hits > READS:
            return _plain("Too many calls. Read the calendar less often.", 429, seconds)
        feed = request.env["ipai.change.feed"]._find(token)
        if not feed:
            return _plain("No calendar has this address. Make a new one in Odoo.", 404)
        response = Response(feed._calendar(), content_type="text/calendar; charset=utf-8")
        response.headers["Content-Disposition"] = 'inline; filename="changes.ics"'
        response.headers["Cache-Control"] = "private, max-age=0"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.add_etag()
        feed._mark_read()
        return response.make_conditional(request.httprequest)


def _plain(message, status, retry_after=None):
    response = Response(message + "\n", status=status, content_type="text/plain; charset=utf-8")
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response
