# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the calls about accepted runs take and give."""

from typing import Annotated, Literal

from pydantic import Field

from odoo.addons.ipai_base.http.schemas import Schema
from odoo.addons.ipai_discovery.schemas import Readable, Snapshot, SnapshotCounts, SnapshotResult

MAX_OBJECTS = 50_000


class LargeSnapshot(Snapshot):
    """What a source sees at one moment, more than one call carries out: it is accepted, and worked on in parts."""

    dry_run: Literal[False] = False
    objects: Annotated[list[Readable], Field(min_length=1, max_length=MAX_OBJECTS)]


class AcceptedAnswer(Schema):
    run: int = Field(description="Ask for its progress at the URL.")
    state: Literal["waiting", "working", "done", "stopped", "failed"]
    parts: int = Field(description="In so many parts it is taken in.")
    url: str


class RunQuery(Schema):
    part: int | None = Field(
        None, ge=1, le=100_000, description="Also tell what became of the objects of this part."
    )


class PartState(Schema):
    part: int = Field(description="The number of the part, from 1.")
    state: Literal["waiting", "done", "failed"]
    objects: int
    run: int | None = Field(description="The snapshot that it became, which can be undone.")
    error: str | None = Field(description="Why it failed, and what to do.")


class PartResult(SnapshotResult):
    position: int = Field(description="Where the object stood in the body, from 0.")


class RunAnswer(Schema):
    run: int = Field(description="The number of the run.")
    source: str
    state: Literal["waiting", "working", "done", "stopped", "failed"]
    total: int = Field(description="Objects, those that come a second time included.")
    done: int = Field(description="Objects that are taken in.")
    counts: SnapshotCounts
    parts: list[PartState] = Field(description="The parts, in order.")
    objects: list[PartResult] = Field(
        description="Of the part that was asked for, once it is done."
    )
