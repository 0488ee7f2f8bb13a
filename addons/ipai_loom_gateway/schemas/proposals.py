# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What Loom proposes."""

import contextlib
import datetime
import re
from typing import Annotated

from pydantic import Field, WithJsonSchema, model_validator
from pydantic.functional_validators import AfterValidator

from odoo.addons.ipai_base.http.schemas import Schema, to_utc
from odoo.addons.ipai_proposal import schemas
from odoo.addons.ipai_proposal.schemas import CaseId, Notes, Stripped, shaped

from ..reading.keys import is_readable, says_something
from .filters import Id, RecordModel

COUNTRIES = {"UK": "GB", "EL": "GR"}
"""Codes that are in use, and what ISO 3166-1 has for them."""


def _named(text):
    if not is_readable(text):
        raise ValueError("it holds nothing that can be read")
    return text.strip()


def _said(text):
    if not says_something(text):
        raise ValueError("it holds no letter and no digit")
    return text.strip()


def _country(code):
    code = code.strip().upper()
    return COUNTRIES.get(code, code)


_EMAIL, _EMAIL_FORM = shaped(r"\s*[^@\s<>]+@[^@\s<>]+\s*", "as in jane@example.com, without a name")
_ISO, _ISO_FORM = shaped(r"\s*[A-Za-z]{2}\s*", "with two letters, as in US (ISO 3166-1)")
_STAR, _STAR_FORM = shaped("[01]", "as 0, or 1 for an important one")
Line = Annotated[str, Field(min_length=1, max_length=250), AfterValidator(_named)]
Said = AfterValidator(_said)
Phone = Annotated[str, Field(min_length=1, max_length=64), Said]
Email = Annotated[str, Field(max_length=254), _EMAIL, _EMAIL_FORM, Stripped]
Country = Annotated[str, _ISO, _ISO_FORM, AfterValidator(_country)]
Priority = Annotated[str, _STAR, _STAR_FORM]


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


class Proposed(schemas.Proposed):
    case_id: CaseId = Field(examples=["abc12345"], description="Stands on every record written.")


class ProposePartner(Proposed):
    """A contact: a new one, or an update of the one that shares a strong sign, as docs/loom.md has it."""

    partner_id: Id | None = Field(None, description="Update this one, whatever matches.")
    name: Line = Field(examples=["Example Corp"])
    email: Email | None = None
    phone: Phone | None = None
    website: Annotated[str, Field(min_length=1, max_length=250), Said] | None = None
    is_company: bool | None = None
    vat: Annotated[str, Field(min_length=1, max_length=32), Said] | None = None
    street: Line | None = None
    street2: Line | None = None
    zip: Annotated[str, Field(min_length=1, max_length=24), Said] | None = None
    city: Line | None = None
    country_code: Country | None = Field(
        None, examples=["US"], description="ISO 3166-1, two letters in any case; UK is GB."
    )
    comment: Notes | None = None


class ProposeLead(Proposed):
    name: Line = Field(examples=["Web Design Project"])
    partner_id: Id | None = None
    email_from: Email | None = None
    phone: Phone | None = None
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
