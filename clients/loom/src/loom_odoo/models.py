# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the server answers. A field that a newer server adds is left out, not refused."""

import datetime
from typing import Any

from pydantic import BaseModel

Many2one = tuple[int, str]


class Partner(BaseModel):
    id: int
    name: str | None
    email: str | None
    phone: str | None
    website: str | None
    is_company: bool
    city: str | None
    country_id: Many2one | None


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
    create_date: datetime.datetime
    write_date: datetime.datetime


class Lead(BaseModel):
    id: int
    name: str
    type: str
    active: bool
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
    create_date: datetime.datetime


class Project(BaseModel):
    id: int
    name: str
    active: bool
    partner_id: Many2one | None
    user_id: Many2one | None
    date_start: datetime.date | None
    date: datetime.date | None
    last_update_status: str | None
    create_date: datetime.datetime


class Task(BaseModel):
    id: int
    name: str
    active: bool
    project_id: Many2one | None
    partner_id: Many2one | None
    stage_id: Many2one | None
    state: str
    priority: str | None
    date_deadline: datetime.datetime | None
    user_ids: list[int]
    parent_id: Many2one | None
    create_date: datetime.datetime


class Activity(BaseModel):
    id: int
    res_model: str
    res_id: int
    res_name: str | None
    activity_type_id: Many2one | None
    summary: str | None
    date_deadline: datetime.date | None
    state: str
    user_id: Many2one | None
    date_done: datetime.datetime | None
    done_by: Many2one | None
    create_date: datetime.datetime


class CalendarEvent(BaseModel):
    id: int
    name: str
    start: datetime.date | datetime.datetime
    stop: datetime.date | datetime.datetime
    allday: bool
    location: str | None
    user_id: Many2one | None
    partner_ids: list[int]
    show_as: str | None
    privacy: str | None
    create_date: datetime.datetime


class History(BaseModel):
    partner: PartnerDetails
    leads: list[Lead]
    projects: list[Project]
    tasks: list[Task]
    activities: list[Activity]
    activities_done: list[Activity]
    calendar_events: list[CalendarEvent]
    next_cursors: dict[str, str | None]


class Limit(BaseModel):
    quota: int
    window: int


class Kind(BaseModel):
    available: bool
    reason: str | None


class Status(BaseModel):
    connected: bool
    odoo_version: str
    database: str
    username: str
    company: str
    key: str
    expires: datetime.datetime | None
    scopes: list[str]
    limits: dict[str, Limit]
    kinds: dict[str, Kind]
    search_fields: list[str]
    include_customers: bool
    include_opportunities: bool
    time: datetime.datetime


class Payload(BaseModel):
    model: str
    method: str
    id: int | None
    values: dict[str, Any]


class Operation(BaseModel):
    op: str
    payload: Payload


class Result(BaseModel):
    op: str
    model: str
    method: str
    success: bool
    record_id: int | None


class Simulated(BaseModel):
    before: dict[str, Any]
    after: dict[str, Any]
    duplicates: list[dict[str, Any]]


class Simulation(BaseModel):
    operations: list[Simulated]
    errors: list[dict[str, Any]]
    warnings: list[Any]
    mails: list[dict[str, Any]]


class Proposal(BaseModel):
    proposal_id: str
    kind: str
    state: str
    summary: str
    operations: list[Operation]
    case_id: str | None
    requires_confirmation: bool
    confirmed: bool
    created_at: datetime.datetime
    updated_at: datetime.datetime
    expires_at: datetime.datetime
    hash: str | None
    revision: int
    risk: str
    decided_by: str | None
    waiting_for: list[str]
    simulation: Simulation
    executed_at: datetime.datetime | None
    results: list[Result]
    error: str | None
    url: str
    next_step: str


class Executed(BaseModel):
    proposal_id: str
    case_id: str | None
    state: str
    executed_at: datetime.datetime | None
    error: str | None
    results: list[Result]


class Cancelled(BaseModel):
    status: str
    proposal_id: str
