# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.addons.ipai_asset.api import READ
from odoo.addons.ipai_asset.controllers.assets import AssetReads
from odoo.addons.ipai_base.http.collection import Collection
from odoo.addons.ipai_base.http.routing import api_route

from .. import schemas


class NetworkAssetReads(AssetReads):
    """Assets with their addresses, and found by them."""

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
        return super().list_assets(query)

    @api_route(
        "/ipai/assets/<int:asset_id>",
        "GET",
        "One asset",
        query=schemas.OneAssetQuery,
        answer=schemas.Asset,
        **READ,
    )
    def one_asset(self, asset_id, query):
        return super().one_asset(asset_id, query)
