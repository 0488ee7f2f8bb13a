# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Services and relations as the API lists them, and what they are found by."""

from typing import Annotated, Literal

from pydantic import Field
from pydantic.functional_validators import BeforeValidator

from odoo.addons.ipai_asset import identity
from odoo.addons.ipai_asset.schemas import CALLED, Criticality, Environment, by_hostname, by_serial
from odoo.addons.ipai_base.compat import domain_or
from odoo.addons.ipai_base.http.collection import (
    FIELDS,
    Archivable,
    ListQuery,
    OneQuery,
    Page,
    Ref,
    Row,
    Where,
    called,
    equals,
    fields_of,
    refers_to,
    told,
)
from odoo.addons.ipai_base.http.meanings import register
from odoo.addons.ipai_base.http.schemas import Id, UtcDatetime, Word

Ports = Annotated[
    list[str],
    BeforeValidator(lambda text: text if isinstance(text, list) else identity.split_list(text)),
]


class Service(Row):
    name: str = told()
    purpose: str | None = told()
    criticality: Criticality | None = told()
    environment: Environment | None = told()
    owner: Ref | None = told(description="The user who answers for it.")
    customer: Ref | None = told(description="Null for one's own.")
    hours: str | None = told()
    ports: Ports = told(examples=[["443/tcp"]])
    address: str | None = told(description="Where one opens it.")
    active: bool = told(description="false: archived.")
    created_at: UtcDatetime = told()
    updated_at: UtcDatetime = told()


class ServicePage(Page):
    services: list[Service]


class ServiceQuery(Archivable):
    fields: fields_of(Service) = Field(None, description=FIELDS)
    name: Annotated[Word | None, called("name")] = Field(
        None, description="The whole name, whatever its case.", examples=["DNS"]
    )
    customer: Annotated[Word | None, refers_to("customer_id")] = Field(None, description=CALLED)
    environment: Annotated[Environment | None, equals("environment")] = Field(
        None, description="Where it is used."
    )
    criticality: Annotated[Criticality | None, equals("criticality")] = Field(
        None, description="How much hangs on it."
    )


class OneServiceQuery(OneQuery):
    fields: fields_of(Service) = Field(None, description=FIELDS)


class End(Ref):
    kind: Literal["asset", "service"]


class Relation(Row):
    type: Ref = told()
    source: End = told()
    target: End = told()
    role: str | None = told()
    redundancy_group: Ref | None = told(
        description="Those that stand in for each other; null: it is indispensable."
    )
    note: str | None = told()
    created_at: UtcDatetime = told()
    updated_at: UtcDatetime = told()


class RelationPage(Page):
    relations: list[Relation]


def either(source, target, where):
    """At one of the two ends."""
    first, second = where(source), where(target)
    return Where(
        lambda env, value: domain_or(first.domain(env, value), second.domain(env, value)),
        first.wanted,
    )


class RelationQuery(ListQuery):
    """What an asset runs on is a field of the asset, and no relation."""

    fields: fields_of(Relation) = Field(None, description=FIELDS)
    type: Annotated[Word | None, refers_to("type_id")] = Field(None, description=CALLED)
    asset: Annotated[Id | None, either("source_asset_id", "target_asset_id", equals)] = Field(
        None, description="The number of an asset at either end."
    )
    service: Annotated[Word | None, either("source_service_id", "target_service_id", refers_to)] = (
        Field(None, description="A service at either end. " + CALLED)
    )
    hostname: Annotated[
        Word | None,
        either("source_asset_id.hostname_key", "target_asset_id.hostname_key", by_hostname),
    ] = Field(None, description="That of an asset at either end.")
    serial: Annotated[
        Word | None, either("source_asset_id.serial_key", "target_asset_id.serial_key", by_serial)
    ] = Field(None, description="That of an asset at either end.")


class OneRelationQuery(OneQuery):
    fields: fields_of(Relation) = Field(None, description=FIELDS)


register(
    {
        "hours": "When it is to be there, as in: Monday to Friday, 8 to 18.",
        "ports": "Where it listens, as in 443/tcp.",
        "relations": "The relations of this page.",
        "Relation.role": "What the one is for the other.",
        "Relation.source": "What the sentence starts with.",
        "services": "The services of this page.",
        "target": "What the sentence ends with.",
        "Relation.type": "How the two hang together.",
        "End.kind": "asset or service.",
    }
)
