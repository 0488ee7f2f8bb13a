# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the reads give."""

import datetime

from pydantic import Field

from odoo.addons.ipai_base.http.schemas import Schema, UtcDatetime

Many2one = tuple[int, str]


class Page(Schema):
    count: int = Field(description="How many rows this page has.")
    next_cursor: str | None = Field(description="Send it as cursor for the rows behind these.")


class Partner(Schema):
    id: int
    name: str | None
    email: str | None
    phone: str | None
    website: str | None
    is_company: bool
    city: str | None
    country_id: Many2one | None = Field(examples=[[233, "United States"]])


class PartnerPage(Page):
    partners: list[Partner]


class PartnerDetails(Partner):
    street: str | None
    street2: str | None
    zip: str | None
    state_id: Many2one | None
    vat: str | None
    function: str | None
    parent_id: Many2one | None
    child_ids: list[int]
    user_id: Many2one | None
    active: bool
    create_date: UtcDatetime
    write_date: UtcDatetime


class Lead(Schema):
    id: int
    name: str
    type: str
    active: bool = Field(description="false: lost or archived.")
    partner_id: Many2one | None
    contact_name: str | None
    partner_name: str | None
    email_from: str | None
    phone: str | None
    stage_id: Many2one | None
    expected_revenue: float | None
    probability: float | None
    date_deadline: datetime.date | None
    user_id: Many2one | None
    create_date: UtcDatetime


class LeadPage(Page):
    leads: list[Lead]


class Project(Schema):
    id: int
    name: str
    active: bool
    partner_id: Many2one | None
    user_id: Many2one | None
    date_start: datetime.date | None
    date: datetime.date | None
    last_update_status: str | None
    create_date: UtcDatetime


class ProjectPage(Page):
    projects: list[Project]


class Task(Schema):
    id: int
    name: str
    active: bool
    project_id: Many2one | None
    partner_id: Many2one | None
    stage_id: Many2one | None
    state: str
    priority: str | None
    date_deadline: UtcDatetime | None
    user_ids: list[int]
    parent_id: Many2one | None
    create_date: UtcDatetime


class TaskPage(Page):
    tasks: list[Task]


class Activity(Schema):
    id: int
    res_model: str
    res_id: int
    res_name: str | None
    activity_type_id: Many2one | None
    summary: str | None
    date_deadline: datetime.date | None
    state: str = Field(description="overdue, today, planned or done.")
    user_id: Many2one | None = Field(description="Who is to do it; null on those done.")
    date_done: UtcDatetime | None = None
    done_by: Many2one | None = Field(None, description="The contact of who did it.")
    create_date: UtcDatetime


class ActivityPage(Page):
    activities: list[Activity]


class CalendarEvent(Schema):
    id: int
    name: str
    start: UtcDatetime | datetime.date = Field(description="A day when allday.")
    stop: UtcDatetime | datetime.date = Field(description="As start; the last day.")
    allday: bool
    location: str | None
    user_id: Many2one | None
    partner_ids: list[int]
    show_as: str | None
    privacy: str | None
    create_date: UtcDatetime


class CalendarPage(Page):
    calendar_events: list[CalendarEvent]


class NextCursors(Schema):
    leads: str | None
    projects: str | None
    tasks: str | None
    activities: str | None
    activities_done: str | None
    calendar_events: str | None


class History(Schema):
    """What there is about a partner; more of a list by its search, with partner_id and the cursor."""

    partner: PartnerDetails
    leads: list[Lead]
    projects: list[Project]
    tasks: list[Task]
    activities: list[Activity]
    activities_done: list[Activity]
    calendar_events: list[CalendarEvent]
    next_cursors: NextCursors


class Limit(Schema):
    quota: int = Field(description="Calls in a window.")
    window: int = Field(description="Seconds.")


class Kind(Schema):
    available: bool
    reason: str | None = None


class LoomStatus(Schema):
    connected: bool
    odoo_version: str = Field(examples=["19.0"])
    database: str
    username: str
    company: str
    key: str = Field(description="The first characters of the key.")
    expires: UtcDatetime | None
    scopes: list[str]
    limits: dict[str, Limit]
    kinds: dict[str, Kind] = Field(description="What this key's user may read and propose.")
    search_fields: list[str]
    include_customers: bool
    include_opportunities: bool
    time: UtcDatetime
