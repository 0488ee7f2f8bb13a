# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Assets as the API lists them, and what they are found by."""

import datetime
from typing import Annotated, Literal

from pydantic import Field

from odoo.addons.ipai_base.http.collection import (
    FIELDS,
    Archivable,
    OneQuery,
    Page,
    Ref,
    Row,
    Where,
    among,
    called,
    contains,
    equals,
    fields_of,
    refers_to,
    told,
)
from odoo.addons.ipai_base.http.meanings import register
from odoo.addons.ipai_base.http.schemas import Commas, UtcDatetime, Word

from . import identity
from .models.ipai_asset import CRITICALITIES, ENVIRONMENTS, STATUSES

CALLED = "Its number, or its whole name."
Environment = Literal[tuple(code for code, _label in ENVIRONMENTS)]
Criticality = Literal[tuple(code for code, _label in CRITICALITIES)]
Status = Literal[tuple(code for code, _label in STATUSES)]


class Asset(Row):
    name: str = told()
    hostname: str | None = told()
    type: Ref = told()
    manufacturer: Ref | None = told()
    model: Ref | None = told()
    serial_number: str | None = told()
    asset_tag: str | None = told()
    operating_system: Ref | None = told()
    os_version: str | None = told()
    host: Ref | None = told(description="The machine that it runs on.")
    site: Ref | None = told()
    location: str | None = told()
    environment: Environment | None = told()
    owner: Ref | None = told(description="The user who answers for it.")
    customer: Ref | None = told(description="Null for one's own.")
    assigned_partner: Ref | None = told(description="The person who uses it.")
    status: Status = told()
    criticality: Criticality | None = told()
    purpose: str | None = told()
    tags: list[Ref] = told()
    last_seen: UtcDatetime | None = told()
    purchase_date: datetime.date | None = told()
    warranty_date: datetime.date | None = told()
    end_of_life_date: datetime.date | None = told()
    source: str | None = told()
    active: bool = told(description="false: archived.")
    created_at: UtcDatetime = told()
    updated_at: UtcDatetime = told()


class AssetPage(Page):
    assets: list[Asset]


def by_serial(field):
    """By serial number, however it is written; a vendor's placeholder identifies nothing."""

    def domain(env, value):
        key = identity.usable_serial(value)
        if key is None:
            raise ValueError(value)
        return [(field, "=", key)]

    return Where(domain, "a serial number; a vendor's placeholder identifies no machine")


def by_hostname(field):
    """By host name, whatever its case and closing dot."""
    return Where(lambda env, value: [(field, "=", identity.hostname_key(value))])


class AssetQuery(Archivable):
    fields: fields_of(Asset) = Field(None, description=FIELDS)
    q: Annotated[Word | None, contains("search_text")] = Field(
        None,
        description="A part of whatever one looks for an asset by: name, host name, serial number.",
    )
    name: Annotated[Word | None, called("name")] = Field(None, description="The whole name.")
    hostname: Annotated[Word | None, by_hostname("hostname_key")] = Field(
        None, description="The whole host name, whatever its case.", examples=["srv01.lab.example"]
    )
    serial: Annotated[Word | None, by_serial("serial_key")] = Field(
        None, description="The whole serial number, whatever its case."
    )
    asset_tag: Annotated[Word | None, called("asset_tag")] = Field(
        None, description="The whole tag."
    )
    customer: Annotated[Word | None, refers_to("customer_id")] = Field(None, description=CALLED)
    site: Annotated[Word | None, refers_to("site_id")] = Field(None, description=CALLED)
    type: Annotated[Word | None, refers_to("type_id")] = Field(None, description=CALLED)
    status: Annotated[
        Annotated[list[Status], Commas, Field(min_length=1)] | None, among("status")
    ] = Field(None, description="One of these, or several in one list.")
    environment: Annotated[Environment | None, equals("environment")] = Field(
        None, description="Where it is used."
    )
    criticality: Annotated[Criticality | None, equals("criticality")] = Field(
        None, description="How much hangs on it."
    )


class OneAssetQuery(OneQuery):
    fields: fields_of(Asset) = Field(None, description=FIELDS)


register(
    {
        "addresses": "Its IP addresses.",
        "assets": "The assets of this page.",
        "asset": "The asset that it belongs to.",
        "asset_tag": "The number on its label.",
        "criticality": "How much hangs on it.",
        "customer": "The customer that it is for.",
        "end_of_life_date": "From when on it is supported no more.",
        "environment": "What it is used for: production, test and so on.",
        "hostname": "Its name in the network.",
        "last_seen": "When a source saw it last, UTC.",
        "location": "Where it stands, as in: rack 3, unit 12.",
        "manufacturer": "Who made it.",
        "Asset.model": "Its model.",
        "operating_system": "What runs on it.",
        "os_version": "The version of the operating system.",
        "purchase_date": "When it was bought.",
        "purpose": "What it is for.",
        "serial_number": "The serial number of the manufacturer.",
        "site": "The site where it is.",
        "Asset.source": "Where the record came from.",
        "Asset.type": "What kind of machine it is.",
        "tags": "Words that it is filed under.",
        "warranty_date": "Until when the warranty runs.",
        "Asset.status": "Where it stands in its life.",
    }
)
