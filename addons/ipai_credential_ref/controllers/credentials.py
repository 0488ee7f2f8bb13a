# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.http import request

from odoo.addons.ipai_base.http import call as calls
from odoo.addons.ipai_base.http.routing import api_route

from .. import schemas


class Credentials(http.Controller):
    @api_route(
        "/ipai/credentials",
        "GET",
        "Where the secrets of an asset are",
        scope="credentials",
        query=schemas.CredentialQuery,
        answer=schemas.CredentialList,
        refuses=("not-found", "access-denied"),
    )
    def credentials(self, query):
        asset = request.env["ipai.asset"]._of_identity(query.asset)
        calls.of(request).describe(target=f"ipai.asset,{asset.id}")
        return asset._told_credentials()
