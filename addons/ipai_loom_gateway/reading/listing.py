# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The lists that Loom reads: which records, with which fields, in which order."""

import collections
import dataclasses
import datetime

from odoo.addons.ipai_base.http.keyset import Keyset

NEVER_EMPTY = {"boolean": False, "integer": 0, "float": 0.0, "monetary": 0.0}


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
    "model res_id record_name mail_activity_type_id date author_id",
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


def read(model, query, names):
    """The rows that a query finds, as dictionaries; a many2one is a number until ``tell_names``.

    Straight from the database, without a record for each row.

    :param model: of the user who asks. The rights to the records are in the query; those to the fields,
        and to the records behind an x2many, are looked at here.
    """
    fields = {name: model._fields[name] for name in ("id", *names)}
    columns = [name for name, field in fields.items() if field.column_type]
    found = model.env.execute_query(
        query.select(*(model._field_to_sql(model._table, name, query) for name in columns))
    )
    rows = [dict(zip(columns, values, strict=True)) for values in found]
    if not rows:
        return rows
    records = model.browse([row["id"] for row in rows])
    for name in fields.keys() - set(columns):
        fields[name].read(records)
        for row, record in zip(rows, records, strict=True):
            row[name] = list(record[name]._ids)
    return _emptied(rows, fields)


def read_records(records, names):
    """As ``read``, of records that are fetched, and whose rights are settled."""
    rows = records.sudo()._read_format(names, load=None)
    return _emptied(rows, records._fields)


def _emptied(rows, fields):
    """The rows with None for what is empty; booleans and numbers are never empty."""
    names = rows[0] if rows else ()
    never = {name: NEVER_EMPTY.get(fields[name].type) for name in names}
    for row in rows:
        for name, value in row.items():
            if value is None or value is False or value == "":
                row[name] = never[name]
    return rows


def tell_names(env, pages):
    """Write [number, name] where a many2one is, with one read for each model however many lists there are.

    :param pages: (model name, rows) of each list.
    """
    places = [
        (rows, name, env[model]._fields[name].comodel_name)
        for model, rows in pages
        for name in (rows[0] if rows else ())
        if env[model]._fields[name].type == "many2one"
    ]
    numbers = collections.defaultdict(set)
    for rows, name, model in places:
        numbers[model].update(row[name] for row in rows if row[name])
    names = {}
    for model, ids in numbers.items():
        # Only what the names are made of is read, and not all that the records have.
        records = env[model].sudo().with_context(prefetch_fields=False).browse(ids)
        records.fetch(["display_name"])
        names[model] = {record.id: record.display_name for record in records}
    for rows, name, model in places:
        for row in rows:
            row[name] = (row[name], names[model][row[name]]) if row[name] else None
