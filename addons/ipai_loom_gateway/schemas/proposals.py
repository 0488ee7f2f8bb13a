# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is proposed, and what becomes of it."""

import contextlib
import datetime
import re
from typing import Annotated

from pydantic import Field, JsonValue, PlainSerializer, WithJsonSchema, model_validator
from pydantic.functional_validators import AfterValidator

from odoo.addons.ipai_base.http.schemas import Schema, UtcDatetime, to_utc

from ..reading.keys import fold
from .filters import Id, RecordModel

COUNTRIES = {"UK": "GB", "EL": "GR"}
"""Codes that are in use, and what ISO 3166-1 has for them."""


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


def _named(text):
    if not fold(text):
        raise ValueError("it holds nothing that can be read")
    return text.strip()


def _country(code):
    code = code.upper()
    return COUNTRIES.get(code, code)


_CASE, _CASE_FORM = shaped(
    r"\s*[\w.:#/-]+\s*", "with letters, digits and . : # / - _, without a space inside"
)
_EMAIL, _EMAIL_FORM = shaped(r"\s*[^@\s<>]+@[^@\s<>]+\s*", "as in jane@example.com, without a name")
_ISO, _ISO_FORM = shaped("[A-Za-z]{2}", "with two letters, as in US (ISO 3166-1)")
_STAR, _STAR_FORM = shaped("[01]", "as 0, or 1 for an important one")
Stripped = AfterValidator(str.strip)
CaseId = Annotated[str, Field(min_length=1, max_length=64), _CASE, _CASE_FORM, Stripped]
Line = Annotated[str, Field(min_length=1, max_length=250), AfterValidator(_named)]
Email = Annotated[str, Field(max_length=254), _EMAIL, _EMAIL_FORM, Stripped]
Country = Annotated[str, _ISO, _ISO_FORM, AfterValidator(_country)]
Priority = Annotated[str, _STAR, _STAR_FORM]
Notes = Annotated[str, Field(max_length=20_000)]


def day_or_moment(text):
    """A day as a date, a moment as Odoo has it; a count of seconds is neither.

    >>> day_or_moment("2026-02-01"), day_or_moment("2026-02-01T10:00:00+01:00")
    (datetime.date(2026, 2, 1), datetime.datetime(2026, 2, 1, 9, 0))
    >>> day_or_moment("1769940000")
    Traceback (most recent call last):
    ...
    ValueError: write a moment, as in 2026-02-01T10:00:00Z, or a day, as in 2026-02-01
    """
    with contextlib.suppress(ValueError):
        if DAY.fullmatch(text):
            return datetime.date.fromisoformat(text)
        if MOMENT.match(text):
            return to_utc(datetime.datetime.fromisoformat(text.strip().replace("Z", "+00:00")))
    raise ValueError("write a moment, as in 2026-02-01T10:00:00Z, or a day, as in 2026-02-01")


DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"\s*\d{4}-\d{2}-\d{2}[T ]")
DayOrMoment = Annotated[
    str,
    AfterValidator(day_or_moment),
    WithJsonSchema(
        {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]}
    ),
]
TASKS = 50


def to_exact(moment):
    """A moment of Odoo with its microseconds: to ask for what came after it.

    >>> to_exact(datetime.datetime(2026, 11, 22, 11, 0, 0, 120))
    '2026-11-22T11:00:00.000120Z'
    """
    return f"{moment.isoformat(timespec='microseconds')}Z"


ExactDatetime = Annotated[
    datetime.datetime, PlainSerializer(to_exact, return_type=str, when_used="json")
]


class Source(Schema):
    """Where something was found."""

    url: Annotated[str, Field(max_length=2000)] | None = None
    confidence: Annotated[float, Field(ge=0, le=1)] | None = None
    note: Annotated[str, Field(max_length=2000)] | None = None


class Proposed(Schema):
    case_id: CaseId = Field(examples=["abc12345"], description="Stands on every record written.")
    reasoning: Notes | None = Field(None, description="Shown to the reviewer, as unverified.")
    provenance: list[Source] = Field([], max_length=50, description="Shown to the reviewer.")


class ProposePartner(Proposed):
    """A contact: a new one, or an update of the one that shares a strong sign, as docs/loom.md has it."""

    partner_id: Id | None = Field(None, description="Update this one, whatever matches.")
    name: Line = Field(examples=["Example Corp"])
    email: Email | None = None
    phone: Annotated[str, Field(max_length=64)] | None = None
    website: Annotated[str, Field(max_length=250)] | None = None
    is_company: bool | None = None
    vat: Annotated[str, Field(max_length=32)] | None = None
    street: Line | None = None
    street2: Line | None = None
    zip: Annotated[str, Field(max_length=24)] | None = None
    city: Line | None = None
    country_code: Country | None = Field(
        None, examples=["US"], description="ISO 3166-1, two letters in any case; UK is GB."
    )
    comment: Notes | None = None


class ProposeLead(Proposed):
    name: Line = Field(examples=["Web Design Project"])
    partner_id: Id | None = None
    email_from: Email | None = None
    phone: Annotated[str, Field(max_length=64)] | None = None
    description: Notes | None = None
    expected_revenue: Annotated[float, Field(ge=0, le=1e12)] | None = None


class ProposeProject(Proposed):
    name: Line = Field(examples=["Website Redesign"])
    partner_id: Id | None = None
    user_id: Id | None = Field(None, description="Who manages it.")
    date_start: datetime.date | None = None
    date: datetime.date | None = Field(None, description="When it ends.")
    description: Notes | None = None

    @model_validator(mode="after")
    def _check_dates(self):
        if self.date_start and self.date and self.date < self.date_start:
            raise ValueError("date is before date_start")
        return self


class ProposedTask(Schema):
    name: Line = Field(examples=["Create design mockups"])
    description: Notes | None = None
    date_deadline: datetime.date | None = None
    priority: Priority | None = Field(None, description="1: important.")


class ProposeTasks(Proposed):
    project_id: Id
    tasks: list[ProposedTask] = Field(min_length=1, max_length=TASKS)


class ProposeActivity(Proposed):
    res_model: RecordModel = Field(examples=["res.partner"])
    res_id: Id
    activity_type: Line | None = Field(None, examples=["Call"], description="To-Do when missing.")
    summary: Line
    date_deadline: datetime.date
    note: Notes | None = None
    user_id: Id | None = Field(
        None, description="Who is to do it: who answers for the record when missing."
    )


class ProposeEvent(Proposed):
    name: Line = Field(examples=["Project Kickoff Meeting"])
    start: DayOrMoment = Field(
        description="UTC when it has no offset; a day for an event of whole days.",
        examples=["2026-02-01T10:00:00Z"],
    )
    stop: DayOrMoment = Field(
        description="As start; of whole days the last one.", examples=["2026-02-01T11:00:00Z"]
    )
    partner_ids: list[Id] = Field([], max_length=100)
    location: Line | None = None
    description: Notes | None = None
    user_id: Id | None = Field(None, description="The organizer.")

    @model_validator(mode="after")
    def _check_times(self):
        if self.is_allday != (type(self.stop) is datetime.date):
            raise ValueError("start and stop are both days, or both moments")
        if self.stop < self.start:
            raise ValueError("stop is before start")
        return self

    @property
    def is_allday(self):
        return type(self.start) is datetime.date


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
