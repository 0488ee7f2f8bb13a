# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, http, release
from odoo.http import request

from odoo.addons.ipai_base.http import call as calls
from odoo.addons.ipai_base.http.limiter import WINDOW
from odoo.addons.ipai_base.http.routing import api_route

from ..paths import both
from ..schemas import answers


class Status(http.Controller):
    @api_route(
        both("/status"),
        "GET",
        "Whether the connection works, and what this key may do",
        scope="loom:read",
        answer=answers.LoomStatus,
    )
    def status(self):
        caller = calls.of(request).caller
        company = request.env.company
        return {
            "connected": True,
            "odoo_version": ".".join(map(str, release.version_info[:2])),
            "database": request.env.cr.dbname,
            "username": request.env.user.login,
            "company": company.name,
            "key": caller.prefix,
            "expires": caller.expires,
            "scopes": sorted(caller.scopes),
            "limits": {
                name: {"quota": quota, "window": WINDOW} for name, quota in caller.limits.items()
            },
            "kinds": request.env["ipai.loom.proposer"]._available(),
            "search_fields": company._ipai_loom_search_fields(),
            "include_customers": company.ipai_loom_include_customers,
            "include_opportunities": company.ipai_loom_include_opportunities,
            "time": fields.Datetime.now(),
        }
