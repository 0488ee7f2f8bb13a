# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.http import request

from odoo.addons.ipai_asset.api import READ, SCOPE
from odoo.addons.ipai_base.http import call as calls
from odoo.addons.ipai_base.http.collection import Collection
from odoo.addons.ipai_base.http.problems import Problem
from odoo.addons.ipai_base.http.routing import api_route

from .. import schemas

ALLOCATION = {"scope": SCOPE, "status": 201, "refuses": ("full",), "fresh": True}
PREFIXES = Collection("prefixes", "ipai.prefix", schemas.NetworkPrefix, prefix="name")
ADDRESSES = Collection("addresses", "ipai.ip.address", schemas.IpAddress, address="name")
INTERFACES = Collection(
    "interfaces", "ipai.interface", schemas.NetworkInterface, addresses="address_ids"
)


class NetworkReads(http.Controller):
    @api_route(
        "/ipai/prefixes",
        "GET",
        "List prefixes",
        query=schemas.PrefixQuery,
        answer=schemas.PrefixPage,
        **READ,
    )
    def list_prefixes(self, query):
        return PREFIXES.page(request.env, query)

    @api_route(
        "/ipai/prefixes/<int:prefix_id>",
        "GET",
        "One prefix",
        query=schemas.OnePrefixQuery,
        answer=schemas.NetworkPrefix,
        **READ,
    )
    def one_prefix(self, prefix_id, query):
        return PREFIXES.one(request.env, prefix_id, query)

    @api_route(
        "/ipai/addresses",
        "GET",
        "List IP addresses",
        query=schemas.AddressQuery,
        answer=schemas.AddressPage,
        **READ,
    )
    def list_addresses(self, query):
        return ADDRESSES.page(request.env, query)

    @api_route(
        "/ipai/addresses/<int:address_id>",
        "GET",
        "One IP address",
        query=schemas.OneAddressQuery,
        answer=schemas.IpAddress,
        **READ,
    )
    def one_address(self, address_id, query):
        return ADDRESSES.one(request.env, address_id, query)

    @api_route(
        "/ipai/interfaces",
        "GET",
        "List interfaces",
        query=schemas.InterfaceQuery,
        answer=schemas.InterfacePage,
        **READ,
    )
    def list_interfaces(self, query):
        return INTERFACES.page(request.env, query)

    @api_route(
        "/ipai/interfaces/<int:interface_id>",
        "GET",
        "One interface",
        query=schemas.OneInterfaceQuery,
        answer=schemas.NetworkInterface,
        **READ,
    )
    def one_interface(self, interface_id, query):
        return INTERFACES.one(request.env, interface_id, query)


class Allocations(http.Controller):
    @api_route(
        "/ipai/prefixes/<int:prefix_id>/next-address",
        "POST",
        "Reserve the next free address",
        body=schemas.AddressReservation,
        answer=schemas.ReservedAddress,
        **ALLOCATION,
    )
    def next_address(self, prefix_id, body):
        calls.of(request).describe(target=f"ipai.prefix,{prefix_id}")
        address = _prefix(prefix_id)._reserve_address(body.model_dump(exclude_none=True))
        return {"id": address.id, "address": address.name}

    @api_route(
        "/ipai/prefixes/<int:prefix_id>/next-prefix",
        "POST",
        "Reserve the next free prefix inside",
        body=schemas.PrefixReservation,
        answer=schemas.ReservedPrefix,
        **ALLOCATION,
    )
    def next_prefix(self, prefix_id, body):
        calls.of(request).describe(target=f"ipai.prefix,{prefix_id}")
        given = body.model_dump(exclude_none=True)
        prefix = _prefix(prefix_id)._reserve_prefix(given.pop("length", None), given)
        return {"id": prefix.id, "prefix": prefix.name}


def _prefix(prefix_id):
    found = request.env["ipai.prefix"]
    if 0 < prefix_id < 2**31:
        found = found.search([("id", "=", prefix_id)])
    if not found:
        raise Problem(
            "not-found", f"None of the prefixes that this key may see has the number {prefix_id}."
        )
    return found
