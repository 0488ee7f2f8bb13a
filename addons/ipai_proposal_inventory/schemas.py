# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a program proposes of the inventory: the names are those of its reads.

Of a record that is changed, what is left out stays as it is, and null clears.
"""

import datetime
from typing import Annotated, Literal

from pydantic import Field, WithJsonSchema, model_validator
from pydantic.functional_validators import BeforeValidator

from odoo.addons.ipai_asset.schemas import Criticality, Environment, Status
from odoo.addons.ipai_base.http.meanings import register
from odoo.addons.ipai_base.http.schemas import Id, Schema, Word
from odoo.addons.ipai_network.schemas import AddressStatus, Role
from odoo.addons.ipai_proposal import schemas

Line = Annotated[Word, Field(max_length=250)]
Text = Annotated[str, Field(max_length=2000)]


def _number_as_text(value):
    return str(value) if type(value) is int else value


Named = Annotated[Word, BeforeValidator(_number_as_text), WithJsonSchema({"type": "string"})]
"""Another record: its number, or its whole name whatever the case."""
NAMED = "The number of the record as text, or its whole name."


class Proposed(schemas.Proposed):
    """The ids of what a new record needs, when none is changed."""

    def _need(self, number, *names):
        """:raises ValueError: where a new record lacks one of its fields, or an old one has it cleared."""
        for name in names:
            if getattr(self, name) is None and (number is None or name in self.model_fields_set):
                raise ValueError(f"{name} is needed")


class ProposeAsset(Proposed):
    """An asset: a new one, or a change of the one with the number."""

    asset_id: Id | None = Field(None, description="Change this one.")
    name: Line | None = Field(None, examples=["srv07"], description="Needed for a new one.")
    type: Named | None = Field(
        None, examples=["Server"], description="Needed for a new one. " + NAMED
    )
    hostname: Line | None = None
    manufacturer: Named | None = Field(None, description=NAMED)
    model: Named | None = Field(None, description=NAMED)
    serial_number: Line | None = None
    operating_system: Named | None = Field(None, description=NAMED)
    os_version: Line | None = None
    host: Named | None = Field(None, description="The machine that it runs on. " + NAMED)
    site: Named | None = Field(None, description=NAMED)
    location: Line | None = None
    environment: Environment | None = None
    owner: Named | None = Field(None, description="The user who answers for it. " + NAMED)
    customer: Named | None = Field(None, description="Null for one's own. " + NAMED)
    assigned_partner: Named | None = Field(None, description="Who uses it. " + NAMED)
    status: Status | None = Field(None, description="Of one that is there; a new one is planned.")
    status_reason: Line | None = None
    criticality: Criticality | None = None
    purpose: Line | None = None
    purchase_date: datetime.date | None = None
    warranty_date: datetime.date | None = None
    end_of_life_date: datetime.date | None = None

    @model_validator(mode="after")
    def _check(self):
        self._need(self.asset_id, "name", "type")
        if self.asset_id is None and self.status is not None:
            raise ValueError("status: a new asset is planned; propose its status once it is there")
        if self.asset_id is not None and "status" in self.model_fields_set and not self.status:
            raise ValueError("status cannot be cleared")
        return self


class ProposeAddress(Proposed):
    """An IP address: a new one, or a change of the one with the number."""

    address_id: Id | None = Field(None, description="Change this one.")
    address: Word | None = Field(
        None,
        examples=["192.0.2.10/24"],
        description="Needed for a new one. Without a mask, that of its prefix is taken.",
    )
    scope: Named | None = Field(None, description="Global when not given. " + NAMED)
    interface: Id | None = Field(None, description="The number of the interface that has it.")
    status: AddressStatus | None = None
    role: Role | None = None
    dns_name: Line | None = None
    description: Text | None = None

    @model_validator(mode="after")
    def _check(self):
        self._need(self.address_id, "address")
        for name in ("scope", "status"):
            if name in self.model_fields_set and getattr(self, name) is None:
                raise ValueError(f"{name} cannot be cleared: leave it out")
        return self


class ProposedEnd(Schema):
    """What a relation starts from or leads to."""

    kind: Literal["asset", "service"]
    id: Id


class ProposeRelation(Proposed):
    """A relation: a new one, or a change of the one with the number."""

    relation_id: Id | None = Field(None, description="Change this one; its ends stay.")
    type: Named | None = Field(
        None, examples=["depends on"], description="Needed for a new one. " + NAMED
    )
    source: ProposedEnd | None = Field(
        None, examples=[{"kind": "service", "id": 1}], description="Needed for a new one."
    )
    target: ProposedEnd | None = Field(
        None, examples=[{"kind": "asset", "id": 1}], description="Needed for a new one."
    )
    role: Line | None = None
    redundancy_group: Named | None = Field(None, description=NAMED)
    note: Text | None = None

    @model_validator(mode="after")
    def _check(self):
        self._need(self.relation_id, "type")
        if self.relation_id is None:
            self._need(None, "source", "target")
        elif self.source or self.target:
            raise ValueError("the ends of a relation stay: propose another relation")
        return self


class ProposeArticle(Proposed):
    """An article: a new one, or a change of the one with the number."""

    article_id: Id | None = Field(None, description="Change this one.")
    name: Line | None = Field(
        None, examples=["Restart of DNS"], description="Its title; needed for a new one."
    )
    kind: Literal["article", "runbook", "sop"] | None = None
    url: Annotated[Word, Field(max_length=2000)] | None = Field(
        None,
        examples=["https://wiki.example.com/dns"],
        description="Where it stands; needed for a new one.",
    )
    summary: Line | None = None
    owner: Named | None = Field(None, description="The user who keeps it right. " + NAMED)
    review_interval: Annotated[int, Field(ge=0, le=3650)] | None = Field(
        None, description="Days between two reviews; 0: never."
    )
    assets: list[Id] | None = Field(
        None, max_length=200, description="Numbers of assets that it is for; added to those it has."
    )

    @model_validator(mode="after")
    def _check(self):
        self._need(self.article_id, "name", "url")
        for name in ("kind", "review_interval", "assets"):
            if name in self.model_fields_set and getattr(self, name) is None:
                raise ValueError(f"{name} cannot be cleared: leave it out")
        return self


register(
    {
        "ProposeAddress.role": "The part that it plays where several machines share it.",
        "ProposeArticle.kind": "What sort of article it is.",
        "ProposeRelation.role": "What the one is for the other.",
        "ProposedEnd.kind": "asset or service.",
        "status_reason": "Why it stands there.",
    }
)
