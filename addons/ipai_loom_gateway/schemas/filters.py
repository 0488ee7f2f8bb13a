# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the reads take."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic.functional_validators import AfterValidator

from odoo.addons.ipai_base.http.schemas import Schema

from ..reading.keys import says_something

PAGE = 100

Id = Annotated[int, Field(ge=1, le=2**31 - 1)]


def _filtering(text):
    """A text that can filter: of blanks, marks or accents alone everything would be found."""
    if not says_something(text):
        raise ValueError("it holds no letter and no digit, so it filters nothing")
    return text


Text = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_filtering)]
Cursor = Annotated[str, Field(max_length=200)]


class Paged(Schema):
    limit: int = Field(PAGE, ge=1, le=PAGE, description="How many rows at most.")
    cursor: Cursor | None = Field(
        None, description="The next_cursor of the page before, with the same filters."
    )
    include_archived: bool = Field(
        False, description="Archived records too, lost leads among them."
    )


class PartnerSearch(Paged):
    """Contacts for which all filters hold."""

    query: Text | None = Field(
        None, description="A part of the name, e-mail, website, or a phone number."
    )
    email: Text | None = Field(None, description="A whole address, or a part of one.")
    phone: Text | None = Field(
        None, description="A number in any format, or its end; the country may be missing."
    )
    website: Text | None = Field(
        None, examples=["example.com"], description="A host, with its subdomains; or a word of it."
    )
    is_company: bool | None = None


class OfPartner(Paged):
    partner_id: Id | None = None
    include_children: bool = Field(
        False, description="Of the contacts and branches below the partner as well."
    )


class LeadSearch(OfPartner):
    email: Text | None = None
    name: Text | None = Field(None, description="A part of the title.")
    stage: Text | None = Field(None, examples=["Qualified"], description="Its whole name.")


class ProjectSearch(OfPartner):
    name: Text | None = Field(None, description="A part of it.")


class TaskSearch(OfPartner):
    project_id: Id | None = None
    name: Text | None = Field(None, description="A part of the title.")


RecordModel = Literal["res.partner", "crm.lead", "project.project", "project.task"]


class ActivitySearch(OfPartner):
    """Of a partner: on the contact itself, on its leads, projects and tasks."""

    res_model: RecordModel | None = None
    res_id: Id | None = None
    done: bool = Field(False, description="Those done, from the record's history.")

    @model_validator(mode="after")
    def _check_record(self):
        if self.res_id and not self.res_model:
            raise ValueError("res_id needs the res_model that it is a number of")
        return self


class CalendarSearch(Paged):
    partner_ids: list[Id] | None = Field(
        None, min_length=1, max_length=PAGE, description="Events that one of them attends."
    )
    include_children: bool = False
    name: Text | None = Field(None, description="A part of it.")


class HistoryQuery(Schema):
    include_children: bool = False
    include_archived: bool = False
    limit: int = Field(PAGE, ge=1, le=PAGE, description="How many rows of each list at most.")
