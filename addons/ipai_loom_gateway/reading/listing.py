# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The lists that Loom reads: which records, with which fields, in which order."""

import dataclasses
import datetime

from odoo.addons.ipai_base.http.keyset import Keyset


@dataclasses.dataclass(frozen=True)
class Listing:
    """A list of the contract.

    :param filtered: the model looks at the rights of each record, after the page is cut.
    """

    name: str
    model: str
    fields: tuple
    keyset: Keyset
    filtered: bool = False


def _listing(name, model, fields, field="id", direction="desc", kind=None, **options):
    return Listing(
        name, model, tuple(fields.split()), Keyset(name, field, direction, kind), **options
    )


PARTNERS = _listing(
    "partners", "res.partner", "name email phone website is_company city country_id"
)
LEADS = _listing(
    "leads",
    "crm.lead",
    "name type active partner_id contact_name partner_name email_from phone stage_id expected_revenue"
    " probability date_deadline user_id create_date",
)
PROJECTS = _listing(
    "projects",
    "project.project",
    "name active partner_id user_id date_start date last_update_status create_date",
)
TASKS = _listing(
    "tasks",
    "project.task",
    "name active project_id partner_id stage_id state priority date_deadline user_ids parent_id create_date",
)
ACTIVITIES = _listing(
    "activities",
    "mail.activity",
    "res_model res_id res_name activity_type_id summary date_deadline state user_id create_date",
    field="date_deadline",
    direction="asc",
    kind=datetime.date,
    filtered=True,
)
ACTIVITIES_DONE = _listing(
    "activities_done",
    "mail.message",
    "model res_id record_name mail_activity_type_id date author_id body",
    filtered=True,
)
CALENDAR_EVENTS = _listing(
    "calendar_events",
    "calendar.event",
    "name start stop allday location user_id partner_ids show_as privacy create_date",
    field="start",
    kind=datetime.datetime,
)
PARTNER_DETAILS = (
    *PARTNERS.fields,
    *"street street2 zip state_id vat function parent_id child_ids user_id active create_date write_date".split(),
)
