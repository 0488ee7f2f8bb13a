# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The network as the API lists it, and what its records and the assets in it are found by."""

from typing import Annotated, Literal

from pydantic import Field
from pydantic.functional_validators import BeforeValidator

from odoo.addons.ipai_asset import identity
from odoo.addons.ipai_asset import schemas as assets
from odoo.addons.ipai_asset.schemas import CALLED, by_hostname
from odoo.addons.ipai_base.http.collection import (
    FIELDS,
    ListQuery,
    OneQuery,
    Page,
    Ref,
    Row,
    Where,
    among,
    called,
    equals,
    fields_of,
    refers_to,
    told,
)
from odoo.addons.ipai_base.http.meanings import register
from odoo.addons.ipai_base.http.schemas import Commas, Id, Schema, UtcDatetime, Word

from .addressing import Address, Prefix
from .models.ipai_interface import KINDS
from .models.ipai_ip_address import ROLES
from .models.ipai_ip_address import STATUSES as ADDRESS_STATUSES
from .models.ipai_prefix import FAMILIES
from .models.ipai_prefix import STATUSES as PREFIX_STATUSES
from .within import inside, prefixes_around, prefixes_inside

MAC = "In any of the usual spellings."
HOST = "A host with or without its mask, as in 192.0.2.10 or 192.0.2.10/24."
INSIDE = "A prefix, as in 192.0.2.0/24: what lies inside, however deep."
AN_ADDRESS = "an IP address, as in 192.0.2.10 or 2001:db8::10"
A_PREFIX = "a prefix, as in 192.0.2.0/24 or 2001:db8::/64"
SEVERAL = "One of these, or several in one list."

Family = Literal[tuple(code for code, _label in FAMILIES)]
Kind = Literal[tuple(code for code, _label in KINDS)]
Role = Literal[tuple(code for code, _label in ROLES)]
AddressStatus = Literal[tuple(code for code, _label in ADDRESS_STATUSES)]
PrefixStatus = Literal[tuple(code for code, _label in PREFIX_STATUSES)]
Entries = Annotated[
    list[str],
    BeforeValidator(lambda text: text if isinstance(text, list) else identity.split_list(text)),
]


# -- what is asked for ------------------------------------------------------------------------


def by_mac(field):
    return Where(
        lambda env, value: [(field, "=", identity.canonical_mac(value))],
        "a MAC address, as in 00:1b:2c:3d:4e:5f",
    )


def by_host(field):
    return Where(lambda env, value: [(field, "=", _host(value).name)], AN_ADDRESS)


def _host(text):
    """The address, of which the mask does not matter here."""
    return Address.parse(text, any_host=True)


def by_inside(field):
    """What has an address inside a prefix."""

    return Where(lambda env, value: inside(env, Prefix.parse(value), field), A_PREFIX)


def _prefixes_inside(env, value):
    return prefixes_inside(env, Prefix.parse(value))


def _prefixes_around(env, value):
    return prefixes_around(env, _host(value))


def _same_prefix(env, value):
    return [("name", "=", str(Prefix.parse(value)))]


# -- assets, with what the network adds -------------------------------------------------------


class Asset(assets.Asset):
    primary_ip4: Ref | None = told()
    primary_ip6: Ref | None = told()
    ip_addresses: Entries = told()
    mac_addresses: Entries = told()


class AssetPage(Page):
    assets: list[Asset]


class AssetQuery(assets.AssetQuery):
    fields: fields_of(Asset) = Field(None, description=FIELDS)
    mac: Annotated[Word | None, by_mac("interface_ids.mac_address")] = Field(None, description=MAC)
    address: Annotated[Word | None, by_host("address_ids.host")] = Field(None, description=HOST)
    prefix: Annotated[Word | None, by_inside("asset_id")] = Field(None, description=INSIDE)


class OneAssetQuery(OneQuery):
    fields: fields_of(Asset) = Field(None, description=FIELDS)


# -- prefixes ---------------------------------------------------------------------------------


class NetworkPrefix(Row):
    prefix: str = told(examples=["192.0.2.0/24"])
    family: Family = told()
    length: int = told()
    scope: Ref = told()
    status: PrefixStatus = told()
    role: str | None = told()
    vlan: Ref | None = told()
    site: Ref | None = told()
    customer: Ref | None = told()
    parent: Ref | None = told(description="The smallest prefix around it.")
    utilization: float = told(description="Percent taken.")
    notes: str | None = told()
    created_at: UtcDatetime = told()
    updated_at: UtcDatetime = told()


class PrefixPage(Page):
    prefixes: list[NetworkPrefix]


class PrefixQuery(ListQuery):
    fields: fields_of(NetworkPrefix) = Field(None, description=FIELDS)
    prefix: Annotated[Word | None, Where(_same_prefix, A_PREFIX)] = Field(
        None, description="The prefix itself.", examples=["192.0.2.0/24"]
    )
    within: Annotated[Word | None, Where(_prefixes_inside, A_PREFIX)] = Field(
        None, description="A prefix: those inside it, itself among them."
    )
    address: Annotated[Word | None, Where(_prefixes_around, AN_ADDRESS)] = Field(
        None, description="A host: the prefixes that it lies in."
    )
    scope: Annotated[Word | None, refers_to("scope_id")] = Field(None, description=CALLED)
    customer: Annotated[Word | None, refers_to("customer_id")] = Field(None, description=CALLED)
    site: Annotated[Word | None, refers_to("site_id")] = Field(None, description=CALLED)
    vlan: Annotated[Word | None, refers_to("vlan_id")] = Field(None, description=CALLED)
    role: Annotated[Word | None, called("role")] = Field(None, description="What it is for.")
    family: Annotated[Family | None, equals("family")] = Field(None, description="IPv4 or IPv6.")
    status: Annotated[
        Annotated[list[PrefixStatus], Commas, Field(min_length=1)] | None, among("status")
    ] = Field(None, description=SEVERAL)


class OnePrefixQuery(OneQuery):
    fields: fields_of(NetworkPrefix) = Field(None, description=FIELDS)


# -- addresses --------------------------------------------------------------------------------


class IpAddress(Row):
    address: str = told(examples=["192.0.2.10/24"])
    host: str = told(description="Without its mask.")
    family: Family = told()
    scope: Ref = told()
    prefix: Ref | None = told(description="The smallest prefix around it.")
    interface: Ref | None = told()
    asset: Ref | None = told()
    customer: Ref | None = told()
    status: AddressStatus = told()
    role: Role | None = told()
    dns_name: str | None = told()
    description: str | None = told()
    created_at: UtcDatetime = told()
    updated_at: UtcDatetime = told()


class AddressPage(Page):
    addresses: list[IpAddress]


class AddressQuery(ListQuery):
    fields: fields_of(IpAddress) = Field(None, description=FIELDS)
    address: Annotated[Word | None, by_host("host")] = Field(
        None, description=HOST, examples=["192.0.2.10"]
    )
    prefix: Annotated[Word | None, by_inside("id")] = Field(None, description=INSIDE)
    asset: Annotated[Id | None, equals("asset_id")] = Field(None, description="Its number.")
    interface: Annotated[Id | None, equals("interface_id")] = Field(None, description="Its number.")
    hostname: Annotated[Word | None, by_hostname("asset_id.hostname_key")] = Field(
        None, description="That of the asset that has it."
    )
    mac: Annotated[Word | None, by_mac("interface_id.mac_address")] = Field(None, description=MAC)
    dns_name: Annotated[Word | None, by_hostname("dns_name")] = Field(
        None, description="The whole name."
    )
    scope: Annotated[Word | None, refers_to("scope_id")] = Field(None, description=CALLED)
    customer: Annotated[Word | None, refers_to("customer_id")] = Field(None, description=CALLED)
    site: Annotated[Word | None, refers_to("asset_id.site_id")] = Field(
        None, description="Where its asset is. " + CALLED
    )
    family: Annotated[Family | None, equals("family")] = Field(None, description="IPv4 or IPv6.")
    role: Annotated[Role | None, equals("role")] = Field(None, description="Of shared addresses.")
    status: Annotated[
        Annotated[list[AddressStatus], Commas, Field(min_length=1)] | None, among("status")
    ] = Field(None, description=SEVERAL)


class OneAddressQuery(OneQuery):
    fields: fields_of(IpAddress) = Field(None, description=FIELDS)


# -- interfaces -------------------------------------------------------------------------------


class NetworkInterface(Row):
    name: str = told()
    asset: Ref = told()
    kind: Kind = told()
    mac_address: str | None = told()
    vlan: Ref | None = told(description="The untagged one.")
    tagged_vlans: list[Ref] = told()
    peer: Ref | None = told(description="The interface at the other end of the cable.")
    addresses: list[Ref] = told()
    description: str | None = told()
    created_at: UtcDatetime = told()
    updated_at: UtcDatetime = told()


class InterfacePage(Page):
    interfaces: list[NetworkInterface]


class InterfaceQuery(ListQuery):
    fields: fields_of(NetworkInterface) = Field(None, description=FIELDS)
    name: Annotated[Word | None, called("name")] = Field(
        None, description="The whole name.", examples=["eth0"]
    )
    mac: Annotated[Word | None, by_mac("mac_address")] = Field(None, description=MAC)
    asset: Annotated[Id | None, equals("asset_id")] = Field(None, description="Its number.")
    hostname: Annotated[Word | None, by_hostname("asset_id.hostname_key")] = Field(
        None, description="That of its asset."
    )
    serial: Annotated[Word | None, assets.by_serial("asset_id.serial_key")] = Field(
        None, description="That of its asset."
    )
    address: Annotated[Word | None, by_host("address_ids.host")] = Field(None, description=HOST)
    prefix: Annotated[Word | None, by_inside("interface_id")] = Field(None, description=INSIDE)
    customer: Annotated[Word | None, refers_to("asset_id.customer_id")] = Field(
        None, description="That of its asset. " + CALLED
    )
    site: Annotated[Word | None, refers_to("asset_id.site_id")] = Field(
        None, description="Where its asset is. " + CALLED
    )
    kind: Annotated[Kind | None, equals("kind")] = Field(None, description="What it is.")


class OneInterfaceQuery(OneQuery):
    fields: fields_of(NetworkInterface) = Field(None, description=FIELDS)


# -- taking the next free one -----------------------------------------------------------------


class AddressReservation(Schema):
    """What is known of the address; ``{}`` reserves one for later."""

    dns_name: str | None = Field(None, min_length=1, max_length=253)
    description: str | None = Field(
        None, min_length=1, max_length=200, examples=["for the new mail server"]
    )
    status: AddressStatus = "reserved"


class ReservedAddress(Schema):
    id: int
    address: str = Field(examples=["192.0.2.10/24"])


class PrefixReservation(Schema):
    """How large the prefix is to be; without a length, /64 of an IPv6 net, else four bits longer."""

    length: int | None = Field(None, ge=1, le=128, examples=[28])
    role: str | None = Field(None, min_length=1, max_length=200)
    status: PrefixStatus = "reserved"


class ReservedPrefix(Schema):
    id: int
    prefix: str = Field(examples=["192.0.2.16/28"])


register(
    {
        "address": "Host and mask, as in 192.0.2.10/24.",
        "AddressPage.addresses": "The addresses of this page.",
        "dns_name": "Its name in DNS.",
        "family": "4 for IPv4, 6 for IPv6.",
        "interface": "The interface that holds it.",
        "interfaces": "The interfaces of this page.",
        "ip_addresses": "Its addresses, without masks.",
        "length": "How many bits its addresses share.",
        "NetworkInterface.kind": "Whether it is physical, virtual, a bond and so on.",
        "mac_address": "Its hardware address.",
        "mac_addresses": "The hardware addresses of its interfaces.",
        "prefix": "As in 192.0.2.0/24.",
        "prefixes": "The prefixes of this page.",
        "primary_ip4": "The IPv4 address by which it is reached.",
        "primary_ip6": "The IPv6 address by which it is reached.",
        "role": "What it is for.",
        "scope": "Within which an address is there once.",
        "tagged_vlans": "The VLANs that it carries with a tag.",
        "vlan": "The VLAN that it belongs to.",
        "AddressReservation.status": "Reserved when nothing is said.",
        "PrefixReservation.status": "What it is to be used as.",
        "PrefixReservation.length": "How long the new prefix is, as in 28.",
    }
)
