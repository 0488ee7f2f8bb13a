# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the reads give."""

import datetime

from pydantic import Field

from odoo.addons.ipai_base.http.meanings import register
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


register(
    {
        "activities": "What is to be done.",
        "activities_done": "What was done.",
        "activity_type_id": "What kind of activity it is.",
        "allday": "True for whole days.",
        "available": "Whether the key may read it.",
        "calendar_events": "Events of the calendar.",
        "child_ids": "The contacts below it.",
        "comment": "Notes on the contact.",
        "connected": "Always true: there is an answer.",
        "contact_name": "The person of the lead.",
        "country_id": "The country.",
        "database": "The database that answers.",
        "date": "When it ends.",
        "date_deadline": "Until when it is to be done.",
        "date_done": "When it was done.",
        "date_start": "When it begins.",
        "email": "The e-mail address.",
        "email_from": "The e-mail address on the lead.",
        "expected_revenue": "What it may bring, in the currency of the company.",
        "function": "The job of the person.",
        "include_children": "What belongs to the contacts below it, too.",
        "include_customers": "Whether customers are shown.",
        "include_opportunities": "Whether opportunities are shown, and not leads alone.",
        "is_company": "True for a company, false for a person.",
        "last_update_status": "How the project says that it goes.",
        "leads": "Leads, and opportunities where they are shown.",
        "limits": "How many calls of each sort may be made.",
        "next_cursors": "For each list, the cursor of its search for more; null when this is all.",
        "odoo_version": "The series of Odoo.",
        "parent_id": "What it belongs to.",
        "partner": "The contact.",
        "partner_id": "The number of the contact.",
        "partner_ids": "Who takes part.",
        "partner_name": "The company of the lead.",
        "partners": "The contacts of this page.",
        "phone": "The phone number.",
        "priority": "0 is normal, 1 is high.",
        "privacy": "Who sees it.",
        "probability": "How likely it is, in percent.",
        "project_id": "The number of the project.",
        "projects": "Projects.",
        "reason": "Why not, in a sentence; null when it is.",
        "res_id": "The number of the record.",
        "res_model": "The kind of the record, as Odoo calls it.",
        "res_name": "The name of the record.",
        "search_fields": "The fields in which free text is looked for.",
        "show_as": "Whether it takes the time.",
        "stage_id": "The stage that it is in.",
        "state_id": "The state or province.",
        "street": "The street.",
        "street2": "The second line of the address.",
        "tasks": "Tasks.",
        "user_ids": "Who does it.",
        "vat": "The tax number.",
        "website": "The website.",
        "zip": "The postal code.",
        "Lead.type": "lead or opportunity.",
    }
)
