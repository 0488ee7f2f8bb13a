# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.http import request

from odoo.addons.ipai_base.http.collection import Collection
from odoo.addons.ipai_base.http.routing import api_route

from .. import schemas
from ..api import READ


class AssetReads(http.Controller):
    """Lists and finds assets; an addon with more of them names its own schemas."""

    _assets = Collection("assets", "ipai.asset", schemas.Asset)

    @api_route(
        "/ipai/assets",
        "GET",
        "List assets",
        query=schemas.AssetQuery,
        answer=schemas.AssetPage,
        **READ,
    )
    def list_assets(self, query):
        return self._assets.page(request.env, query)

    @api_route(
        "/ipai/assets/<int:asset_id>",
        "GET",
        "One asset",
        query=schemas.OneAssetQuery,
        answer=schemas.Asset,
        **READ,
    )
    def one_asset(self, asset_id, query):
        return self._assets.one(request.env, asset_id, query)
