# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Proposals as the APIs take and show them, whatever they are about."""

import datetime
import re
from typing import Annotated, Literal

from pydantic import Field, JsonValue, PlainSerializer
from pydantic.functional_validators import AfterValidator

from odoo.addons.ipai_base.http.collection import Moment
from odoo.addons.ipai_base.http.meanings import register
from odoo.addons.ipai_base.http.schemas import Schema, UtcDatetime

PAGE = 100


def shaped(pattern, wanted):
    """A text of a form; the document has the pattern, and who misses it reads a sentence.

    :param wanted: how it is to be written.
    """
    form = re.compile(pattern)

    def check(text):
        if not form.fullmatch(text):
            raise ValueError(f"write it {wanted}")
        return text

    return (AfterValidator(check), Field(json_schema_extra={"pattern": f"^{pattern}$"}))


_CASE, _CASE_FORM = shaped(
    r"\s*[\w.:#/-]+\s*", "with letters, digits and . : # / - _, without a space inside"
)
Stripped = AfterValidator(str.strip)
CaseId = Annotated[str, Field(min_length=1, max_length=64), _CASE, _CASE_FORM, Stripped]
Notes = Annotated[str, Field(max_length=20_000)]


# -- what is proposed -------------------------------------------------------------------------


class Source(Schema):
    """Where something was found."""

    url: Annotated[str, Field(max_length=2000)] | None = None
    confidence: Annotated[float, Field(ge=0, le=1)] | None = None
    note: Annotated[str, Field(max_length=2000)] | None = None


class Proposed(Schema):
    case_id: CaseId | None = Field(
        None, examples=["abc12345"], description="What the caller files it under."
    )
    reasoning: Notes | None = Field(None, description="Shown to the reviewer, as unverified.")
    provenance: list[Source] = Field([], max_length=50, description="Shown to the reviewer.")


# -- what is asked for ------------------------------------------------------------------------

WAIT = 20
State = Literal[
    "open", "pending", "approved", "executed", "failed", "rejected", "withdrawn", "expired"
]


class WaitQuery(Schema):
    wait: int = Field(0, ge=0, le=WAIT, description="Seconds to wait for a decision.")


class ProposalQuery(Schema):
    state: State = Field("open", description="open: waits for a decision or for its execution.")
    case_id: str | None = Field(None, max_length=64)
    since: Moment | None = Field(
        None, description="Changed after this moment: the highest updated_at that you know."
    )
    wait: int = Field(
        0, ge=0, le=WAIT, description="Seconds to wait for the first one, when there is none yet."
    )
    limit: int = Field(PAGE, ge=1, le=PAGE)
    cursor: Annotated[str, Field(max_length=200)] | None = None


# -- what becomes of it -----------------------------------------------------------------------


def to_exact(moment):
    """A moment of Odoo with its microseconds: to ask for what came after it.

    >>> to_exact(datetime.datetime(2026, 11, 22, 11, 0, 0, 120))
    '2026-11-22T11:00:00.000120Z'
    """
    return f"{moment.isoformat(timespec='microseconds')}Z"


ExactDatetime = Annotated[
    datetime.datetime, PlainSerializer(to_exact, return_type=str, when_used="json")
]


class Payload(Schema):
    model: str
    method: str
    id: int | None = Field(description="The record that is changed; null for a new one.")
    values: dict[str, JsonValue]


class Operation(Schema):
    op: str
    payload: Payload


class Simulated(Schema):
    """What an operation would do."""

    before: dict[str, JsonValue]
    after: dict[str, JsonValue]
    duplicates: list[dict[str, JsonValue]] = Field(description="Records that look the same.")


class Simulation(Schema):
    """The real write, tried and taken back."""

    operations: list[Simulated]
    errors: list[dict[str, JsonValue]]
    warnings: list[JsonValue]
    mails: list[dict[str, JsonValue]] = Field(description="Who would be told what.")


class Result(Schema):
    op: str
    model: str
    method: str
    success: bool
    record_id: int | None


class Proposal(Schema):
    proposal_id: str
    kind: str
    state: str
    summary: str
    operations: list[Operation]
    case_id: str | None
    requires_confirmation: bool
    confirmed: bool
    created_at: UtcDatetime
    updated_at: ExactDatetime
    expires_at: UtcDatetime
    hash: str | None = Field(description="SHA-256 of what a decision is about.")
    revision: int
    risk: str
    decided_by: str | None = Field(description="human, two, confirm or self.")
    waiting_for: list[str] = Field(description="Names of those who are asked.")
    simulation: Simulation
    executed_at: UtcDatetime | None
    results: list[Result]
    error: str | None
    url: str = Field(description="Where a person decides.")
    next_step: str


class ProposalPage(Schema):
    count: int
    proposals: list[Proposal]
    next_cursor: str | None


class Cancelled(Schema):
    status: str
    proposal_id: str


class Confirmation(Schema):
    confirmed: bool = Field(examples=[True], description="true: I have reviewed it.")


class Executed(Schema):
    proposal_id: str
    case_id: str | None
    state: str = Field(description="executed, or failed: then nothing was written.")
    executed_at: UtcDatetime | None
    error: str | None
    results: list[Result]


register(
    {
        "after": "The values afterwards.",
        "before": "The values now.",
        "confidence": "How sure the caller is, 0 to 1.",
        "confirmed": "Whether the caller has confirmed it.",
        "error": "Why it was not done, was rejected, or waits; null when all is well.",
        "executed_at": "When it was carried out, UTC.",
        "op": "The name of the operation.",
        "operations": "What would be written, in order.",
        "payload": "What would be written.",
        "proposal_id": "The name of the proposal in all calls.",
        "proposals": "The proposals of this page.",
        "record_id": "The number of the record that was written.",
        "requires_confirmation": "Always true: nothing is written without it.",
        "results": "What was written, operation by operation.",
        "revision": "Each edit makes a new one.",
        "risk": "How much could go wrong.",
        "simulation": "What came of trying it, without a trace.",
        "success": "Whether it was written.",
        "values": "Field by field, what would be written.",
        "Cancelled.status": "Always cancelled.",
        "Result.model": "The kind of record, as Odoo calls it.",
        "Source.url": "Where the caller found it.",
        "Proposal.kind": "What would be written: partner, asset and so on.",
    }
)
