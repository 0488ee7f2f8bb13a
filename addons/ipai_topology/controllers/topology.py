# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.http import request

from odoo.addons.ipai_asset.api import READ
from odoo.addons.ipai_base.http.collection import Collection
from odoo.addons.ipai_base.http.routing import api_route

from .. import schemas

SERVICES = Collection("services", "ipai.service", schemas.Service, address="url")
RELATIONS = Collection(
    "relations",
    "ipai.relation",
    schemas.Relation,
    source=("source_asset_id", "source_service_id"),
    target=("target_asset_id", "target_service_id"),
)


class TopologyReads(http.Controller):
    @api_route(
        "/ipai/services",
        "GET",
        "List services",
        query=schemas.ServiceQuery,
        answer=schemas.ServicePage,
        **READ,
    )
    def list_services(self, query):
        return SERVICES.page(request.env, query)

    @api_route(
        "/ipai/services/<int:service_id>",
        "GET",
        "One service",
        query=schemas.OneServiceQuery,
        answer=schemas.Service,
        **READ,
    )
    def one_service(self, service_id, query):
        return SERVICES.one(request.env, service_id, query)

    @api_route(
        "/ipai/relations",
        "GET",
        "List relations",
        query=schemas.RelationQuery,
        answer=schemas.RelationPage,
        **READ,
    )
    def list_relations(self, query):
        return RELATIONS.page(request.env, query)

    @api_route(
        "/ipai/relations/<int:relation_id>",
        "GET",
        "One relation",
        query=schemas.OneRelationQuery,
        answer=schemas.Relation,
        **READ,
    )
    def one_relation(self, relation_id, query):
        return RELATIONS.one(request.env, relation_id, query)
