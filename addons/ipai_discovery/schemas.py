# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the calls of the inventory take and give."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PrivateAttr, StringConstraints, WrapValidator

from odoo.addons.ipai_base.http.meanings import register
from odoo.addons.ipai_base.http.schemas import Schema, UtcDatetime
from odoo.addons.ipai_base.http.tolerant import AnyObject, readable

MAX_OBJECTS = 10_000


def nothing_of_empty(value):
    """What a program has not filled is nothing: many send "" where they mean null."""
    return None if isinstance(value, str) and not value.strip() else value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Maybe = Annotated[Text | None, BeforeValidator(nothing_of_empty)]
Vid = Annotated[int, Field(ge=1, le=4094)]
PropertyValue = Annotated[str, Field(max_length=2000)] | bool | int | float | None


class SnapshotInterface(Schema):
    """An interface as it is: a key that is absent is left alone, null empties."""

    name: Text = Field(examples=["eth0"])
    mac: Maybe = Field(None, examples=["02:00:00:aa:bb:01"])
    vlan: Vid | None = Field(None, description="Untagged.", examples=[20])
    tagged: list[Vid] | None = Field(None, max_length=4094)
    addresses: list[Text] | None = Field(
        None,
        max_length=500,
        description="All of the interface, each with its mask.",
        examples=[["198.51.100.7/24"]],
    )


class SnapshotService(Schema):
    """A service that the machine carries; one that does not exist is created."""

    name: Text = Field(examples=["DNS"])
    role: Maybe = Field(None, examples=["primary"])


class SnapshotRelation(Schema):
    """How the machine hangs together with another machine or with a service."""

    type: Text = Field(description="As it reads from here.", examples=["depends on"])
    target: Text = Field(description="Name, host name or asset tag.", examples=["nas01"])


class SnapshotObject(Schema):
    """A machine as the source sees it: a key that is absent is left alone, null clears.

    Records that are named, such as a customer or an operating system, are named as they are called here. A part
    that cannot be read is left out, and the answer says so.
    """

    _left_out: list[str] = PrivateAttr(default_factory=list)

    id: Maybe = Field(None, description="What the source itself calls it, for good.")
    name: Maybe = None
    hostname: Maybe = Field(None, examples=["pve01"])
    type: Maybe = Field(None, examples=["compute"])
    status: Maybe = None
    serial: Maybe = None
    asset_tag: Maybe = None
    manufacturer: Maybe = None
    model: Maybe = None
    os: Maybe = Field(None, examples=["Debian"])
    os_version: Maybe = Field(None, examples=["12"])
    host: Maybe = Field(None, description="The machine that it runs on.")
    site: Maybe = None
    location: Maybe = None
    owner: Maybe = Field(None, description="Login, e-mail or name of a user.")
    customer: Maybe = None
    purpose: Maybe = None
    environment: Maybe = None
    criticality: Maybe = None
    tags: list[Text] | None = Field(
        None, max_length=50, description="Are added; null takes all away.", examples=[["lab"]]
    )
    interfaces: list[SnapshotInterface] | None = Field(
        None,
        max_length=500,
        description="All that the source sees. Those that it brought before and does not list go.",
    )
    services: list[SnapshotService] | None = Field(
        None, max_length=200, description="As interfaces: all that the source knows."
    )
    relations: list[SnapshotRelation] | None = Field(
        None, max_length=500, description="As interfaces: all that the source knows."
    )
    properties: dict[Text, PropertyValue] | None = Field(
        None, max_length=100, description="Extra fields by name.", examples=[{"rack": "A1"}]
    )

    def told(self):
        """Return only what was reported, with what was left out of it."""
        reported = self.model_dump(exclude_unset=True)
        return {**reported, "left_out": self._left_out} if self._left_out else reported


Readable = Annotated[SnapshotObject, WrapValidator(readable), AnyObject()]


class Snapshot(Schema):
    """What a source sees at one moment."""

    source: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)
    ] = Field(examples=["n8n-lab"])
    schema_version: Literal[1] = 1
    case_id: str | None = Field(None, max_length=64)
    complete: bool = Field(
        True, description="It lists all that the source sees: what it does not list was not seen."
    )
    dry_run: bool = Field(False, description="Carry it out, answer, and undo it at once.")
    objects: list[Readable] = Field(max_length=MAX_OBJECTS)


class SnapshotResult(Schema):
    result: Literal["created", "updated", "unchanged", "conflict", "rejected"]
    asset: int | None = Field(
        description="Null when there is none, and in a dry run for a new one."
    )
    reason: str | None = Field(description="Why it is in conflict or rejected, and what to do.")
    warnings: list[str]
    changes: list[str] = Field(description="The fields that were written.")
    drift: list[str] = Field(description="The fields that are locked and observed otherwise.")


class SnapshotCounts(Schema):
    created: int
    updated: int
    unchanged: int
    conflict: int
    rejected: int


class Vanished(Schema):
    state: Literal["asked", "marked"] | None = Field(
        description="asked: so many at once that a manager decides; nothing was marked."
    )
    count: int


class SnapshotAnswer(Schema):
    source: str
    dry_run: bool
    run: int | None = Field(description="The run, which can be undone; null for a dry run.")
    counts: SnapshotCounts
    new_drift: int
    vanished: Vanished
    objects: list[SnapshotResult] = Field(description="One for each object, in their order.")


class DriftQuery(Schema):
    cursor: int = Field(0, ge=0, le=2**31 - 1, description="The next_cursor of the answer before.")
    limit: int = Field(100, ge=1, le=500)
    state: Literal["open", "accepted", "rejected", "superseded"] = "open"
    source: str | None = Field(None, max_length=64)


class DriftLine(Schema):
    id: int
    asset: int
    asset_name: str
    field: str
    label: str
    documented: str
    observed: str
    source: str
    state: str
    first_seen: UtcDatetime
    last_seen: UtcDatetime
    url: str


class DriftPage(Schema):
    drift: list[DriftLine]
    next_cursor: int = Field(description="Where to go on, now or when you ask the next time.")
    more: bool = Field(description="There is another page at this moment.")


register(
    {
        "asset_name": "The name of the asset.",
        "conflict": "So many that cannot be told apart from others: people decide.",
        "counts": "What became of the objects.",
        "created": "So many new ones.",
        "documented": "What is written down.",
        "drift": "The lines of this page.",
        "dry_run": "True when nothing was written.",
        "field": "The field that differs.",
        "first_seen": "When it was seen so first, UTC.",
        "label": "How people call the field.",
        "labels": "Labels of Prometheus.",
        "mac": "Its hardware address.",
        "new_drift": "So many fields that differ now and did not before.",
        "objects": "The machines that were seen.",
        "observed": "What the source saw.",
        "os": "The operating system, as the source calls it.",
        "rejected": "So many that could not be taken.",
        "result": "What became of it.",
        "schema_version": "The version of this format.",
        "serial": "The serial number.",
        "source": "The source that reported it.",
        "DriftQuery.state": "Open, accepted or ignored.",
        "tagged": "The VLANs that it carries with a tag.",
        "targets": "host:port of each target.",
        "unchanged": "So many that are as they were.",
        "updated": "So many that were changed.",
        "vanished": "What was seen before and not now.",
        "SnapshotObject.model": "Its model.",
        "SnapshotObject.type": "What kind of machine it is, as the source calls it.",
        "SnapshotService.role": "What the machine is for the service.",
    }
)
